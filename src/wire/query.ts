import { assert } from "../core/assert.ts";
import type { OwnerName } from "../core/name.ts";
import { equalOctets } from "../core/octets.ts";
import { type Random, random16 } from "../core/random.ts";
import type { RRType } from "../core/rr-type.ts";
import type { EdnsOption } from "./edns.ts";
import { flagBits, headerLength, noFlags } from "./header.ts";
import { emptyMessage, encodeMessage } from "./message.ts";
import { codeOfOpcode } from "./opcode.ts";
import { decodeQuestionHead } from "./question.ts";
import type { RRClass } from "./rr-class.ts";
import { largestMessage } from "./writer.ts";

/** Queries for those who ask: building one, and recognising its answer among what arrives. */

/** Fits the smallest IPv6 link (1280 octets) without fragments, as DNS Flag Day 2020 agreed. */
export const safePayloadOctets = 1232;

export interface Query {
  readonly name: OwnerName;
  readonly type: RRType;
  /** Default IN. */
  readonly class?: RRClass;
  /** Sets RD: for resolvers true, for the zone's own servers false. */
  readonly isRecursive: boolean;
  /** Largest UDP answer we take; default `safePayloadOctets`. */
  readonly payloadOctets?: number;
  readonly options?: readonly EdnsOption[];
}

/** The octets of a query with EDNS and an id nobody can guess. */
export function encodeQuery(query: Query, random: Random): Uint8Array {
  const message = {
    ...emptyMessage,
    id: random16(random),
    flags: { ...noFlags, rd: query.isRecursive },
    question: [{ name: query.name, type: query.type, class: query.class ?? "IN" }],
    edns: {
      version: 0,
      payloadOctets: query.payloadOctets ?? safePayloadOctets,
      isDnssecOk: false,
      options: query.options ?? [],
    },
  };
  const encoded = encodeMessage(message, largestMessage);
  assert(encoded.ok, "one question fits any message");
  return encoded.value.octets;
}

/**
 * True when `answer` can be the response to `request`: id, QR, opcode and question, the name compared case by case, so
 * that a forger would have to guess the case too. RFC 5452 §9.1
 *
 * Only header and question are looked at: what else the octets hold, decoding tells. An UPDATE may be answered without
 * the question. RFC 2136 §3.8
 */
export function isAnswerTo(request: Uint8Array, answer: Uint8Array): boolean {
  const asked = decodeQuestionHead(request);
  assert(asked.ok && asked.value.questionCount === 1, "a request has one question");
  const [idHigh, idLow, flagsHigh = 0, , countHigh, countLow] = answer;
  const isResponse = (flagsHigh & (flagBits.qr >>> 8)) !== 0;
  const opcode = (flagsHigh >>> 3) & 0xf;
  if (answer.length < headerLength || !isResponse || opcode !== asked.value.opcode) return false;
  if (idHigh !== request[0] || idLow !== request[1] || countHigh !== 0) return false;
  if (countLow === 0) return opcode === codeOfOpcode("UPDATE");
  const { end } = asked.value;
  return countLow === 1 && equalOctets(answer.subarray(headerLength, end), request.subarray(headerLength, end));
}
