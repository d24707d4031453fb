import { headerOctets, typeCode } from "./codes.ts";
import { recordAfter, recordHeadOctets, typeAt } from "./owner-block.ts";

/**
 * Turns one request after the other into its response, where it stands: header, question as asked, RRsets by section,
 * OPT. Whole RRsets only, and never beyond the limit. Owners are compression pointers, to the question or to a name in RDATA that was written before.
 */

export type Section = "answer" | "authority" | "additional";

/** A pointer's offset has 14 bits. RFC 1035 §4.1.4 */
const largestPointer = 0x3fff;

/** OPT without options: root owner, type, class, TTL and RDLENGTH. RFC 6891 §6.1.2 */
const optOctets = 11;

/** The UDP payload we can take ourselves, in octets; DNS Flag Day 2020 agreed on it. */
const ownPayloadOctets = 1232;

/** Names that records point to are remembered up to this many; more never fit a UDP answer. */
const mostTargets = 128;

/** No extended error. */
export const noError = -1;

/** Kinds of answers that are counted apart: an attacker can have many of some of them for nothing. */
export const answerKind = { error: 0, records: 1, nodata: 2, nxdomain: 3, referral: 4, identity: 5 } as const;
export type AnswerKind = (typeof answerKind)[keyof typeof answerKind];

export class ResponseWriter {
  rcode = 0;
  isAuthoritative = false;
  isTruncated = false;
  /** Why there is no answer; `noError` where there is one, or nobody would be helped. RFC 8914 §4 */
  extendedError: number = noError;
  /** What kind of answer it is and what it tells of, for whoever counts answers. */
  kind: AnswerKind = answerKind.error;
  subject = 0;
  /** Names in RDATA whose addresses are of use, by their offsets in the message. RFC 1034 §4.3.2 step 6 */
  readonly targets: Uint16Array = new Uint16Array(mostTargets);
  targetCount = 0;
  /** The type of the records that name them. */
  targetType = 0;
  /** The octets written to; the message begins at `start`. */
  octets: Uint8Array = new Uint8Array();
  start = 0;
  #bodyStart = 0;
  #at = 0;
  /** Index of the first octet that may not be written. */
  #limit = 0;
  #answerCount = 0;
  #authorityCount = 0;
  #additionalCount = 0;

  /** Begins a response over its request, of which header and question stay. */
  begin(message: Uint8Array, start: number, questionEnd: number): void {
    this.octets = message;
    this.start = start;
    this.#bodyStart = questionEnd;
    this.clear();
  }

  /** Limits the message to so many octets, OPT and its options included if there is going to be one. */
  limitTo(octets: number, hasEdns: boolean, optionOctets: number): void {
    this.#limit = this.start + octets - (hasEdns ? optOctets + optionOctets : 0);
  }

  /** Forgets everything behind the question. */
  clear(): void {
    this.#at = this.#bodyStart;
    this.#answerCount = 0;
    this.#authorityCount = 0;
    this.#additionalCount = 0;
    this.targetCount = 0;
    this.rcode = 0;
    this.isAuthoritative = false;
    this.isTruncated = false;
    this.extendedError = noError;
    this.kind = answerKind.error;
    this.subject = 0;
  }

  /** Where the next octet will be in the message. */
  get offset(): number {
    return this.#at - this.start;
  }

  /**
   * Copies the records of one RRset from the table.
   *
   * @param owner offset of the owner's name in the message.
   * @returns false, with nothing written, when they do not fit.
   */
  putRRset(section: Section, owner: number, table: Uint8Array, first: number, end: number): boolean {
    let count = 0;
    for (let record = first; record < end; record = recordAfter(table, record)) count += 1;
    if (this.#at + (end - first) + 2 * count > this.#limit || owner > largestPointer) return false;
    const type = typeAt(table, first);
    const hasTargets = section !== "additional" && isPointing(type);
    const { octets } = this;
    let at = this.#at;
    for (let record = first; record < end; ) {
      const next = recordAfter(table, record);
      octets[at] = 0xc0 | (owner >>> 8);
      octets[at + 1] = owner & 0xff;
      at += 2;
      if (hasTargets) this.#rememberTarget(type, owner, table, record, at - this.start);
      while (record < next) {
        octets[at] = table[record] ?? 0;
        at += 1;
        record += 1;
      }
    }
    this.#at = at;
    this.#count(section, count);
    return true;
  }

  /**
   * Writes the CNAME that a DNAME means for a name: the labels before the DNAME's owner, then its target, in the case they
   * were written in, with the DNAME's TTL. RFC 6672 §3.1
   *
   * @param owner offset of the name in the message; its first `below` octets are those labels.
   * @param first the DNAME in the table, the whole of which ends at `end`.
   */
  putSynthesizedAlias(owner: number, below: number, table: Uint8Array, first: number, end: number): boolean {
    const target = end - first - recordHeadOctets;
    if (this.#at + 2 + recordHeadOctets + below + target > this.#limit || owner > largestPointer) return false;
    const { octets, start } = this;
    let at = this.#at;
    octets[at] = 0xc0 | (owner >>> 8);
    octets[at + 1] = owner & 0xff;
    at += 2;
    for (let index = 0; index < recordHeadOctets; index += 1) octets[at + index] = table[first + index] ?? 0;
    octets[at + 1] = typeCode.CNAME;
    octets[at + 8] = (below + target) >>> 8;
    octets[at + 9] = (below + target) & 0xff;
    at += recordHeadOctets;
    for (let index = 0; index < below; index += 1) octets[at + index] = octets[start + owner + index] ?? 0;
    at += below;
    for (let index = 0; index < target; index += 1) octets[at + index] = table[first + recordHeadOctets + index] ?? 0;
    this.#at = at + target;
    this.#answerCount += 1;
    return true;
  }

  /** Replaces the TTL of a single record without looking at it again; `record` is its offset in the message. */
  setTtl(record: number, ttl: number): void {
    // Behind the pointer, type and class.
    const at = this.start + record + 6;
    this.octets[at] = ttl >>> 24;
    this.octets[at + 1] = (ttl >>> 16) & 0xff;
    this.octets[at + 2] = (ttl >>> 8) & 0xff;
    this.octets[at + 3] = ttl & 0xff;
  }

  /** Writes an answer with TTL 0 that is in no zone. False when it does not fit. */
  putOwnRecord(type: number, rrClass: number, owner: number, rdata: Uint8Array): boolean {
    const { octets } = this;
    const at = this.#at;
    if (at + 2 + recordHeadOctets + rdata.length > this.#limit) return false;
    octets.fill(0, at, at + 2 + recordHeadOctets);
    octets[at] = 0xc0 | (owner >>> 8);
    octets[at + 1] = owner & 0xff;
    octets[at + 2] = type >>> 8;
    octets[at + 3] = type & 0xff;
    octets[at + 5] = rrClass;
    octets[at + 10] = rdata.length >>> 8;
    octets[at + 11] = rdata.length & 0xff;
    octets.set(rdata, at + 2 + recordHeadOctets);
    this.#at = at + 2 + recordHeadOctets + rdata.length;
    this.#answerCount += 1;
    return true;
  }

  /** OPT comes last; room for it was kept. A response has one whenever the query had. RFC 6891 §6.1.1, §7 */
  putOpt(isDnssecOk: boolean, options: Uint8Array, optionOctets: number): void {
    const { octets } = this;
    const at = this.#at;
    octets[at] = 0;
    octets[at + 1] = 0;
    octets[at + 2] = typeCode.OPT;
    octets[at + 3] = ownPayloadOctets >>> 8;
    octets[at + 4] = ownPayloadOctets & 0xff;
    octets[at + 5] = this.rcode >>> 4;
    octets[at + 6] = 0;
    octets[at + 7] = isDnssecOk ? 0x80 : 0;
    octets[at + 8] = 0;
    octets[at + 9] = optionOctets >>> 8;
    octets[at + 10] = optionOctets & 0xff;
    for (let index = 0; index < optionOctets; index += 1) octets[at + optOctets + index] = options[index] ?? 0;
    this.#at = at + optOctets + optionOctets;
    this.#additionalCount += 1;
  }

  /** Fills in flags and counts. @returns the octets of the whole message. */
  finish(): number {
    const { octets, start } = this;
    const flags = octets[start + 2] ?? 0;
    // Opcode and RD are repeated; RA, AD and CD stay clear in what an authority says. RFC 1035 §4.1.1, RFC 4035 §3.1.6
    octets[start + 2] = 0x80 | (flags & 0x79) | (this.isAuthoritative ? 4 : 0) | (this.isTruncated ? 2 : 0);
    octets[start + 3] = this.rcode & 0xf;
    octets[start + 4] = 0;
    octets[start + 5] = this.#bodyStart - start > headerOctets ? 1 : 0;
    this.#putCount(start + 6, this.#answerCount);
    this.#putCount(start + 8, this.#authorityCount);
    this.#putCount(start + 10, this.#additionalCount);
    return this.#at - start;
  }

  #putCount(at: number, count: number): void {
    this.octets[at] = count >>> 8;
    this.octets[at + 1] = count & 0xff;
  }

  /** Notes the name in a record's RDATA; the record will be at an offset in the message. */
  #rememberTarget(type: number, owner: number, table: Uint8Array, record: number, offset: number): void {
    if (this.targetCount === mostTargets) return;
    const inRecord = targetIn(type, table, record);
    // "." means the owner itself. RFC 9460 §2.5.2
    this.targetType = type;
    const isOwner = (type === typeCode.SVCB || type === typeCode.HTTPS) && table[record + inRecord] === 0;
    this.targets[this.targetCount] = isOwner ? owner : offset + inRecord;
    this.targetCount += 1;
  }

  #count(section: Section, count: number): void {
    if (section === "answer") this.#answerCount += count;
    else if (section === "authority") this.#authorityCount += count;
    else this.#additionalCount += count;
  }
}

/** True for types with a name in their RDATA whose addresses a client will want. */
function isPointing(type: number): boolean {
  switch (type) {
    case typeCode.NS:
    case typeCode.MX:
    case typeCode.SRV:
    case typeCode.NAPTR:
    case typeCode.SVCB:
    case typeCode.HTTPS:
      return true;
    default:
      return false;
  }
}

/** Octets from a record's type to the name in its RDATA. */
function targetIn(type: number, table: Uint8Array, record: number): number {
  if (type === typeCode.NS) return recordHeadOctets;
  if (type === typeCode.SRV) return recordHeadOctets + 6;
  if (type !== typeCode.NAPTR) return recordHeadOctets + 2;
  // Order and preference, then flags, services and a regular expression, each with its length in front. RFC 3403 §4.1
  let at = recordHeadOctets + 4;
  for (let text = 0; text < 3; text += 1) at += 1 + (table[record + at] ?? 0);
  return at;
}
