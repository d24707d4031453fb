import type { Address } from "../../src/core/address.ts";
import { Instant } from "../../src/core/clock.ts";
import { Duration } from "../../src/core/duration.ts";
import type { Family } from "../../src/core/family.ts";
import { failure, ok } from "../../src/core/result.ts";
import type { Exposure } from "../../src/expose/exposure.ts";
import { MappingKeeper } from "../../src/expose/keeper.ts";
import { mappingIdOf } from "../../src/expose/mapping-id.ts";
import type { MappingStatus } from "../../src/expose/mapping-status.ts";
import type { Surroundings } from "../../src/expose/round.ts";
import { type GatewayProtocol, gatewayProtocols } from "../../src/gateway/gateway.ts";
import { FakeClock } from "./fake-clock.ts";
import { MappingRouter } from "./mapping-router.ts";
import { MemoryAgentJournal, type MemoryAgentJournalDisk } from "./memory-agent-journal.ts";
import { FakeLog } from "./reconcile-world.ts";
import { SeededRandom } from "./seeded-random.ts";
import { address } from "./values.ts";

/** A wish, by default for this host and the same port outside. */
export function exposing(
  transport: "tcp" | "udp",
  internalPort: number,
  rest: Partial<Pick<Exposure, "family" | "wishedPort" | "to">> = {},
): Exposure {
  const { family = "ipv4", wishedPort = internalPort, to } = rest;
  return { mapping: mappingIdOf(family, transport, internalPort, to), family, transport, internalPort, wishedPort, to };
}

/** A host behind a router, and the life of an agent on it. */
export class ExposeWorld {
  readonly clock: FakeClock = new FakeClock();
  readonly router: MappingRouter = new MappingRouter(this.clock);
  readonly disk: MemoryAgentJournalDisk = { events: [], memories: new Map(), mappings: new Map() };
  readonly log: FakeLog = new FakeLog();
  readonly random: SeededRandom;
  /** Protocols that the router speaks at all. */
  speaks: readonly GatewayProtocol[] = ["pcp", "nat-pmp", "upnp"];
  routerName = "192.168.1.1";
  local: Partial<Record<Family, Address>> = { ipv4: address("192.168.1.20") };
  exposures: readonly Exposure[];
  isJournalOut = false;
  /** Thrown by the journal where mappings are written down, as a bug would be. */
  journalBug: Error | undefined;
  #keeper: MappingKeeper | undefined;
  #journal: MemoryAgentJournal = new MemoryAgentJournal(this.disk);
  #life: { isCut: boolean } = { isCut: false };

  constructor(exposures: readonly Exposure[] = [exposing("tcp", 445)], seed = 1) {
    this.exposures = exposures;
    this.random = new SeededRandom(seed);
  }

  get keeper(): MappingKeeper {
    if (this.#keeper === undefined) throw new Error("the keeper does not run");
    return this.#keeper;
  }

  get isRunning(): boolean {
    return this.#keeper !== undefined;
  }

  async start(): Promise<void> {
    const { clock, log, random } = this;
    this.#journal = new MemoryAgentJournal(this.disk);
    if (this.isJournalOut) this.#journal.outage = { code: "agent-journal-full", detail: "no space left" };
    const { journalBug } = this;
    if (journalBug !== undefined) this.#journal.rememberMapping = () => Promise.reject(journalBug);
    this.#life = { isCut: false };
    const clockTime = (at: Instant): string => Instant.format(at);
    const surroundings = this.#surroundings(this.#life);
    const ports = { clock, log, random, journal: this.#journal, clockTime, surroundings };
    this.#keeper = await MappingKeeper.start(this.exposures, ports);
    await this.pass();
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    const stopping = this.#keeper?.stop();
    this.#keeper = undefined;
    await this.clock.advance(Duration.seconds(5));
    await stopping;
  }

  /** Ends it without a word: nothing of it reaches the router or the disk any more. */
  async kill(): Promise<void> {
    this.#journal.outage = { code: "agent-journal-unavailable", detail: "killed" };
    this.#life.isCut = true;
    await this.stop();
  }

  /** Lets what is under way end, and then time pass. */
  async pass(by: Duration = Duration.zero): Promise<void> {
    await this.clock.advance(by);
  }

  /** The only mapping's status, or the first one's. */
  get status(): MappingStatus {
    const [first] = this.keeper.status();
    if (first === undefined) throw new Error("nothing is exposed");
    return first;
  }

  /** Kinds of the history, oldest first. */
  get history(): readonly string[] {
    return this.disk.events.map(({ event }) => event.kind.replace("mapping-", ""));
  }

  #surroundings(life: { readonly isCut: boolean }): Surroundings {
    const clients = new Map(gatewayProtocols.map((protocol) => [protocol, this.router.client(protocol)]));
    return {
      find: async (family, protocols) => {
        const spoken = protocols.find((one) => this.speaks.includes(one) && !this.router.silent.has(one));
        const client = spoken && clients.get(spoken);
        if (client === undefined || life.isCut) return failure({ code: "gateway-not-found", detail: "" });
        if (!client.families.includes(family)) return failure({ code: "gateway-unsupported", detail: "" });
        return ok({ client, router: this.routerName });
      },
      localAddress: async (family) => this.local[family],
    };
  }
}
