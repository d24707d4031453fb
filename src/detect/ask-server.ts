import { Address } from "../core/address.ts";
import { type Clock, wait } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { DatagramClient, Endpoint, HostLookup, NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { SourceFailure } from "../core/verdict.ts";
import type { AskLimits } from "./source.ts";

/** Asks a server over UDP, where packets get lost and hosts have several addresses. Knows no protocol above UDP. */

export interface UdpPorts {
  readonly datagrams: DatagramClient;
  readonly lookup: HostLookup;
  readonly clock: Clock;
}

export interface UdpQuestion {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
  /** The conversation uses this family only, so that the answer is about it. */
  readonly family: Family;
  readonly request: Uint8Array;
  readonly isAnswer: (payload: Uint8Array) => boolean;
  /** The request is sent again after this pause; each further pause is twice as long. */
  readonly firstPause: Duration;
}

/**
 * Sends the request until an answer comes or time is up.
 *
 * A further address of the host is tried when one refuses at once; after silence there is no time left for it.
 */
export async function askServer(
  question: UdpQuestion,
  ports: UdpPorts,
  limits: AskLimits,
): Promise<Result<Uint8Array, SourceFailure>> {
  const addresses = await addressesOf(question, ports.lookup, limits.signal);
  if (!addresses.ok) return failure({ code: addresses.code, detail: addresses.detail });
  let last: Result<Uint8Array, SourceFailure> = failure({ code: "unreachable", detail: "no address to ask" });
  for (const address of addresses.value) {
    last = await askRepeatedly({ address, port: question.port }, question, ports, limits);
    if (last.ok || (last.code !== "connection-refused" && last.code !== "unreachable")) return last;
  }
  return last;
}

async function addressesOf(
  { host, family }: UdpQuestion,
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
