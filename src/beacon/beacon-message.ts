import type { Address } from "../core/address.ts";
import { assert } from "../core/assert.ts";
import { Instant } from "../core/clock.ts";
import type { Family } from "../core/family.ts";
import type { OwnerName } from "../core/name.ts";
import { equalOctets } from "../core/octets.ts";
import { addressRdata, addressType, rdataAddress } from "../core/rrset.ts";
import type { Ttl } from "../core/ttl.ts";
import { type CookiePair, cookieOctets, readCookie } from "../wire/dns-cookie.ts";
import { ednsOption, optionCode } from "../wire/edns.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../wire/message.ts";
import { safePayloadOctets } from "../wire/query.ts";
import type { Rcode, TsigError } from "../wire/rcode.ts";
import { Reader } from "../wire/reader.ts";
import type { ResourceRecord } from "../wire/record.ts";
import { type SignedMessage, signMessage, verifyMessage } from "../wire/tsig.ts";
import type { TsigKey } from "../wire/tsig-key.ts";

/** A beacon as octets, and what its answer says. Pure; sending is `session.ts`'s. See docs/decisions/0010. */

export interface BeaconMessage {
  readonly id: number;
  /** The apex of the host's zone. */
  readonly zone: OwnerName;
  /** Has the host's name. */
  readonly key: TsigKey;
  readonly cookie: CookiePair;
  /** The RRset that shall hold the address this is seen at. */
  readonly publish: Family | undefined;
  /** Addresses the host believes to be served; nothing is done when others are. RFC 2136 §2.4.2 */
  readonly expected: readonly Address[];
  readonly signedAt: Instant;
}

/** What an answer comes to. Only `heard` is the word of the key's other holder. */
export type BeaconAnswer =
  /** Signed by the server. */
  | { readonly kind: "heard"; readonly rcode: Rcode; readonly seen: Address | undefined }
  /** Signed too: our clock is not the server's. */
  | { readonly kind: "clock-wrong"; readonly serverNow: Instant }
  /** The cookie has ended, or we are seen at another address than the one it was made for. */
  | { readonly kind: "cookie-wrong" }
  /** The server does not know our key, or not as we do. */
  | { readonly kind: "key-refused"; readonly error: TsigError }
  /** An unsigned refusal. */
  | { readonly kind: "refused"; readonly rcode: Rcode }
  | { readonly kind: "unreadable"; readonly detail: string };

/** An answer, and the cookie that came with it. */
export interface ReadAnswer {
  readonly answer: BeaconAnswer;
  /** Undefined when none came, or one that is not for us. */
  readonly serverCookie: Uint8Array | undefined;
}

/** Encodes and signs. */
export function encodeBeacon(beacon: BeaconMessage): SignedMessage {
  const { id, zone, key, cookie, publish, expected, signedAt } = beacon;
  const owner = key.name;
  const message: Message = {
    ...emptyMessage,
    id,
    opcode: "UPDATE",
    question: [{ name: zone, type: "SOA", class: "IN" }],
    answer: expected.map((address) => addressRecord(owner, address)),
    authority: publish === undefined ? [] : replacing(owner, publish),
    edns: {
      version: 0,
      payloadOctets: safePayloadOctets,
      isDnssecOk: false,
      options: [{ code: optionCode.cookie, data: cookieOctets(cookie) }],
    },
  };
  const encoded = encodeMessage(message, safePayloadOctets);
  assert(encoded.ok, "two names and a few addresses fit a datagram");
  return signMessage(encoded.value.octets, key, { now: signedAt });
}

/** "Delete the RRset, add this": what was there goes in the same step. RFC 2136 §2.5.2, §2.5.1 */
function replacing(owner: OwnerName, family: Family): readonly ResourceRecord[] {
  const type = addressType(family);
  // A TTL of 0 keeps the one that is served.
  const head = { owner, type, ttl: 0 as Ttl };
  return [
    { ...head, class: "ANY", rdata: new Uint8Array(0) },
    { ...head, class: "IN", rdata: new Uint8Array(family === "ipv4" ? 4 : 16) },
  ];
}

function addressRecord(owner: OwnerName, address: Address): ResourceRecord {
  return { owner, type: addressType(address.family), class: "IN", ttl: 0 as Ttl, rdata: addressRdata(address) };
}

/**
 * Reads the answer to a beacon.
 *
 * @param mac of the beacon, which the answer's signature covers.
 * @param now as the server's clock has it, as far as we know.
 */
export function readBeaconAnswer(
  octets: Uint8Array,
  asked: Pick<BeaconMessage, "key" | "cookie">,
  mac: Uint8Array,
  now: Instant,
): ReadAnswer {
  const decoded = decodeMessage(octets);
  if (!decoded.ok) return { answer: unreadable(decoded.code), serverCookie: undefined };
  const message = decoded.value;
  return { answer: judge(octets, message, asked.key, mac, now), serverCookie: cookieFor(message, asked.cookie) };
}

function judge(octets: Uint8Array, message: Message, key: TsigKey, mac: Uint8Array, now: Instant): BeaconAnswer {
  const { rcode } = message;
  const verification = verifyMessage(octets, (name) => (name.equals(key.name) ? key : undefined), {
    now,
    requestMac: mac,
  });
  switch (verification.kind) {
    case "unsigned":
      return rcode === "BADCOOKIE" ? { kind: "cookie-wrong" } : { kind: "refused", rcode };
    case "error-reported":
      return { kind: "key-refused", error: verification.record.error };
    case "malformed":
      return unreadable(verification.code);
    case "refused":
      return unreadable(`a signature that is ${verification.error}`);
    case "verified": {
      const { error, otherData } = verification.record;
      if (error === "BADTIME" && otherData.length === 6) {
        return { kind: "clock-wrong", serverNow: Instant.ofMs(new Reader(otherData).uint48() * 1_000) };
      }
      return error === "NOERROR"
        ? { kind: "heard", rcode, seen: seenIn(message, key.name) }
        : { kind: "key-refused", error };
    }
  }
}

/** The address that the server saw: the one address record of our name beside the update. */
function seenIn(message: Message, owner: OwnerName): Address | undefined {
  const record = message.additional.find(
    (one) => one.owner.equals(owner) && one.class === "IN" && (one.type === "A" || one.type === "AAAA"),
  );
  return record === undefined ? undefined : rdataAddress(record.rdata);
}

/** A cookie whose client part is not ours was meant for somebody else, or made up. RFC 7873 §5.3 */
function cookieFor(message: Message, ours: CookiePair): Uint8Array | undefined {
  const option = ednsOption(message.edns, optionCode.cookie);
  const pair = option === undefined ? undefined : readCookie(option.data);
  return pair?.ok === true && equalOctets(pair.value.client, ours.client) ? pair.value.server : undefined;
}

function unreadable(detail: string): BeaconAnswer {
  return { kind: "unreadable", detail };
}
