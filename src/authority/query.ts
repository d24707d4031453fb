import { optionCode } from "../wire/edns.ts";
import { classCode, headerOctets, typeCode } from "./codes.ts";
import { FoldedName, malformed } from "./folded-name.ts";
import { uint16 } from "./numbers.ts";

/**
 * Reads what a query asks: its question, EDNS, and whether it is signed. Refuses what is malformed; what an answer to
 * it looks like is `answer.ts`'s. One object is used for many queries in turn.
 */

/** Whether a message can be answered from. */
export type QueryState =
  /** Question and EDNS are known. */
  | "readable"
  /** The question is known, but something behind it is not as it should be. */
  | "malformed-behind-question"
  /** Nothing is known but the header. */
  | "malformed";

/** Octets of a record between its owner and its RDATA. */
const fixedOctets = 10;

/** Least UDP payload every client takes, also when it says less. RFC 6891 §6.2.3 */
const smallestPayload = 512;

export class Query {
  readonly name: FoldedName;
  type = 0;
  class = 0;
  /** Where the question ends in the message read. */
  questionEnd = 0;
  hasEdns = false;
  /** Largest UDP answer the client takes, in octets; 512 without EDNS. */
  payloadOctets: number = smallestPayload;
  ednsVersion = 0;
  /** DNSSEC records are wanted. RFC 3225 §3 */
  isDnssecOk = false;
  /** The last record is a transaction signature. RFC 8945 §5.1 */
  isSigned = false;
  /** Where the octets of the first COOKIE option begin in the message read; 0 for none. RFC 7873 §5.2 */
  cookieAt = 0;
  cookieOctets = 0;
  /** RFC 5001 §2.1 */
  wantsNsid = false;
  /** RFC 7828 §3.2.1 */
  wantsKeepalive = false;

  constructor(seed: number) {
    this.name = new FoldedName(seed);
  }

  /** Reads the message between two offsets, at least a header long. */
  read(message: Uint8Array, start: number, end: number): QueryState {
    this.hasEdns = false;
    this.payloadOctets = smallestPayload;
    this.ednsVersion = 0;
    this.isDnssecOk = false;
    this.isSigned = false;
    this.cookieAt = 0;
    this.wantsNsid = false;
    this.wantsKeepalive = false;
    // Exactly one question. RFC 9619 §4
    if (uint16(message, start + 4) !== 1) return "malformed";
    const nameEnd = this.name.take(message, start + headerOctets, end);
    if (nameEnd === malformed || nameEnd + 4 > end) return "malformed";
    this.type = uint16(message, nameEnd);
    this.class = uint16(message, nameEnd + 2);
    this.questionEnd = nameEnd + 4;
    const before = uint16(message, start + 6) + uint16(message, start + 8);
    const additional = uint16(message, start + 10);
    const isReadable = this.#readRecords(message, nameEnd + 4, end, before, additional);
    return isReadable ? "readable" : "malformed-behind-question";
  }

  /** Walks the records behind the question; only the additional ones can mean anything in a query. */
  #readRecords(message: Uint8Array, from: number, end: number, before: number, additional: number): boolean {
    let at = from;
    for (let index = 0; index < before + additional; index += 1) {
      const ownerEnd = skipName(message, at, end);
      if (ownerEnd === malformed || ownerEnd + fixedOctets > end) return false;
      const next = ownerEnd + fixedOctets + uint16(message, ownerEnd + 8);
      // A signature comes last. RFC 8945 §5.1
      if (next > end || this.isSigned) return false;
      const type = uint16(message, ownerEnd);
      if (type === typeCode.OPT) {
        // One OPT, in the additional section, owned by the root. RFC 6891 §6.1.1
        if (index < before || this.hasEdns || ownerEnd !== at + 1) return false;
        if (!this.#readEdns(message, ownerEnd, next)) return false;
      } else if (type === typeCode.TSIG) {
        if (index < before) return false;
        this.isSigned = true;
      }
      at = next;
    }
    // Octets that belong to nothing mean that the counts, or something else, cannot be trusted.
    return at === end;
  }

  /** OPT keeps its fields where other records have class and TTL. RFC 6891 §6.1.2 */
  #readEdns(message: Uint8Array, at: number, end: number): boolean {
    this.hasEdns = true;
    this.payloadOctets = Math.max(uint16(message, at + 2), smallestPayload);
    this.ednsVersion = message[at + 5] ?? 0;
    this.isDnssecOk = ((message[at + 6] ?? 0) & 0x80) !== 0;
    let option = at + fixedOctets;
    while (option + 4 <= end) {
      const length = uint16(message, option + 2);
      this.#takeOption(uint16(message, option), option + 4, length);
      option += 4 + length;
    }
    return option === end;
  }

  #takeOption(code: number, at: number, length: number): void {
    if (code === optionCode.cookie && this.cookieAt === 0) {
      this.cookieAt = at;
      this.cookieOctets = length;
    } else if (code === optionCode.nsid) {
      this.wantsNsid = true;
    } else if (code === optionCode.tcpKeepalive) {
      this.wantsKeepalive = true;
    }
  }

  get isInternet(): boolean {
    return this.class === classCode.IN;
  }
}

/** Where a name ends, be it compressed or not; nothing is followed, so nothing can loop. */
function skipName(message: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const size = message[at] ?? 0;
    if (size === 0) return at + 1;
    if (size >= 0xc0) return at + 2;
    if (size > 63) return malformed;
    at += size + 1;
  }
  return malformed;
}
