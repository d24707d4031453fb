import { type Opcode, codeOfOpcode, opcodeOfCode } from "./opcode.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

/** The twelve octets every message begins with. RFC 1035 §4.1.1 */

export const headerLength = 12;

/** Bits of the second 16-bit field. RFC 1035 §4.1.1; AD and CD: RFC 4035 §3.1.6, §3.2.2 */
export const flagBits = {
  qr: 0x8000,
  aa: 0x0400,
  tc: 0x0200,
  rd: 0x0100,
  ra: 0x0080,
  ad: 0x0020,
  cd: 0x0010,
} as const;

/** The one-bit flags, under the names the protocol gives them. */
export interface MessageFlags {
  /** A response; false for a request. */
  readonly qr: boolean;
  /** The answering server is an authority for the name. */
  readonly aa: boolean;
  /** Cut to fit; the whole answer is to be had over TCP. */
  readonly tc: boolean;
  /** Recursion is wanted; a response repeats it. */
  readonly rd: boolean;
  /** Recursion is offered. */
  readonly ra: boolean;
  /** All data is authentic by DNSSEC; in a query: tell me whether it is. RFC 6840 §5.7 */
  readonly ad: boolean;
  /** The asker checks DNSSEC itself. */
  readonly cd: boolean;
}

export const noFlags: MessageFlags = { qr: false, aa: false, tc: false, rd: false, ra: false, ad: false, cd: false };

export interface Header {
  readonly id: number;
  readonly opcode: Opcode;
  readonly flags: MessageFlags;
  /** The lower four bits of the response code; the upper eight are in OPT. */
  readonly lowRcode: number;
  readonly questionCount: number;
  readonly answerCount: number;
  readonly authorityCount: number;
  readonly additionalCount: number;
}

export function readHeader(reader: Reader): Header {
  const id = reader.uint16();
  const bits = reader.uint16();
  return {
    id,
    opcode: opcodeOfCode((bits >>> 11) & 0xf),
    flags: {
      qr: (bits & flagBits.qr) !== 0,
      aa: (bits & flagBits.aa) !== 0,
      tc: (bits & flagBits.tc) !== 0,
      rd: (bits & flagBits.rd) !== 0,
      ra: (bits & flagBits.ra) !== 0,
      ad: (bits & flagBits.ad) !== 0,
      cd: (bits & flagBits.cd) !== 0,
    },
    lowRcode: bits & 0xf,
    questionCount: reader.uint16(),
    answerCount: reader.uint16(),
    authorityCount: reader.uint16(),
    additionalCount: reader.uint16(),
  };
}

export function writeHeader(writer: Writer, header: Header): void {
  writer.uint16(header.id);
  writer.uint16(secondField(header.opcode, header.flags, header.lowRcode));
  writer.uint16(header.questionCount);
  writer.uint16(header.answerCount);
  writer.uint16(header.authorityCount);
  writer.uint16(header.additionalCount);
}

/** Replaces opcode, flags and response code of a header already written at the start. */
export function patchFlags(writer: Writer, opcode: Opcode, flags: MessageFlags, lowRcode: number): void {
  writer.patchUint16(2, secondField(opcode, flags, lowRcode));
}

/** Replaces the record counts of a header already written at the start. */
export function patchCounts(
  writer: Writer,
  answerCount: number,
  authorityCount: number,
  additionalCount: number,
): void {
  writer.patchUint16(6, answerCount);
  writer.patchUint16(8, authorityCount);
  writer.patchUint16(10, additionalCount);
}

function secondField(opcode: Opcode, flags: MessageFlags, lowRcode: number): number {
  let bits = (codeOfOpcode(opcode) << 11) | lowRcode;
  if (flags.qr) bits |= flagBits.qr;
  if (flags.aa) bits |= flagBits.aa;
  if (flags.tc) bits |= flagBits.tc;
  if (flags.rd) bits |= flagBits.rd;
  if (flags.ra) bits |= flagBits.ra;
  if (flags.ad) bits |= flagBits.ad;
  if (flags.cd) bits |= flagBits.cd;
  return bits;
}
