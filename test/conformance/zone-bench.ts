import type { Outcome } from "../../src/core/outcome.ts";
import type { ActualRRset, ReadFailure, Settings, ZoneApi } from "../../src/core/provider.ts";
import type { Result } from "../../src/core/result.ts";
import { addressRdata } from "../../src/core/rrset.ts";
import type { Ttl } from "../../src/core/ttl.ts";
import { planRRset } from "../../src/reconcile/plan.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { address, name } from "../support/values.ts";
import { Exposure } from "./exposure.ts";
import type { Subject } from "./subject.ts";
import type { SeededRecord, ZonePeer } from "./zone-peer.ts";

/** What a user may wish for besides values. */
export interface Wish {
  readonly ttl?: number;
  readonly options?: Settings;
}

/** A zone API connected to a peer, used as the agent uses it: read, plan, apply. */
export class ZoneBench {
  readonly peer: ZonePeer;
  /** The provider's time, which stands still by itself. */
  readonly clock: FakeClock;
  readonly #subject: Subject;
  readonly #exposure: Exposure;

  private constructor(subject: Subject, peer: ZonePeer) {
    this.peer = peer;
    this.#subject = subject;
    this.clock = new FakeClock(peer.startAt);
    this.#exposure = new Exposure(subject);
  }

  /** A bench at a peer that serves `example.net`. */
  static async start(subject: Subject & { readonly start: () => Promise<ZonePeer> }): Promise<ZoneBench> {
    const peer = await subject.start();
    await peer.addZone("example.net");
    return new ZoneBench(subject, peer);
  }

  connect(settings: Settings = this.#subject.settings): ZoneApi {
    const provider = this.#subject.provider.connect(settings, this.peer.ports(this.clock));
    if (provider.kind !== "zone-api") throw new Error("the declaration is not of a zone API");
    return provider;
  }

  /** Remembers what was shown, for `leaks`. */
  remember<T>(shown: T): T {
    return this.#exposure.remember(shown);
  }

  leaks(): readonly string[] {
    return this.#exposure.leaks(this.peer.received());
  }

  async read(api: ZoneApi, owner: string, type: "A" | "AAAA"): Promise<Result<ActualRRset, ReadFailure>> {
    const zone = this.remember(await api.zoneOf(name(owner)));
    return zone.ok ? this.remember(await api.read(zone.value, name(owner), type, {})) : zone;
  }

  /** Makes the RRset of an owner equal to the values, which are all of one family; none withdraws the A records. */
  async publish(
    owner: string,
    values: readonly string[],
    wish: Wish = {},
    api: ZoneApi = this.connect(),
  ): Promise<Outcome> {
    const type = values.some((value) => value.includes(":")) ? "AAAA" : "A";
    const zone = this.remember(await api.zoneOf(name(owner)));
    if (!zone.ok) return zone.outcome;
    const options = wish.options ?? {};
    const actual = this.remember(await api.read(zone.value, name(owner), type, options));
    if (!actual.ok) return actual.outcome;
    const { largestRRset, ttl } = this.#subject.provider;
    const plan = planRRset({
      owner: name(owner),
      type,
      wanted: values.map((value) => addressRdata(address(value))),
      actual: { kind: "known", rrset: actual.value, conflicting: [] },
      ownership: "rrset",
      put: [],
      ttl: wish.ttl as Ttl | undefined,
      options,
      service: { largestRRset, ttl },
      withdrawals: { withdrawing: 1, kept: 1 },
      withdrawalLimit: undefined,
      mode: "difference",
    });
    if (plan.kind !== "change") return { kind: "unchanged" };
    return this.remember(await api.apply(zone.value, plan.change));
  }

  /** Makes an address record of `example.net` as another client would. */
  async seed(owner: string, content: string, more: Pick<SeededRecord, "ttl" | "fields"> = {}): Promise<void> {
    const type = content.includes(":") ? "AAAA" : "A";
    await this.peer.hold({ zone: "example.net", owner, type, content, ...more });
  }

  /** The addresses an owner has at the peer, in canonical spelling and sorted. */
  async contents(owner: string, type: "A" | "AAAA" = "A"): Promise<readonly string[]> {
    const held = await this.peer.held(owner, type);
    return held.map(({ content }) => address(content).toString()).toSorted();
  }
}
