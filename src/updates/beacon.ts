import { scopeOf } from "../core/address-scope.ts";
import type { Address } from "../core/address.ts";
import { assert } from "../core/assert.ts";
import { type Clock, Instant } from "../core/clock.ts";
import type { Endpoint } from "../core/net.ts";
import { addressRdata, addressType, rdataAddress, sameRdata } from "../core/rrset.ts";
import type { Ttl } from "../core/ttl.ts";
import { type CookiePair, cookieOctets, readCookie } from "../wire/dns-cookie.ts";
import { ednsOption, optionCode } from "../wire/edns.ts";
import { headerLength, noFlags, readHeader } from "../wire/header.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../wire/message.ts";
import type { Rcode } from "../wire/rcode.ts";
import { Reader } from "../wire/reader.ts";
import type { ResourceRecord } from "../wire/record.ts";
import { type Refusal, signMessage, signRefusal, usualFudge, type Verified, verifyMessage } from "../wire/tsig.ts";
import { largestMessage } from "../wire/writer.ts";
import { type BeaconRequest, readBeacon } from "./beacon-request.ts";
import type { DialectPorts } from "./dialect.ts";
import type { HostKey, HostKeys } from "./host-keys.ts";
import { publishAddresses } from "./publish-addresses.ts";
import { nameToShow } from "./refusal.ts";
import type { ServerCookies } from "./server-cookies.ts";

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

/** The last message that counted of one key. */
interface LastSigned {
  /** Seconds since 1970, the signer's. */
  readonly seconds: number;
  readonly from: Address;
}

/** What an answer says beside its code. */
interface Told {
  readonly cookie?: CookiePair;
  /** The name and address that the server sees it at. */
  readonly seen?: ResourceRecord;
}

export class BeaconDoor {
  readonly #ports: BeaconPorts;
  readonly #lastSigned = new Map<string, LastSigned>();
  /** Seconds since 1970. What was signed earlier may have counted before this process began to remember. */
  readonly #firstSecond: number;

  constructor(ports: BeaconPorts) {
    this.#ports = ports;
    this.#firstSecond = secondsOf(ports.clock.now());
  }

  /** Answers one UPDATE message. The octets are not looked at after the call has returned. */
  answer(octets: Uint8Array, { address }: Endpoint): Uint8Array | Promise<Uint8Array> {
    if (!isOfSize(octets)) return unread(octets, "REFUSED");
    const now = this.#ports.clock.now();
    const decoded = decodeMessage(octets);
    if (!decoded.ok) return unread(octets, "FORMERR");
    const request = decoded.value;
    if ((request.edns?.version ?? 0) > 0) return respond(request, "BADVERS");
    const option = ednsOption(request.edns, optionCode.cookie);
    // RFC 7873 §5.2.1 leaves messages without the option to the server's policy, which is ours to set.
    if (option === undefined || request.tsig === undefined) return respond(request, "REFUSED");
    const pair = readCookie(option.data);
    // RFC 7873 §5.2.2
    if (!pair.ok) return respond(request, "FORMERR");
    const peer = address.unmapped();
    const { isRight, server } = this.#ports.cookies.examine(pair.value, peer, now);
    const cookie = { client: pair.value.client, server };
    // RFC 7873 §5.2.3, §5.2.4
    if (!isRight) return respond(request, "BADCOOKIE", { cookie });
    return this.#authenticate(octets.slice(), request, request.tsig, peer, cookie);
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
    if (!found.ok) return respond(request, "SERVFAIL", { cookie });
    const { verification, tokenId } = verify(octets, found.value, now);
    if (verification.kind === "refused") {
      this.#report(verification, peer);
      return signRefusal(respond(request, "NOTAUTH", { cookie }), verification, now);
    }
    if (verification.kind !== "verified") return respond(request, "FORMERR", { cookie });
    const { key, record } = verification;
    const earliest = this.#earliest(tokenId, peer, secondsOf(now));
    if (record.timeSigned < earliest) {
      const refusal: Refusal = { kind: "refused", error: "BADTIME", record, key };
      // The time told is one the host can use: the clock's, or later when it has signed for a later one already.
      const usable = Instant.ofMs(Math.max(now, earliest * 1_000));
      return signRefusal(respond(request, "NOTAUTH", { cookie }), refusal, usable);
    }
    this.#lastSigned.set(tokenId, { seconds: record.timeSigned, from: peer });
    this.#ports.presence.hear(key.name, "beacon", peer);
    const rcode = await this.#grant(request, verification, tokenId, peer);
    const answer = respond(request, rcode, { cookie, seen: seenRecord(key.name, peer) });
    return signMessage(answer, key, { now: clock.now(), requestMac: record.mac }).octets;
  }

  /** A wrong clock or an old copy is no matter for the operator; a key that is not the host's may be a lost token. */
  #report({ error, record }: Refusal, peer: Address): void {
    if (error !== "BADKEY" && error !== "BADSIG") return;
    const name = nameToShow(record.keyName.hostname, this.#ports.view);
    this.#ports.onRefused({ reason: "token-unknown", transport: "beacon", peer, name, host: undefined });
  }

  /** The first second for which a signature counts: a message that is older than one that counted is a copy. */
  #earliest(tokenId: string, peer: Address, present: number): number {
    const last = this.#lastSigned.get(tokenId);
    // After our clock was set back, waiting for the time before would shut everybody out.
    if (last === undefined || last.seconds > present + usualFudge) return Math.min(this.#firstSecond, present);
    // Within one second a host may send again, being told the same; only to be elsewhere takes a later one.
    return last.from.equals(peer) ? last.seconds : last.seconds + 1;
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
    const isRefused = published.code === "value-invalid" || published.code === "conflicting-records";
    return isRefused ? "REFUSED" : "SERVFAIL";
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

/** Tries the host's keys one after the other; a host has one, and two while it is changed over. */
function verify(
  octets: Uint8Array,
  keys: readonly HostKey[],
  now: Instant,
): { readonly verification: ReturnType<typeof verifyMessage>; readonly tokenId: string } {
  let last = { verification: verifyMessage(octets, () => keys[0]?.key, { now }), tokenId: keys[0]?.tokenId ?? "" };
  for (const { key, tokenId } of keys.slice(1)) {
    const isOther = last.verification.kind === "refused" && last.verification.error === "BADSIG";
    if (!isOther) return last;
    last = { verification: verifyMessage(octets, () => key, { now }), tokenId };
  }
  return last;
}

function seenRecord(owner: ResourceRecord["owner"], peer: Address): ResourceRecord {
  return { owner, type: addressType(peer.family), class: "IN", ttl: 0 as Ttl, rdata: addressRdata(peer) };
}

/** Octets of a UDP answer that every path carries; ours are far below. DNS Flag Day 2020 */
const payloadOctets = 1_232;

/** An unsigned answer that repeats the zone section. */
function respond(request: Message, rcode: Rcode, { cookie, seen }: Told = {}): Uint8Array {
  const options = cookie === undefined ? [] : [{ code: optionCode.cookie, data: cookieOctets(cookie) }];
  const encoded = encodeMessage(
    {
      ...emptyMessage,
      id: request.id,
      opcode: "UPDATE",
      rcode,
      flags: { ...noFlags, qr: true },
      question: request.question.length === 1 ? request.question : [],
      additional: seen === undefined ? [] : [seen],
      edns: request.edns === undefined ? undefined : { version: 0, payloadOctets, isDnssecOk: false, options },
    },
    largestMessage,
  );
  assert(encoded.ok, "one question and one record fit any message");
  return encoded.value.octets;
}

/** Octets and records of the largest message that is read. The largest beacon expects 16 addresses of each family. */
const mostOctets = 4_096;
const mostRecords = 64;

/**
 * True when a message is worth reading for a stranger: 64 KiB of records that all point to one long name take a twentieth
 * of a second, in which no query is answered.
 */
function isOfSize(octets: Uint8Array): boolean {
  const header = readHeader(new Reader(octets.subarray(0, headerLength)));
  const records = header.questionCount + header.answerCount + header.authorityCount + header.additionalCount;
  return octets.length <= mostOctets && records <= mostRecords;
}

/** Of a message that is not read, the header's first field is all that can be repeated. RFC 1035 §4.1.1 */
function unread(octets: Uint8Array, rcode: "FORMERR" | "REFUSED"): Uint8Array {
  const id = new Reader(octets.subarray(0, headerLength)).uint16();
  return respond({ ...emptyMessage, id, opcode: "UPDATE" }, rcode);
}

function secondsOf(now: Instant): number {
  return Math.floor(now / 1_000);
}
