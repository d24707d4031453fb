import { Duration } from "../core/duration.ts";
import type { OwnerName } from "../core/name.ts";
import type { DatagramClient, Endpoint, FramedStreamClient, NetCode } from "../core/net.ts";
import type { Random } from "../core/random.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRType } from "../core/rr-type.ts";
import { decodeMessage, type Message } from "../wire/message.ts";
import { encodeQuery, isAnswerTo } from "../wire/query.ts";

/** Puts one question to one DNS server: over UDP, and over TCP when the answer did not fit. Judges no answer. */

/** How long one server may take over one transport; far authoritative servers answer within half a second. */
export const answerTimeout: Duration = Duration.seconds(2);

/** What asking needs. */
export interface AskPorts {
  readonly datagrams: DatagramClient;
  readonly streams: FramedStreamClient;
  readonly random: Random;
}

/** Why there is no answer to judge. */
export interface AskFailure {
  readonly code: NetCode;
  readonly detail: string;
  /** False when the question cannot have left this host. */
  readonly wasSent: boolean;
}

/** Asks; the answer is a whole message to this very question. */
export async function askServer(
  server: Endpoint,
  question: { readonly name: OwnerName; readonly type: RRType; readonly isRecursive: boolean },
  ports: AskPorts,
  signal: AbortSignal | undefined,
): Promise<Result<Message, AskFailure>> {
  const query = encodeQuery(question, ports.random);
  const limits = { timeout: answerTimeout, ...(signal === undefined ? {} : { signal }) };
  const datagram = await ports.datagrams.exchange(server, query, (answer) => isAnswerTo(query, answer), limits);
  if (!datagram.ok) return datagram;
  const message = readAnswer(datagram.value);
  if (!message.ok || !message.value.flags.tc) return message;
  // RFC 2181 §9: what came cut short is left unread and asked for again over TCP.
  const stream = await ports.streams.exchange(server, query, limits);
  if (!stream.ok) return stream;
  return isAnswerTo(query, stream.value) ? readAnswer(stream.value) : unreadable("an answer to another question");
}

function readAnswer(octets: Uint8Array): Result<Message, AskFailure> {
  const message = decodeMessage(octets);
  return message.ok ? ok(message.value) : unreadable(`${message.code} at octet ${message.offset}`);
}

function unreadable(detail: string): Result<never, AskFailure> {
  return failure({ code: "answer-unreadable", detail, wasSent: true });
}
