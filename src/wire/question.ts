import type { OwnerName } from "../core/name.ts";
import { codeOfType, type RRType, typeOfCode } from "../core/rr-type.ts";
import type { Decoded } from "./decode.ts";
import { headerLength } from "./header.ts";
import { readName, skipName } from "./read-name.ts";
import { Reader } from "./reader.ts";
import { classOfCode, codeOfClass, type RRClass } from "./rr-class.ts";
import type { Writer } from "./writer.ts";

/** Questions, and a way to read the first one without decoding the rest. RFC 1035 §4.1.2 */

/** QNAME, QTYPE and QCLASS; in UPDATE the zone. RFC 2136 §2.3 */
export interface Question {
  /** Case as asked: the response must repeat it. RFC 1035 §4.1.2, RFC 4343 §4.1 */
  readonly name: OwnerName;
  readonly type: RRType;
  readonly class: RRClass;
}

export function readQuestion(reader: Reader): Question {
  return { name: readName(reader), type: typeOfCode(reader.uint16()), class: classOfCode(reader.uint16()) };
}

export function writeQuestion(writer: Writer, question: Question): void {
  writer.compressedName(question.name.wire);
  writer.uint16(codeOfType(question.type));
  writer.uint16(codeOfClass(question.class));
}

/**
 * Header and first question as bare numbers, for those who answer most packets without looking further.
 *
 * The question's name stands uncompressed in the packet from octet 12 to `nameEnd`, its root octet included.
 */
export interface QuestionHead {
  readonly id: number;
  /** The second 16-bit field of the header; its bits are in `flagBits`. */
  readonly bits: number;
  /** The opcode's number, 0 for QUERY. */
  readonly opcode: number;
  readonly questionCount: number;
  readonly answerCount: number;
  readonly authorityCount: number;
  readonly additionalCount: number;
  readonly nameEnd: number;
  readonly type: number;
  readonly class: number;
  /** Where the first question ends and what follows it begins. */
  readonly end: number;
}

/** Reads the header and the first question; a packet without a question is a failure. */
export function decodeQuestionHead(octets: Uint8Array): Decoded<QuestionHead> {
  const reader = new Reader(octets);
  const id = reader.uint16();
  const bits = reader.uint16();
  const questionCount = reader.uint16();
  const answerCount = reader.uint16();
  const authorityCount = reader.uint16();
  const additionalCount = reader.uint16();
  if (reader.failure === undefined && questionCount === 0) reader.fail("no-question");
  // Behind the header nothing but the header could be pointed to, so the first name is never compressed.
  const length = skipName(reader);
  const nameEnd = reader.offset;
  if (reader.failure === undefined && nameEnd !== headerLength + length) reader.fail("bad-pointer", headerLength);
  return reader.finish({
    id,
    bits,
    opcode: (bits >>> 11) & 0xf,
    questionCount,
    answerCount,
    authorityCount,
    additionalCount,
    nameEnd,
    type: reader.uint16(),
    class: reader.uint16(),
    end: reader.offset,
  });
}
