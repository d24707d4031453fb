import { headerOctets, opcodeCode, typeCode } from "./codes.ts";
import { uint16 } from "./numbers.ts";

/** Says from the header, and of queries the question, whose business a message is, before anything else is looked at. */

/**
 * - `query`: asks something of the zones.
 * - `update`: wants to change them (RFC 2136).
 * - `notify`: says that a primary has changed (RFC 1996).
 * - `other`: an opcode we have nothing for.
 * - `unanswerable`: a response, or too short to answer. Answering those is how two servers end up talking for ever.
 */
export type MessageKind = "query" | "update" | "notify" | "other" | "unanswerable";

/** Classifies the message between two offsets. */
export function classifyMessage(message: Uint8Array, start: number, end: number): MessageKind {
  if (end - start < headerOctets) return "unanswerable";
  const bits = message[start + 2] ?? 0;
  if ((bits & 0x80) !== 0) return "unanswerable";
  const opcode = (bits >>> 3) & 0xf;
  if (opcode === opcodeCode.QUERY) return "query";
  if (opcode === opcodeCode.UPDATE) return "update";
  return opcode === opcodeCode.NOTIFY ? "notify" : "other";
}

/** True for a query whose first question is for a transfer. RFC 5936 §2.1, RFC 1995 §3 */
export function asksForTransfer(message: Uint8Array): boolean {
  if (classifyMessage(message, 0, message.length) !== "query") return false;
  let at = headerOctets;
  for (let label = message[at] ?? 0; label !== 0; label = message[at] ?? 0) {
    // Nothing precedes the first name that it could point to.
    if (label > 63) return false;
    at += label + 1;
  }
  const type = uint16(message, at + 1);
  return type === typeCode.AXFR || type === typeCode.IXFR;
}

/** A signature has the name of its algorithm, times, a MAC and lengths; no OPT that is seen in practice is as long. */
const shortestSigned = headerOctets + 5 + 60;

/** Octets of a record between its owner and its RDATA. */
const fixedOctets = 10;

/** True for a query whose last record is a TSIG: it takes keys to answer. RFC 8945 §5.1 */
export function isSignedQuery(message: Uint8Array, start: number, end: number): boolean {
  if (end - start < shortestSigned || classifyMessage(message, start, end) !== "query") return false;
  const additional = uint16(message, start + 10);
  if (additional === 0 || uint16(message, start + 4) !== 1) return false;
  let at = skipOwner(message, start + headerOctets, end) + 4;
  const records = uint16(message, start + 6) + uint16(message, start + 8) + additional;
  for (let index = 1; at < end; index += 1) {
    const behind = skipOwner(message, at, end);
    if (index === records) return uint16(message, behind) === typeCode.TSIG;
    at = behind + fixedOctets + uint16(message, behind + 8);
  }
  return false;
}

/** Where a name ends, compressed or not; beyond the message when it does not. */
function skipOwner(message: Uint8Array, from: number, end: number): number {
  let at = from;
  for (let label = message[at] ?? 0; label !== 0 && at < end; label = message[at] ?? 0) {
    if (label > 63) return at + 2;
    at += label + 1;
  }
  return at + 1;
}
