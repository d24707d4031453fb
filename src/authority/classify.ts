import { headerOctets, opcodeCode } from "./codes.ts";

/** Says from the header alone whose business a message is, before anything else of it is looked at. */

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
