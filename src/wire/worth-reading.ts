import { headerLength, readHeader } from "./header.ts";
import { Reader } from "./reader.ts";

/** Octets and records of the largest message that is read for somebody who has not shown who it is. */
const mostOctets = 4_096;
const mostRecords = 64;

/**
 * True when a message is worth reading for a stranger: 64 KiB of records that all point to one long name take a twentieth
 * of a second, in which no query is answered.
 */
export function isWorthReading(octets: Uint8Array): boolean {
  const header = readHeader(new Reader(octets.subarray(0, headerLength)));
  const records = header.questionCount + header.answerCount + header.authorityCount + header.additionalCount;
  return octets.length <= mostOctets && records <= mostRecords;
}

/** What tells its answer from others; all that is looked at in a message not worth reading. RFC 1035 §4.1.1 */
export function idOf(octets: Uint8Array): number {
  return new Reader(octets.subarray(0, headerLength)).uint16();
}
