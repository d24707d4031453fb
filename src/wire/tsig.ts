import { timingSafeEqual } from "node:crypto";
import { assert } from "../core/assert.ts";
import type { Instant } from "../core/clock.ts";
import type { OwnerName } from "../core/name.ts";
import { codeOfType } from "../core/rr-type.ts";
import type { Decoded, DecodeFailure } from "./decode.ts";
import { headerLength, readHeader } from "./header.ts";
import { codeOfTsigError } from "./rcode.ts";
import { skipName } from "./read-name.ts";
import { Reader } from "./reader.ts";
import { readRecordHead, skipRecord } from "./record.ts";
import { codeOfClass } from "./rr-class.ts";
import type { TsigKey } from "./tsig-key.ts";
import { readTsigBody, type TsigRecord, tsigLength, writeTsig } from "./tsig-record.ts";
import { largestMessage, Writer } from "./writer.ts";

/** Signs messages with a shared key and checks such signatures. RFC 8945 */

/** Seconds by which two clocks may differ. RFC 8945 §10 recommends 300. */
export const usualFudge = 300;

/** A MAC cut shorter than this, or than half the hash, is no MAC. RFC 8945 §5.2.2.1 */
const shortestMac = 10;

const additionalCountAt = 10;

export interface SignOptions {
  readonly now: Instant;
  /** Seconds; default `usualFudge`. */
  readonly fudge?: number;
  /** In a response: the MAC of the request, which ties both together. RFC 8945 §5.3 */
  readonly requestMac?: Uint8Array;
}

export interface SignedMessage {
  readonly octets: Uint8Array;
  /** What the answer's signature must cover. */
  readonly mac: Uint8Array;
}

/** Signs an encoded message that has no TSIG yet; it grows by `signatureLength(key)` octets. */
export function signMessage(octets: Uint8Array, key: TsigKey, options: SignOptions): SignedMessage {
  const record = unsignedRecord(octets, key.name, key.algorithmName, secondsOf(options.now), options.fudge);
  return sign(octets, key, record, options.requestMac);
}

/**
 * Signs a message that follows others in one answer, as transfers have them; only the timers of its record are covered.
 *
 * @param priorMac of the message before.
 *
 * RFC 8945 §5.3.1
 */
export function signNext(octets: Uint8Array, key: TsigKey, priorMac: Uint8Array, now: Instant): SignedMessage {
  const record = unsignedRecord(octets, key.name, key.algorithmName, secondsOf(now));
  const timers = new Writer(8);
  timers.uint48(record.timeSigned);
  timers.uint16(record.fudge);
  const mac = key.mac([lengthOf(priorMac), priorMac, octets, timers.finish()]);
  return { octets: append(octets, { ...record, mac }), mac };
}

/** Octets by which signing with a key makes a message longer; give it to `encodeMessage` as `reserve`. */
export function signatureLength(key: TsigKey): number {
  const record = unsignedRecord(new Uint8Array(headerLength), key.name, key.algorithmName, 0);
  return tsigLength(record) + key.macLength;
}

/** What checking a signature came to. */
export type Verification =
  | Verified
  | Refusal
  /** No TSIG: to be refused where one is needed; an answer to a signed request must be ignored. RFC 8945 §5.3 */
  | { readonly kind: "unsigned" }
  /** Answered with FORMERR. */
  | ({ readonly kind: "malformed" } & DecodeFailure)
  /**
   * An answer that says our key or signature was not accepted, and is itself unsigned: fit for a report, not for belief.
   * RFC 8945 §5.4
   */
  | { readonly kind: "error-reported"; readonly record: TsigRecord };

/** The key's holder sent this message, just now. An answer may still report BADTIME or BADTRUNC in `record.error`. */
export interface Verified {
  readonly kind: "verified";
  readonly key: TsigKey;
  readonly record: TsigRecord;
}

/** A signature that does not count. A server answers with NOTAUTH by way of `signRefusal`. RFC 8945 §5.2 */
export interface Refusal {
  readonly kind: "refused";
  readonly error: "BADKEY" | "BADSIG" | "BADTIME" | "BADTRUNC";
  readonly record: TsigRecord;
  /** Undefined with BADKEY. */
  readonly key: TsigKey | undefined;
}

export interface VerifyOptions {
  readonly now: Instant;
  /** Given when the message is an answer: the MAC of the request. */
  readonly requestMac?: Uint8Array;
}

/**
 * Checks the signature of a message as received, in the order of RFC 8945 §5.2: key, MAC, time, length of the MAC.
 *
 * `findKey` gives the key of a name; its algorithm must be the message's. Truncated MACs are understood and refused.
 */
export function verifyMessage(
  octets: Uint8Array,
  findKey: (name: OwnerName) => TsigKey | undefined,
  options: VerifyOptions,
): Verification {
  const found = findTsig(octets);
  if (!found.ok) return { kind: "malformed", code: found.code, offset: found.offset };
  if (found.value === undefined) return { kind: "unsigned" };
  const { record, start } = found.value;
  const isErrorAnswer = options.requestMac !== undefined && record.error !== "NOERROR";
  if (isErrorAnswer && record.mac.length === 0) return { kind: "error-reported", record };

  // RFC 8945 §5.2.1
  const key = findKey(record.keyName);
  if (key === undefined || !key.algorithmName.equals(record.algorithm)) {
    return { kind: "refused", error: "BADKEY", record, key: undefined };
  }
  // RFC 8945 §5.2.2.1
  const { length } = record.mac;
  if (length > key.macLength || length < Math.max(shortestMac, key.macLength / 2)) {
    return { kind: "malformed", code: "tsig-malformed", offset: start };
  }
  // RFC 8945 §5.2.2
  const expected = key.mac(digestParts(withoutTsig(octets, start, record), record, options.requestMac));
  if (!timingSafeEqual(expected.subarray(0, length), record.mac)) {
    return { kind: "refused", error: "BADSIG", record, key };
  }
  // RFC 8945 §5.2.3
  if (Math.abs(secondsOf(options.now) - record.timeSigned) > record.fudge) {
    return { kind: "refused", error: "BADTIME", record, key };
  }
  // RFC 8945 §5.2.4: our policy is the whole MAC.
  if (length < key.macLength) return { kind: "refused", error: "BADTRUNC", record, key };
  return { kind: "verified", key, record };
}

/**
 * Adds to an encoded NOTAUTH answer the TSIG that says why the request was refused; it needs up to six octets more than
 * `signatureLength`.
 *
 * Unsigned for BADKEY and BADSIG, since whoever asked may not have the key; else signed. RFC 8945 §5.3.2
 */
export function signRefusal(octets: Uint8Array, refusal: Refusal, now: Instant): Uint8Array {
  const { error, key, record } = refusal;
  // With BADTIME the time stays the client's, for whom the answer would be out of time too. RFC 8945 §5.2.3
  const timeSigned = error === "BADTRUNC" ? secondsOf(now) : record.timeSigned;
  const answer: TsigRecord = {
    ...unsignedRecord(octets, record.keyName, record.algorithm, timeSigned, record.fudge),
    error,
    otherData: error === "BADTIME" ? uint48Octets(secondsOf(now)) : new Uint8Array(0),
  };
  if (error === "BADKEY" || error === "BADSIG" || key === undefined) return append(octets, answer);
  return sign(octets, key, answer, record.mac).octets;
}

function sign(octets: Uint8Array, key: TsigKey, record: TsigRecord, requestMac: Uint8Array | undefined): SignedMessage {
  const mac = key.mac(digestParts(octets, record, requestMac));
  return { octets: append(octets, { ...record, mac }), mac };
}

function unsignedRecord(
  octets: Uint8Array,
  keyName: OwnerName,
  algorithm: OwnerName,
  timeSigned: number,
  fudge: number = usualFudge,
): TsigRecord {
  return {
    keyName,
    algorithm,
    timeSigned,
    fudge,
    mac: new Uint8Array(0),
    originalId: new Reader(octets).uint16(),
    error: "NOERROR",
    otherData: new Uint8Array(0),
  };
}

/** What the MAC covers, in order. RFC 8945 §4.3 */
function digestParts(
  message: Uint8Array,
  record: TsigRecord,
  requestMac: Uint8Array | undefined,
): readonly Uint8Array[] {
  const variables = new Writer();
  // RFC 8945 §4.3.3: names in canonical form.
  variables.write(record.keyName.canonicalWire);
  variables.uint16(codeOfClass("ANY"));
  variables.uint32(0);
  variables.write(record.algorithm.canonicalWire);
  variables.uint48(record.timeSigned);
  variables.uint16(record.fudge);
  variables.uint16(codeOfTsigError(record.error));
  variables.uint16(record.otherData.length);
  variables.write(record.otherData);
  if (requestMac === undefined) return [message, variables.finish()];
  return [lengthOf(requestMac), requestMac, message, variables.finish()];
}

function lengthOf(mac: Uint8Array): Uint8Array {
  return Uint8Array.of(mac.length >>> 8, mac.length);
}

function append(octets: Uint8Array, record: TsigRecord): Uint8Array {
  const reader = new Reader(octets, additionalCountAt);
  const additionalCount = reader.uint16();
  assert(reader.failure === undefined && additionalCount < 0xffff, "a whole message with room for one record");
  const writer = new Writer(largestMessage);
  writer.write(octets);
  writeTsig(writer, record);
  writer.patchUint16(additionalCountAt, additionalCount + 1);
  return writer.finish();
}

/** The message as it was before it was signed and perhaps forwarded under another id. RFC 8945 §5.2.2 */
export function withoutTsig(octets: Uint8Array, start: number, record: TsigRecord): Uint8Array {
  const writer = new Writer(start);
  writer.write(octets.subarray(0, start));
  writer.patchUint16(0, record.originalId);
  writer.patchUint16(additionalCountAt, new Reader(octets, additionalCountAt).uint16() - 1);
  return writer.finish();
}

/** A message without its signature, under the id it was signed with; undefined when it has none that can be read. */
export function withoutSignature(octets: Uint8Array): Uint8Array | undefined {
  const found = findTsig(octets);
  if (!found.ok || found.value === undefined) return undefined;
  return withoutTsig(octets, found.value.start, found.value.record);
}

/** The TSIG record and where it begins; any place but the last is a failure. RFC 8945 §5.1 */
export function findTsig(
  octets: Uint8Array,
): Decoded<{ readonly record: TsigRecord; readonly start: number } | undefined> {
  const tsigType = codeOfType("TSIG");
  const reader = new Reader(octets);
  const header = readHeader(reader);
  for (let left = header.questionCount; left > 0 && reader.failure === undefined; left -= 1) {
    skipName(reader);
    reader.skip(4);
  }
  const recordCount = header.answerCount + header.authorityCount + header.additionalCount;
  for (let left = recordCount; left > 0 && reader.failure === undefined; left -= 1) {
    const start = reader.offset;
    if (skipRecord(reader) !== tsigType) continue;
    if (left > 1 || header.additionalCount === 0) reader.fail("tsig-misplaced", start);
    if (reader.failure !== undefined) break;
    const inner = new Reader(octets, start);
    const record = readTsigBody(inner, readRecordHead(inner));
    return inner.finishAtEnd({ record, start });
  }
  return reader.finishAtEnd(undefined);
}

function secondsOf(now: Instant): number {
  return Math.floor(now / 1000);
}

function uint48Octets(value: number): Uint8Array {
  const writer = new Writer(6);
  writer.uint48(value);
  return writer.finish();
}
