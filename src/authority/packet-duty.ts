import { handedOver } from "../core/packet-sockets.ts";
import type { Answerer } from "./answer.ts";
import { classifyMessage, isSignedQuery } from "./classify.ts";
import type { Querier } from "./compose.ts";

/** Divides the messages that reach a query thread: what the zone table can answer, and what needs the rest of the server. */

/**
 * Answers a query in its place, as `Answerer.answer` does. Everything that is no query (UPDATE, NOTIFY, opcodes nobody knows)
 * or signed is the server's: threads have neither journal nor keys.
 */
export function answerQuery(
  answerer: Answerer,
  message: Uint8Array,
  start: number,
  end: number,
  querier: Querier,
): number {
  const kind = classifyMessage(message, start, end);
  const isOurs = kind === "unanswerable" || (kind === "query" && !isSignedQuery(message, start, end));
  return isOurs ? answerer.answer(message, start, end, "datagram", querier) : handedOver;
}
