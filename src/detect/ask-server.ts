import { Address } from "../core/address.ts";
import { type Clock, wait } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { DatagramClient, Endpoint, FramedStreamClient, HostLookup, NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { SourceFailure } from "../core/verdict.ts";
import type { AskLimits } from "./source.ts";

/**
 * Asks a server over UDP, where packets get lost, or over TLS; hosts have several addresses. Knows no protocol above.
 */

export interface UdpPorts {
  readonly datagrams: DatagramClient;
  readonly lookup: HostLookup;
  readonly clock: Clock;
}

/** Whom to ask, and what. */
interface Question {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
  /** The conversation uses this family only, so that the answer is about it. */
  readonly family: Family;
  readonly request: Uint8Array;
  readonly isAnswer: (payload: Uint8Array) => boolean;
}

export interface UdpQuestion extends Question {
  /** The request is sent again after this pause; each further pause is twice as long. */
  readonly firstPause: Duration;
}

/** Sends the request over UDP until an answer comes or time is up. */
export async function askServer(
  question: UdpQuestion,
  ports: UdpPorts,
  limits: AskLimits,
): Promise<Result<Uint8Array, SourceFailure>> {
  return askOneByOne(question, ports.lookup, limits, (server) => askRepeatedly(server, question, ports, limits));
}

export interface TlsPorts {
  readonly streams: FramedStreamClient;
  readonly lookup: HostLookup;
}

export interface TlsQuestion extends Question {
  /** The name, or the address, that the server's certificate must be for. */
  readonly authenticationName: string;
}

/** Asks once over TLS; nothing is sent before the server has proved who it is. */
export async function askOverTls(
  question: TlsQuestion,
  ports: TlsPorts,
  limits: AskLimits,
): Promise<Result<Uint8Array, SourceFailure>> {
  const { request, isAnswer, authenticationName } = question;
  return askOneByOne(question, ports.lookup, limits, async (server) => {
    const answer = await ports.streams.exchange(server, request, limits, { authenticationName });
    if (!answer.ok) return failure({ code: answer.code, detail: answer.detail });
    return isAnswer(answer.value)
      ? answer
      : failure({ code: "answer-unreadable", detail: "an answer to another question" });
  });
}

/** A further address of the host is tried when one refuses at once; after silence there is no time left for it. */
async function askOneByOne(
  question: Question,
  lookup: HostLookup,
  limits: AskLimits,
  ask: (server: Endpoint) => Promise<Result<Uint8Array, SourceFailure>>,
): Promise<Result<Uint8Array, SourceFailure>> {
  const addresses = await addressesOf(question, lookup, limits.signal);
  if (!addresses.ok) return failure({ code: addresses.code, detail: addresses.detail });
  let last: Result<Uint8Array, SourceFailure> = failure({ code: "unreachable", detail: "no address to ask" });
  for (const address of addresses.value) {
    last = await ask({ address, port: question.port });
    if (last.ok || (last.code !== "connection-refused" && last.code !== "unreachable")) return last;
  }
  return last;
}

async function addressesOf(
  { host, family }: Question,
  lookup: HostLookup,
  signal: AbortSignal,
): Promise<Result<readonly Address[], NetFailure>> {
  const literal = Address.parse(host);
  if (!literal.ok) return lookup.addresses(host, family, signal);
  if (literal.value.family === family) return ok([literal.value]);
  return failure({ code: "unreachable", detail: `${host} is no ${family} address`, wasSent: false });
}

/** Earlier sends go on listening, so a slow answer is not lost to the repetition that it crosses. */
async function askRepeatedly(
  server: Endpoint,
  question: UdpQuestion,
  ports: UdpPorts,
  limits: AskLimits,
): Promise<Result<Uint8Array, SourceFailure>> {
  const others = new AbortController();
  const signal = AbortSignal.any([limits.signal, others.signal]);
  const sends: Promise<Result<Uint8Array, NetFailure>>[] = [];
  try {
    for (let pause = question.firstPause; ; pause = Duration.milliseconds(pause * 2)) {
      const { request, isAnswer } = question;
      sends.push(ports.datagrams.exchange(server, request, isAnswer, { timeout: limits.timeout, signal }));
      const paused = wait(ports.clock, pause, signal).then((isOver) => (isOver ? "again" : "aborted"));
      const next = await Promise.race([...sends, paused]);
      if (next === "again") continue;
      if (next === "aborted") return failure({ code: "aborted", detail: "no longer wanted" });
      // A refusal ends the conversation as an answer does: the host is there, the server is not.
      return next.ok ? next : failure({ code: next.code, detail: next.detail });
    }
  } finally {
    others.abort();
  }
}
