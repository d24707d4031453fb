import { crc32 } from "node:zlib";
import { Address } from "../../core/address.ts";
import { assert } from "../../core/assert.ts";
import { equalOctets } from "../../core/octets.ts";
import { failure, ok, type Result } from "../../core/result.ts";

/** STUN messages (RFC 8489), as much of them as a Binding transaction without credentials needs. */

/** Length of a transaction identifier in octets. RFC 8489 §5 */
export const transactionOctets = 12;

/** RFC 8489 §5 */
const headerOctets = 20;
const magicCookie = 0x2112a442;

/** Method Binding in the classes request, success response and error response. RFC 8489 §5, §18.2 */
const messageTypes = { request: 0x0001, success: 0x0101, error: 0x0111 } as const;

/** RFC 8489 §18.3 */
const attributeTypes = {
  mappedAddress: 0x0001,
  errorCode: 0x0009,
  unknownAttributes: 0x000a,
  xorMappedAddress: 0x0020,
  software: 0x8022,
  fingerprint: 0x8028,
} as const;

/** Attributes below this number must be understood by whoever uses the message. RFC 8489 §14 */
const comprehensionOptional = 0x8000;

/**
 * Credentials and lists of unknown attributes may stand in an answer to us and change nothing in it: we sent no
 * credentials, so there is no key to check MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256 with. RFC 8489 §9
 */
const harmless: ReadonlySet<number> = new Set([
  0x0006,
  0x0008,
  0x0014,
  0x0015,
  0x001c,
  attributeTypes.unknownAttributes,
]);

/** Where the server saw our packet come from. */
export interface MappedAddress {
  readonly address: Address;
  readonly port: number;
}

/** What a server answered. */
export type StunAnswer =
  | {
      readonly kind: "mapped";
      readonly mapped: MappedAddress;
      /** Which attribute it was read from; gateways are known to rewrite the plain one. RFC 8489 §14.1 */
      readonly attribute: "XOR-MAPPED-ADDRESS" | "MAPPED-ADDRESS";
      /** The plain attribute, where it differs from the other: proof of a gateway that rewrites packets. */
      readonly rewritten: MappedAddress | undefined;
      readonly software: string | undefined;
    }
  | { readonly kind: "error"; readonly code: number; readonly reason: string };

/** Why octets are not an answer to our request. */
export interface StunFailure {
  readonly code:
    | "stun-cut-short"
    | "not-stun"
    | "not-an-answer"
    | "other-transaction"
    | "bad-fingerprint"
    | "bad-attribute"
    | "unknown-attribute"
    | "no-mapped-address";
  readonly offset: number;
}

/** A Binding request without attributes: the form every browser sends, so every server knows it. RFC 8489 §5 */
export function encodeBindingRequest(transaction: Uint8Array): Uint8Array {
  assert(transaction.length === transactionOctets, "a transaction identifier has 12 octets");
  const message = new Uint8Array(headerOctets);
  const view = new DataView(message.buffer);
  view.setUint16(0, messageTypes.request);
  view.setUint32(4, magicCookie);
  message.set(transaction, 8);
  return message;
}

/** Reads the answer to the request with this transaction identifier. */
export function decodeBindingAnswer(message: Uint8Array, transaction: Uint8Array): Result<StunAnswer, StunFailure> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  if (message.length < headerOctets) return refused("stun-cut-short", message.length);
  const type = view.getUint16(0);
  if (view.getUint32(4) !== magicCookie || (type & 0xc000) !== 0) return refused("not-stun", 0);
  if (type !== messageTypes.success && type !== messageTypes.error) return refused("not-an-answer", 0);
  if (!equalOctets(message.subarray(8, headerOctets), transaction)) return refused("other-transaction", 8);
  if (view.getUint16(2) % 4 !== 0) return refused("not-stun", 2);
  if (view.getUint16(2) !== message.length - headerOctets) return refused("stun-cut-short", 2);
  const attributes = readAttributes(message, view);
  if (!attributes.ok) return attributes;
  return type === messageTypes.error ? readError(attributes.value) : readMapped(attributes.value, message);
}

interface Attribute {
  readonly value: Uint8Array;
  readonly offset: number;
}

/** The first attribute of each type counts; later ones are ignored. RFC 8489 §14 */
function readAttributes(message: Uint8Array, view: DataView): Result<ReadonlyMap<number, Attribute>, StunFailure> {
  const attributes = new Map<number, Attribute>();
  const isKnown = new Set<number>(Object.values(attributeTypes));
  let offset = headerOctets;
  while (offset < message.length) {
    const type = view.getUint16(offset);
    const length = view.getUint16(offset + 2);
    const end = offset + 4 + length;
    if (end > message.length) return refused("bad-attribute", offset);
    if (type === attributeTypes.fingerprint) {
      // FINGERPRINT is the last attribute and covers all before it. RFC 8489 §14.7
      const isRight =
        length === 4 &&
        end === message.length &&
        view.getUint32(offset + 4) === fingerprintOf(message.subarray(0, offset));
      if (!isRight) return refused("bad-fingerprint", offset);
    }
    if (type < comprehensionOptional && !isKnown.has(type) && !harmless.has(type)) {
      return refused("unknown-attribute", offset);
    }
    if (!attributes.has(type)) attributes.set(type, { value: message.subarray(offset + 4, end), offset });
    offset += 4 + ((length + 3) & ~3);
  }
  return ok(attributes);
}

function readMapped(attributes: ReadonlyMap<number, Attribute>, message: Uint8Array): Result<StunAnswer, StunFailure> {
  const xored = attributes.get(attributeTypes.xorMappedAddress);
  const plain = attributes.get(attributeTypes.mappedAddress);
  const clear = plain === undefined ? undefined : readAddress(plain.value, new Uint8Array(16));
  if (plain !== undefined && clear === undefined) return refused("bad-attribute", plain.offset);
  const software = attributes.get(attributeTypes.software);
  const named = software === undefined ? undefined : Buffer.from(software.value).toString("utf8");
  if (xored === undefined) {
    if (clear === undefined) return refused("no-mapped-address", headerOctets);
    return ok({ kind: "mapped", mapped: clear, attribute: "MAPPED-ADDRESS", rewritten: undefined, software: named });
  }
  // Octets 4 to 20 are the magic cookie and the transaction identifier, the mask of the address. RFC 8489 §14.2
  const mapped = readAddress(xored.value, message.subarray(4, headerOctets));
  if (mapped === undefined) return refused("bad-attribute", xored.offset);
  const isRewritten = clear !== undefined && !clear.address.equals(mapped.address);
  return ok({
    kind: "mapped",
    mapped,
    attribute: "XOR-MAPPED-ADDRESS",
    rewritten: isRewritten ? clear : undefined,
    software: named,
  });
}

/** Reserved octet, family, port, address; port and address are combined with the mask. RFC 8489 §14.1, §14.2 */
function readAddress(value: Uint8Array, mask: Uint8Array): MappedAddress | undefined {
  const length = value[1] === 1 ? 4 : value[1] === 2 ? 16 : 0;
  if (length === 0 || value.length !== 4 + length) return undefined;
  const unmasked = value.slice(4).map((octet, index) => octet ^ (mask[index] ?? 0));
  const address = Address.ofOctets(unmasked);
  const port = (((value[2] ?? 0) << 8) | (value[3] ?? 0)) ^ (((mask[0] ?? 0) << 8) | (mask[1] ?? 0));
  return address === undefined ? undefined : { address, port };
}

/** RFC 8489 §14.8 */
function readError(attributes: ReadonlyMap<number, Attribute>): Result<StunAnswer, StunFailure> {
  const error = attributes.get(attributeTypes.errorCode);
  if (error === undefined || error.value.length < 4) return refused("bad-attribute", error?.offset ?? headerOctets);
  const hundreds = (error.value[2] ?? 0) & 0x7;
  const rest = error.value[3] ?? 0;
  if (hundreds < 3 || hundreds > 6 || rest > 99) return refused("bad-attribute", error.offset);
  return ok({
    kind: "error",
    code: hundreds * 100 + rest,
    reason: Buffer.from(error.value.subarray(4)).toString("utf8"),
  });
}

/**
 * CRC-32 of everything before the attribute, with the length in the header already counting it, combined with `STUN`.
 * RFC 8489 §14.7
 */
function fingerprintOf(covered: Uint8Array): number {
  return (crc32(covered) ^ 0x5354554e) >>> 0;
}

function refused(code: StunFailure["code"], offset: number): { readonly ok: false } & StunFailure {
  return failure({ code, offset });
}
