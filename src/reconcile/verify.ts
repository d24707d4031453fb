import { type Clock, wait } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { OwnerName } from "../core/name.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { equalOctets } from "../core/octets.ts";
import { ok, type Result } from "../core/result.ts";
import { canonicalRdata, sameRdata } from "../core/rrset.ts";
import type { RRType } from "../core/rr-type.ts";
import type { Message } from "../wire/message.ts";
import { askServer } from "./ask-server.ts";
import {
  type AuthoritativeServer,
  type FindFailure,
  findAuthoritativeServers,
  type FindPorts,
} from "./authoritative-servers.ts";
import type { VerifyRule } from "./managed-name.ts";
import { presentValues } from "./rdata-text.ts";
import type { Verification } from "./verification.ts";

/** Asks a zone's own name servers until they agree on an RRset, or time is up. Decides nothing from it. */

/** What the servers should answer. */
export type Expectation =
  /** These values and no others; none when the RRset was withdrawn. */
  | { readonly kind: "exactly"; readonly rdata: readonly Uint8Array[] }
  /** These among others, and none of those: where the RRset has other publishers too. */
  | {
      readonly kind: "including";
      readonly rdata: readonly Uint8Array[];
      readonly excluding: readonly Uint8Array[];
    };

/** One RRset to ask for. */
export interface VerifyRequest {
  readonly owner: OwnerName;
  readonly type: RRType;
  readonly expectation: Expectation;
  readonly rule: Exclude<VerifyRule, { kind: "off" }>;
  /** The zone, where the provider has told it. */
  readonly apex: OwnerName | undefined;
  /** Time after which what is known then is the result. */
  readonly limit: Duration;
}

/** Whoever can tell whether DNS shows what it should. */
export interface Verifier {
  /** Undefined when the signal ended it. */
  verify(request: VerifyRequest, signal: AbortSignal): Promise<Verification | undefined>;
}

/** What verifying needs. */
export interface VerifyPorts extends FindPorts {
  readonly clock: Clock;
}

/** First pause between two rounds; it doubles from there. */
const firstPause = Duration.seconds(1);

/** Longest pause: a server that loads its zones once a minute is noticed within half a minute of it. */
const longestRoundPause = Duration.seconds(30);

/** Rounds without a usable answer after which a server is left out, once others have answered. */
const mostSilentRounds = 3;

/** How long a zone's list of servers is used before it is looked up again. */
const serverListLifetime = Duration.minutes(10);

/** Most zones whose servers are remembered. */
const mostRememberedZones = 256;

/** Verifies by DNS. Keeps nothing but the lists of servers it has found lately. */
export class DnsVerifier implements Verifier {
  readonly #ports: VerifyPorts;
  readonly #port: number;
  readonly #lists: Map<string, { readonly at: Duration; readonly found: Promise<ServerList> }> = new Map();

  /** @param port where the delegated servers listen; another than 53 only in tests. */
  constructor(ports: VerifyPorts, port = 53) {
    this.#ports = ports;
    this.#port = port;
  }

  async verify(request: VerifyRequest, signal: AbortSignal): Promise<Verification | undefined> {
    const { clock } = this.#ports;
    const startedAt = clock.monotonic();
    const elapsed = (): Duration => Duration.milliseconds(clock.monotonic() - startedAt);
    let witnesses: readonly Witness[] | undefined;
    let trouble: FindFailure | undefined;
    for (let pause = firstPause; ; pause = Duration.milliseconds(Math.min(longestRoundPause, 2 * pause))) {
      if (witnesses === undefined) {
        const servers = await unlessAborted(this.#serversFor(request), signal);
        if (servers === undefined) return undefined;
        if (servers.ok) witnesses = servers.value.flatMap(witnessesOf);
        else trouble = servers;
      }
      if (witnesses !== undefined) {
        const asked: readonly Witness[] = witnesses;
        witnesses = await Promise.all(asked.map((witness) => this.#ask(witness, request, signal)));
        if (signal.aborted) return undefined;
        if (isAgreed(witnesses)) return { kind: "verified", servers: agreeing(witnesses), took: elapsed() };
      }
      // A zone that is not delegated stays so for longer than anybody waits.
      const isHopeless = trouble?.code === "zone-not-delegated" && witnesses === undefined;
      if (isHopeless || elapsed() + pause > request.limit) break;
      if (!(await wait(clock, pause, signal))) return undefined;
    }
    if (witnesses === undefined) {
      return {
        kind: "not-verified",
        reason: trouble?.code ?? "no-server-answered",
        detail: trouble?.detail ?? "",
      };
    }
    return summary(witnesses, elapsed());
  }

  #serversFor({ owner, apex, rule }: VerifyRequest): Promise<ServerList> {
    if (rule.kind === "servers") {
      const listed = rule.servers.map((endpoint) => ({ label: formatEndpoint(endpoint), endpoints: [endpoint] }));
      return Promise.resolve(ok(listed));
    }
    const key = (apex ?? owner).key;
    const now = this.#ports.clock.monotonic();
    const known = this.#lists.get(key);
    if (known !== undefined && now - known.at < serverListLifetime) return known.found;
    const found = findAuthoritativeServers(owner, apex, this.#ports, this.#port);
    this.#lists.delete(key);
    const oldest = this.#lists.keys().next();
    if (this.#lists.size >= mostRememberedZones && oldest.done !== true) this.#lists.delete(oldest.value);
    const entry = { at: now, found };
    this.#lists.set(key, entry);
    // What could not be found is looked for again next time.
    const forget = (): void => {
      if (this.#lists.get(key) === entry) this.#lists.delete(key);
    };
    void found.then((list) => (list.ok ? undefined : forget()), forget);
    return found;
  }

  async #ask(witness: Witness, request: VerifyRequest, signal: AbortSignal): Promise<Witness> {
    if (witness.testimony.kind === "agrees" || witness.silentRounds >= mostSilentRounds) return witness;
    const { owner: name, type } = request;
    // RD=0: a resolver in the way must not answer from its cache for the server it stands in front of.
    const answer = await askServer(witness.endpoint, { name, type, isRecursive: false }, this.#ports, signal);
    if (!answer.ok) {
      const isOutOfReach = answer.code === "unreachable" && !answer.wasSent;
      const silentRounds = isOutOfReach ? mostSilentRounds : witness.silentRounds + 1;
      return { ...witness, testimony: silent(answer.detail), silentRounds };
    }
    const testimony = judge(answer.value, request);
    return { ...witness, testimony, silentRounds: testimony.kind === "silent" ? witness.silentRounds + 1 : 0 };
  }
}

/** Shared look-ups go on for others who wait for them; who was told to stop does not wait. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(undefined);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

type ServerList = Result<readonly AuthoritativeServer[], FindFailure>;

/** What one address of a server says. */
type Testimony =
  | { readonly kind: "agrees" }
  | { readonly kind: "differs"; readonly detail: string }
  /** No answer, or none that counts. */
  | { readonly kind: "silent"; readonly detail: string; readonly delegates: boolean };

interface Witness {
  /** Name and address, for people. */
  readonly label: string;
  readonly endpoint: Endpoint;
  readonly testimony: Testimony;
  /** Rounds in a row without an answer that counts. */
  readonly silentRounds: number;
}

function witnessesOf(server: AuthoritativeServer): readonly Witness[] {
  return server.endpoints.map((endpoint) => {
    const place = formatEndpoint(endpoint);
    const label = server.label === place ? place : `${server.label} (${endpoint.address})`;
    const testimony = { kind: "silent", detail: "not asked", delegates: false } as const;
    return { label, endpoint, testimony, silentRounds: 0 };
  });
}

function silent(detail: string): Testimony {
  return { kind: "silent", detail, delegates: false };
}

function judge(message: Message, request: VerifyRequest): Testimony {
  const { owner, type, expectation, apex } = request;
  if (message.rcode !== "NOERROR" && message.rcode !== "NXDOMAIN") return silent(`answers ${message.rcode}`);
  if (!message.flags.aa) {
    // RFC 1035 §4.1.1: only an authority sets AA. A referral or a resolver in the way proves nothing.
    const referral = message.authority.find((record) => record.type === "NS" && owner.isAtOrBelow(record.owner));
    if (referral === undefined) return silent("answers without authority");
    // The provider's zone is not the one that resolvers ask: part of it is delegated to somebody else.
    const delegates = apex !== undefined && referral.owner.isAtOrBelow(apex) && !referral.owner.equals(apex);
    return { kind: "silent", detail: `refers to the servers of ${referral.owner}`, delegates };
  }
  const here = message.answer.filter((record) => record.class === "IN" && record.owner.equals(owner));
  if (here.some((record) => record.type === "CNAME")) return { kind: "differs", detail: "answers with a CNAME" };
  const rdata = canonicalRdata(here.filter((record) => record.type === type).map((record) => record.rdata));
  if (isExpected(rdata, expectation)) return { kind: "agrees" };
  const shown = presentValues(type, rdata.slice(0, 4)).join(", ");
  return { kind: "differs", detail: rdata.length === 0 ? "has none" : `has ${shown}${rdata.length > 4 ? ", …" : ""}` };
}

function isExpected(rdata: readonly Uint8Array[], expectation: Expectation): boolean {
  if (expectation.kind === "exactly") return sameRdata(rdata, expectation.rdata);
  const has = (value: Uint8Array): boolean => rdata.some((other) => equalOctets(other, value));
  return expectation.rdata.every(has) && !expectation.excluding.some(has);
}

/** True when somebody agrees, nobody differs, and those who say nothing have been asked often enough. */
function isAgreed(witnesses: readonly Witness[]): boolean {
  return (
    witnesses.some(({ testimony }) => testimony.kind === "agrees") &&
    witnesses.every(
      ({ testimony, silentRounds }) =>
        testimony.kind === "agrees" || (testimony.kind === "silent" && silentRounds >= mostSilentRounds),
    )
  );
}

function agreeing(witnesses: readonly Witness[]): readonly string[] {
  return witnesses.filter(({ testimony }) => testimony.kind === "agrees").map(({ label }) => label);
}

function summary(witnesses: readonly Witness[], took: Duration): Verification {
  const differing = witnesses.flatMap(({ label, testimony }) =>
    testimony.kind === "differs" ? [`${label} ${testimony.detail}`] : [],
  );
  if (differing.length > 0) return { kind: "not-verified", reason: "servers-disagree", detail: differing.join("; ") };
  const servers = agreeing(witnesses);
  if (servers.length > 0) return { kind: "verified", servers, took };
  const silences = witnesses.flatMap(({ label, testimony }) =>
    testimony.kind === "silent" ? [{ ...testimony, detail: `${label} ${testimony.detail}` }] : [],
  );
  const isDelegated = silences.every(({ delegates }) => delegates);
  const reason = isDelegated ? "zone-not-delegated" : "no-server-answered";
  return { kind: "not-verified", reason, detail: silences.map((silence) => silence.detail).join("; ") };
}
