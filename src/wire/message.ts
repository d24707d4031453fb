import { assert } from "../core/assert.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { codeOfType } from "../core/rr-type.ts";
import type { Decoded } from "./decode.ts";
import { type Edns, ednsOfHead, highRcodeOfHead, optLength, readOptions, writeOpt } from "./edns.ts";
import { type MessageFlags, noFlags, patchCounts, patchFlags, readHeader, writeHeader } from "./header.ts";
import type { Opcode } from "./opcode.ts";
import { type Question, readQuestion, writeQuestion } from "./question.ts";
import { type Rcode, codeOfRcode, rcodeOfCode } from "./rcode.ts";
import { Reader } from "./reader.ts";
import { type RecordHead, type ResourceRecord, readRecordBody, readRecordHead, writeRecord } from "./record.ts";
import { readTsigBody, type TsigRecord, tsigLength, writeTsig } from "./tsig-record.ts";
import { Writer } from "./writer.ts";

/** Whole DNS messages, bytes to values and back. RFC 1035 §4.1 */

/**
 * One message. UPDATE uses the same four sections under other names: zone, prerequisites, updates, additional data.
 * RFC 2136 §2
 */
export interface Message {
  readonly id: number;
  readonly opcode: Opcode;
  /** All twelve bits; codes above 15 need `edns`. */
  readonly rcode: Rcode;
  readonly flags: MessageFlags;
  readonly question: readonly Question[];
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  /** Without OPT and TSIG, which have fields of their own. */
  readonly additional: readonly ResourceRecord[];
  readonly edns: Edns | undefined;
  readonly tsig: TsigRecord | undefined;
}

/** A query without content; the parts of a message that matter are spread over it. */
export const emptyMessage: Message = {
  id: 0,
  opcode: "QUERY",
  rcode: "NOERROR",
  flags: noFlags,
  question: [],
  answer: [],
  authority: [],
  additional: [],
  edns: undefined,
  tsig: undefined,
};

const optType = codeOfType("OPT");
const tsigType = codeOfType("TSIG");

/** Decodes exactly one message; octets behind it are a failure. The result shares no memory with `octets`. */
export function decodeMessage(octets: Uint8Array): Decoded<Message> {
  const reader = new Reader(octets);
  const header = readHeader(reader);
  const question: Question[] = [];
  while (question.length < header.questionCount && reader.failure === undefined) question.push(readQuestion(reader));
  const answer = readSection(reader, header.answerCount);
  const authority = readSection(reader, header.authorityCount);
  const { additional, edns, tsig, highRcode } = readAdditional(reader, header.additionalCount);
  return reader.finishAtEnd({
    id: header.id,
    opcode: header.opcode,
    rcode: rcodeOfCode((highRcode << 4) | header.lowRcode),
    flags: header.flags,
    question,
    answer,
    authority,
    additional,
    edns,
    tsig,
  });
}

function readSection(reader: Reader, count: number): readonly ResourceRecord[] {
  const records: ResourceRecord[] = [];
  while (records.length < count && reader.failure === undefined) {
    const start = reader.offset;
    const head = readRecordHead(reader);
    // RFC 6891 §6.1.1 and RFC 8945 §5.1 put both into the additional section.
    if (head.type === optType) reader.fail("opt-misplaced", start);
    if (head.type === tsigType) reader.fail("tsig-misplaced", start);
    records.push(readRecordBody(reader, head));
  }
  return records;
}

interface Additional {
  readonly additional: readonly ResourceRecord[];
  readonly edns: Edns | undefined;
  readonly tsig: TsigRecord | undefined;
  readonly highRcode: number;
}

function readAdditional(reader: Reader, count: number): Additional {
  const additional: ResourceRecord[] = [];
  let edns: Edns | undefined;
  let tsig: TsigRecord | undefined;
  let highRcode = 0;
  for (let index = 0; index < count && reader.failure === undefined; index += 1) {
    const start = reader.offset;
    const head = readRecordHead(reader);
    if (head.type === optType) {
      // RFC 6891 §6.1.1: more than one is FORMERR.
      if (edns !== undefined) reader.fail("opt-repeated", start);
      edns = readOptBody(reader, head, start);
      highRcode = highRcodeOfHead(head);
    } else if (head.type === tsigType) {
      // RFC 8945 §5.1: anywhere but last, and so more than one too, is FORMERR.
      if (index !== count - 1) reader.fail("tsig-misplaced", start);
      tsig = readTsigBody(reader, head);
    } else {
      additional.push(readRecordBody(reader, head));
    }
  }
  return { additional, edns, tsig, highRcode };
}

function readOptBody(reader: Reader, head: RecordHead, start: number): Edns {
  if (!head.owner.isRoot) reader.fail("opt-owner-not-root", start);
  const outerEnd = reader.enter(head.rdataLength);
  const options = readOptions(reader);
  reader.leave(outerEnd);
  return ednsOfHead(head, options);
}

export interface EncodeOptions {
  /** Octets to keep free behind the message, for a signature that is added afterwards; default 0. */
  readonly reserve?: number;
  /** Additional records are glue without which a referral is useless: leaving them out sets TC too. RFC 9471 §3.1 */
  readonly isGlueRequired?: boolean;
}

export interface EncodedMessage {
  readonly octets: Uint8Array;
  /** TC is set because something was left out; false when the message itself came with TC. */
  readonly isTruncated: boolean;
}

/** A message that cannot be sent within the limit. */
export interface EncodeFailure {
  readonly code: "message-too-large";
}

/**
 * Encodes a message within `limit` octets.
 *
 * A response that does not fit is cut after its last whole RRset and gets TC; additional records are left out without
 * it, since nobody needs to ask again for them (RFC 2181 §9). OPT and TSIG are always kept. A request is never cut:
 * half an UPDATE is another update.
 */
export function encodeMessage(
  message: Message,
  limit: number,
  options: EncodeOptions = {},
): Result<EncodedMessage, EncodeFailure> {
  const { edns, tsig } = message;
  const rcode = codeOfRcode(message.rcode);
  assert(rcode < 16 || edns !== undefined, "a response code above 15 comes with EDNS");
  const trailer = (edns === undefined ? 0 : optLength(edns)) + (tsig === undefined ? 0 : tsigLength(tsig));
  const trailerCount = (edns === undefined ? 0 : 1) + (tsig === undefined ? 0 : 1);
  const writer = new Writer(limit);
  writer.reserve(trailer + (options.reserve ?? 0));
  writeHeader(writer, {
    id: message.id,
    opcode: message.opcode,
    flags: message.flags,
    lowRcode: rcode & 0xf,
    questionCount: message.question.length,
    answerCount: message.answer.length,
    authorityCount: message.authority.length,
    additionalCount: message.additional.length + trailerCount,
  });
  for (const question of message.question) writeQuestion(writer, question);
  if (writer.hasOverflowed) return failure({ code: "message-too-large" });

  const answerCount = writeSection(writer, message.answer);
  const isAnswerWhole = answerCount === message.answer.length;
  const authorityCount = isAnswerWhole ? writeSection(writer, message.authority) : 0;
  const isRequiredWhole = isAnswerWhole && authorityCount === message.authority.length;
  const additionalCount = isRequiredWhole ? writeSection(writer, message.additional) : 0;
  const isWhole = isRequiredWhole && additionalCount === message.additional.length;
  if (!isWhole && !message.flags.qr) return failure({ code: "message-too-large" });

  writer.release(trailer);
  if (edns !== undefined) writeOpt(writer, edns, rcode >>> 4);
  if (tsig !== undefined) writeTsig(writer, tsig);
  const isTruncated = !isRequiredWhole || (!isWhole && options.isGlueRequired === true);
  if (isTruncated) patchFlags(writer, message.opcode, { ...message.flags, tc: true }, rcode & 0xf);
  if (!isWhole) patchCounts(writer, answerCount, authorityCount, additionalCount + trailerCount);
  return ok({ octets: writer.finish(), isTruncated });
}

/** Writes RRset after RRset until one does not fit, and gives the number of records written. */
function writeSection(writer: Writer, records: readonly ResourceRecord[]): number {
  let written = 0;
  while (written < records.length) {
    const mark = writer.mark();
    const end = endOfRRset(records, written);
    for (const [index, record] of records.slice(written, end).entries()) {
      writeRecord(writer, record, index === 0 ? undefined : mark);
    }
    if (writer.hasOverflowed) {
      writer.rollBack(mark);
      return written;
    }
    written = end;
  }
  return written;
}

/** The records of an RRset stand together; this is where the one that begins at `start` ends. */
function endOfRRset(records: readonly ResourceRecord[], start: number): number {
  const first = records[start];
  let end = start + 1;
  for (let next = records[end]; first !== undefined && next !== undefined && isSameRRset(first, next); ) {
    end += 1;
    next = records[end];
  }
  return end;
}

function isSameRRset(a: ResourceRecord, b: ResourceRecord): boolean {
  return a.type === b.type && a.class === b.class && (a.owner === b.owner || a.owner.equals(b.owner));
}
