import { scopeOf } from "../core/address-scope.ts";
import type { Address } from "../core/address.ts";
import { type Clock, Instant } from "../core/clock.ts";
import { addressRdata, addressType, rdataAddress, sameRdata } from "../core/rrset.ts";
import type { Ttl } from "../core/ttl.ts";
import { type CookiePair, readCookie } from "../wire/dns-cookie.ts";
import type { Message } from "../wire/message.ts";
import type { Rcode } from "../wire/rcode.ts";
import type { ResourceRecord } from "../wire/record.ts";
import { type Refusal, signMessage, signRefusal, type Verified } from "../wire/tsig.ts";
import type { TsigRecord } from "../wire/tsig-record.ts";
import { type BeaconRequest, readBeacon } from "./beacon-request.ts";
import type { DialectPorts } from "./dialect.ts";
import { type HostKeys, verifyByHost } from "./host-keys.ts";
import { publishAddresses } from "./publish-addresses.ts";
import { nameToShow } from "./refusal.ts";
import type { ServerCookies } from "./server-cookies.ts";
import { SignedTimes } from "./signed-times.ts";
import { answerUpdate } from "./update-answer.ts";

/**
 * The door for beacons: DNS UPDATE signed by a host, with a cookie that ties it to the address it comes from, so that a
 * copy sent from elsewhere is worth nothing. See docs/decisions/0010.
 *
 * What is cheap to refuse is refused first: without the cookie, which takes receiving an answer to get, nothing is looked
 * up and no signature is computed.
 */

export interface BeaconPorts extends DialectPorts {
  readonly clock: Clock;
  readonly cookies: ServerCookies;
  readonly keys: HostKeys;
}

/** A request with a signature, not yet checked, and a cookie. */
export interface SignedRequest {
  readonly request: Message;
  readonly tsig: TsigRecord;
  /** What the option holds. RFC 7873 §4 */
  readonly cookie: Uint8Array;
}

type Answer = Uint8Array | Promise<Uint8Array>;

export class BeaconDoor {
  readonly #ports: BeaconPorts;
  readonly #signed: SignedTimes;

  constructor(ports: BeaconPorts) {
    this.#ports = ports;
    this.#signed = new SignedTimes(secondsOf(ports.clock.now()));
  }

  /** Answers one UPDATE message that has a cookie option. The octets are not looked at after the call has returned. */
  answer(octets: Uint8Array, { request, tsig, cookie: option }: SignedRequest, peer: Address): Answer {
    const now = this.#ports.clock.now();
    const pair = readCookie(option);
    // RFC 7873 §5.2.2
    if (!pair.ok) return answerUpdate(request, "FORMERR");
    const { isRight, server } = this.#ports.cookies.examine(pair.value, peer, now);
    const cookie = { client: pair.value.client, server };
    // RFC 7873 §5.2.3, §5.2.4
    if (!isRight) return answerUpdate(request, "BADCOOKIE", { cookie });
    return this.#authenticate(octets.slice(), request, tsig, peer, cookie);
  }

  async #authenticate(
    octets: Uint8Array,
    request: Message,
    tsig: NonNullable<Message["tsig"]>,
    peer: Address,
    cookie: CookiePair,
  ): Promise<Uint8Array> {
    const { clock, keys } = this.#ports;
    const found = await keys.of(tsig.keyName);
    const now = clock.now();
    if (!found.ok) return answerUpdate(request, "SERVFAIL", { cookie });
    const { verification, tokenId } = verifyByHost(octets, found.value, now);
    if (verification.kind === "refused") {
      this.#report(verification, peer);
      return signRefusal(answerUpdate(request, "NOTAUTH", { cookie }), verification, now);
    }
    if (verification.kind !== "verified") return answerUpdate(request, "FORMERR", { cookie });
    const { key, record } = verification;
    const earliest = this.#signed.earliest(tokenId, peer, secondsOf(now));
    if (record.timeSigned < earliest) {
      const refusal: Refusal = { kind: "refused", error: "BADTIME", record, key };
      // The time told is one the host can use: the clock's, or later when it has signed for a later one already.
      const usable = Instant.ofMs(Math.max(now, earliest * 1_000));
      return signRefusal(answerUpdate(request, "NOTAUTH", { cookie }), refusal, usable);
    }
    this.#signed.remember(tokenId, { seconds: record.timeSigned, from: peer }, secondsOf(now));
    this.#ports.presence.hear(key.name, "beacon", peer);
    const rcode = await this.#grant(request, verification, tokenId, peer);
    const answer = answerUpdate(request, rcode, { cookie, seen: seenRecord(key.name, peer) });
    return signMessage(answer, key, { now: clock.now(), requestMac: record.mac }).octets;
  }

  /** A wrong clock or an old copy is no matter for the operator; a key that is not the host's may be a lost token. */
  #report({ error, record }: Refusal, peer: Address): void {
    if (error !== "BADKEY" && error !== "BADSIG") return;
    const name = nameToShow(record.keyName.hostname, this.#ports.view);
    this.#ports.onRefused({ reason: "signature-unknown", transport: "beacon", peer, name, host: undefined });
  }

  async #grant(request: Message, { key }: Verified, tokenId: string, peer: Address): Promise<Rcode> {
    const host = key.name;
    const beacon = readBeacon(request, host, this.#ports.view);
    if (!beacon.ok) return beacon.rcode;
    const { expected, publish } = beacon.value;
    if (!this.#isAsExpected(expected, host)) return "NXRRSET";
    if (publish === undefined) return "NOERROR";
    if (publish.family !== peer.family || !this.#mayMoveTo(peer, host)) return "REFUSED";
    const published = await publishAddresses(
      this.#ports,
      { tokenId, host },
      { owner: host, addresses: { [publish.family]: [peer] }, ttl: publish.ttl },
      { actor: { kind: "token", tokenId, host }, transport: "beacon", peer },
    );
    if (published.ok) return "NOERROR";
    if (published.code === "name-not-found") return "NOTAUTH";
    return refusedCodes.has(published.code) ? "REFUSED" : "SERVFAIL";
  }

  /** RFC 2136 §3.2.5 */
  #isAsExpected(expected: BeaconRequest["expected"], host: Verified["key"]["name"]): boolean {
    return [...expected].every(([type, rdata]) => {
      const present = this.#ports.view.rrset(host, type);
      return present !== undefined && sameRdata(present.rdata, rdata);
    });
  }

  /**
   * A global address can always be meant. Any other kind (a server in the same house sees private ones) is taken only
   * where the name has one of that kind already, which an update that names its address has put there.
   */
  #mayMoveTo(peer: Address, host: Verified["key"]["name"]): boolean {
    const scope = scopeOf(peer);
    if (scope === "global") return true;
    const present = this.#ports.view.rrset(host, addressType(peer.family))?.rdata ?? [];
    return present.some((rdata) => {
      const address = rdataAddress(rdata);
      return address !== undefined && scopeOf(address) === scope;
    });
  }
}

type Refused = Extract<Awaited<ReturnType<typeof publishAddresses>>, { ok: false }>["code"];

/** What no repetition cures. */
const refusedCodes: ReadonlySet<Refused> = new Set<Refused>(["value-invalid", "conflicting-records", "zone-is-copy"]);

function seenRecord(owner: ResourceRecord["owner"], peer: Address): ResourceRecord {
  return { owner, type: addressType(peer.family), class: "IN", ttl: 0 as Ttl, rdata: addressRdata(peer) };
}

function secondsOf(now: Instant): number {
  return Math.floor(now / 1_000);
}
