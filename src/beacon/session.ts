import type { Address } from "../core/address.ts";
import { Address as Addresses } from "../core/address.ts";
import { type Clock, Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { OwnerName } from "../core/name.ts";
import type { DatagramClient, Endpoint, HostLookup, NetCode } from "../core/net.ts";
import { type Random, random16 } from "../core/random.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { clientCookieOctets } from "../wire/dns-cookie.ts";
import { decodeMessage } from "../wire/message.ts";
import { encodeQuery, isAnswerTo } from "../wire/query.ts";
import type { Rcode, TsigError } from "../wire/rcode.ts";
import type { TsigKey } from "../wire/tsig-key.ts";
import { type BeaconAnswer, encodeBeacon, readBeaconAnswer } from "./beacon-message.ts";

/**
 * One host's conversation with its server over one family: finds the server and the zone, keeps the cookie and the
 * server's time, and asks again what was lost. When to say what is `beacon.ts`'s.
 *
 * Every packet leaves from a socket and port of its own. A router that keeps old flows alive after its address changed
 * would otherwise carry a beacon to nowhere, or out of an address that new connections do not get.
 */

/** The server's DNS. */
export interface BeaconServer {
  /** A name, or an address. */
  readonly host: string;
  readonly port: number;
}

export interface SessionPorts {
  readonly clock: Clock;
  readonly datagrams: DatagramClient;
  readonly lookup: HostLookup;
  readonly random: Random;
}

/** What a host wants to say. */
export interface BeaconWish {
  /** Publish the address it is seen at. */
  readonly publishes: boolean;
  /** Addresses of this family it believes to be served; none says nothing about that. */
  readonly expected: readonly Address[];
}

/** What became of a wish. */
export type BeaconReport =
  /** The server's own word: the address it sees us at, and whether the wish was granted. */
  | { readonly kind: "heard"; readonly rcode: Rcode; readonly seen: Address | undefined }
  /** The server has no address of this family, as far as anybody says. */
  | { readonly kind: "absent" }
  /** No answer, several times. */
  | { readonly kind: "silent"; readonly code: NetCode; readonly detail: string }
  | { readonly kind: "refused"; readonly code: BeaconRefusalCode; readonly detail: string };

/**
 * - `key-refused`: the server knows no such token.
 * - `beacons-refused`: the server takes none, or none from here.
 * - `zone-not-served`: the server does not answer for the zone.
 * - `answers-unfit`: its answers fit neither each other nor us.
 */
export type BeaconRefusalCode = "key-refused" | "beacons-refused" | "zone-not-served" | "answers-unfit";

/** Waits for an answer before the next attempt: far servers answer within a third of a second. */
const patience: readonly Duration[] = [Duration.seconds(1), Duration.seconds(1), Duration.seconds(2)];

/** A cookie, a time, and both anew when the address changes in between. */
const mostTurns = 5;

/** How long the server's address is taken from memory. */
const endpointLifetime = Duration.minutes(5);

export class BeaconSession {
  readonly #server: BeaconServer;
  readonly #family: Family;
  readonly #key: TsigKey;
  readonly #ports: SessionPorts;
  /** Anything random; it ties answers to us. RFC 7873 §4.1 */
  readonly #clientCookie: Uint8Array;
  #serverCookie: Uint8Array | undefined;
  #zone: OwnerName | undefined;
  #endpoint: { readonly endpoint: Endpoint; readonly until: Duration } | undefined;
  /** The server's clock less ours, in milliseconds. */
  #skew = 0;
  /** Seconds since 1970; each beacon is signed for a later one, or it could not be told from a copy. */
  #lastSigned = 0;

  constructor(server: BeaconServer, family: Family, key: TsigKey, ports: SessionPorts) {
    this.#server = server;
    this.#family = family;
    this.#key = key;
    this.#ports = ports;
    this.#clientCookie = ports.random.octets(clientCookieOctets);
  }

  /**
   * Says it, until it is heard or hope is lost.
   *
   * @param onMiss hears at once when the first attempt stays without answer, for that alone may mean a change.
   */
  async send(wish: BeaconWish, onMiss: () => void, signal: AbortSignal): Promise<BeaconReport> {
    const endpoint = await this.#findServer(signal);
    if (!endpoint.ok) {
      const { code, detail } = endpoint;
      return code === "name-not-resolved" ? { kind: "absent" } : { kind: "silent", code, detail };
    }
    const zone = await this.#findZone(endpoint.value, onMiss, signal);
    if (!zone.ok) return zone.report;
    for (let turn = 0; turn < mostTurns; turn += 1) {
      const answered = await this.#ask(endpoint.value, zone.value, wish, turn === 0 ? onMiss : nothing, signal);
      if (!answered.ok) return this.#silent(answered.code, answered.detail);
      const answer = answered.value;
      if (answer.kind === "heard") {
        // The host may have moved to another zone of the server since we asked. RFC 2136 §3.1.1, §3.4.1.3
        if (answer.rcode === "NOTAUTH" || answer.rcode === "NOTZONE") this.#zone = undefined;
        return answer;
      }
      if (answer.kind === "clock-wrong") this.#skew = answer.serverNow - this.#ports.clock.now();
      // The new cookie was kept as it came.
      else if (answer.kind !== "cookie-wrong") return this.#refused(answer);
    }
    return { kind: "refused", code: "answers-unfit", detail: "neither cookie nor time was ever right" };
  }

  async #ask(
    endpoint: Endpoint,
    zone: OwnerName,
    wish: BeaconWish,
    onMiss: () => void,
    signal: AbortSignal,
  ): Promise<Result<BeaconAnswer, { readonly code: NetCode; readonly detail: string }>> {
    const { datagrams, random } = this.#ports;
    let answer: BeaconAnswer | undefined;
    const attempt = (timeout: Duration): ReturnType<DatagramClient["exchange"]> => {
      const cookie = { client: this.#clientCookie, server: this.#serverCookie };
      const signedAt = this.#nextSecond();
      const publish = wish.publishes ? this.#family : undefined;
      const { expected } = wish;
      const beacon = { id: random16(random), zone, key: this.#key, cookie, publish, expected, signedAt };
      const { octets, mac } = encodeBeacon(beacon);
      const take = (payload: Uint8Array): boolean => {
        if (!isAnswerTo(octets, payload)) return false;
        const read = readBeaconAnswer(payload, beacon, mac, this.#serverNow());
        // Whoever cannot read our packets cannot know the cookie that is to come back with a word about it.
        if (read.answer.kind === "cookie-wrong" && read.serverCookie === undefined) return false;
        if (read.serverCookie !== undefined) this.#serverCookie = read.serverCookie;
        answer = read.answer;
        return true;
      };
      return datagrams.exchange(endpoint, octets, take, { timeout, signal });
    };
    const exchanged = await persist(attempt, onMiss, signal);
    if (!exchanged.ok) return exchanged;
    return ok(answer ?? { kind: "unreadable", detail: "nothing was read" });
  }

  /** The server's name may lead elsewhere by now, so silence makes us look again. */
  #silent(code: NetCode, detail: string): BeaconReport {
    if (this.#endpoint !== undefined) this.#endpoint = { ...this.#endpoint, until: Duration.zero };
    return { kind: "silent", code, detail };
  }

  #refused(answer: Exclude<BeaconAnswer, { kind: "heard" | "clock-wrong" | "cookie-wrong" }>): BeaconReport {
    switch (answer.kind) {
      case "key-refused":
        return { kind: "refused", code: "key-refused", detail: answer.error satisfies TsigError };
      case "refused":
        return { kind: "refused", code: "beacons-refused", detail: answer.rcode };
      case "unreadable":
        return { kind: "refused", code: "answers-unfit", detail: answer.detail };
    }
  }

  #serverNow(): Instant {
    return Instant.ofMs(this.#ports.clock.now() + this.#skew);
  }

  /** The server's present second, or the next that was not used. */
  #nextSecond(): Instant {
    const second = Math.max(Math.floor(this.#serverNow() / 1_000), this.#lastSigned + 1);
    // A clock that was set back far would leave us signing for a time that never comes.
    const isTooFar = second * 1_000 - this.#serverNow() > mostAhead;
    this.#lastSigned = isTooFar ? Math.floor(this.#serverNow() / 1_000) : second;
    return Instant.ofMs(this.#lastSigned * 1_000);
  }

  async #findServer(
    signal: AbortSignal,
  ): Promise<Result<Endpoint, { readonly code: NetCode; readonly detail: string }>> {
    const { clock, lookup } = this.#ports;
    const { host, port } = this.#server;
    const literal = Addresses.parse(host);
    if (literal.ok) {
      return literal.value.family === this.#family
        ? ok({ address: literal.value, port })
        : failure({ code: "name-not-resolved", detail: `${host} is no ${this.#family} address` });
    }
    if (this.#endpoint !== undefined && clock.monotonic() < this.#endpoint.until) return ok(this.#endpoint.endpoint);
    const found = await lookup.addresses(host, this.#family, signal);
    // Where it was is the best guess while nobody can say where it is.
    if (!found.ok) return this.#endpoint === undefined ? found : ok(this.#endpoint.endpoint);
    const endpoint = { address: found.value[0], port };
    this.#endpoint = { endpoint, until: Duration.milliseconds(clock.monotonic() + endpointLifetime) };
    return ok(endpoint);
  }

  /** The apex of the host's zone is the owner of the SOA that comes with any answer about the host. RFC 2136 §4.3 */
  async #findZone(
    endpoint: Endpoint,
    onMiss: () => void,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly value: OwnerName } | { readonly ok: false; readonly report: BeaconReport }> {
    if (this.#zone !== undefined) return { ok: true, value: this.#zone };
    const { datagrams, random } = this.#ports;
    const question = { name: this.#key.name, type: "SOA", isRecursive: false } as const;
    const exchanged = await persist(
      (timeout) => {
        const query = encodeQuery(question, random);
        return datagrams.exchange(endpoint, query, (answer) => isAnswerTo(query, answer), { timeout, signal });
      },
      onMiss,
      signal,
    );
    if (!exchanged.ok) return { ok: false, report: this.#silent(exchanged.code, exchanged.detail) };
    const message = decodeMessage(exchanged.value);
    const records = message.ok ? [...message.value.answer, ...message.value.authority] : [];
    this.#zone = records.find(({ type, owner }) => type === "SOA" && this.#key.name.isAtOrBelow(owner))?.owner;
    if (this.#zone !== undefined) return { ok: true, value: this.#zone };
    const detail = message.ok ? message.value.rcode : message.code;
    return { ok: false, report: { kind: "refused", code: "zone-not-served", detail } };
  }
}

/** Half of what two clocks may differ by, so that the server takes it. RFC 8945 §10 */
const mostAhead = Duration.seconds(150);

const nothing = (): void => undefined;

/** Tries until an attempt succeeds or the last has failed. */
async function persist<T extends Result<unknown, { readonly code: NetCode; readonly detail: string }>>(
  attempt: (timeout: Duration) => Promise<T>,
  onMiss: () => void,
  signal: AbortSignal,
): Promise<T> {
  const [first = Duration.seconds(1), ...more] = patience;
  let result = await attempt(first);
  if (result.ok || signal.aborted) return result;
  onMiss();
  for (const timeout of more) {
    result = await attempt(timeout);
    if (result.ok || signal.aborted) return result;
  }
  return result;
}
