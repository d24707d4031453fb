import { Address } from "../../core/address.ts";
import { type Clock, wait } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { DatagramClient, Endpoint, HostLookup, NetFailure } from "../../core/net.ts";
import type { Random } from "../../core/random.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { SourceFailure } from "../../core/verdict.ts";
import { type AskLimits, type Sighting, type Source, sourceOf } from "../source.ts";
import { decodeBindingAnswer, encodeBindingRequest, type StunAnswer, transactionOctets } from "../stun/message.ts";

/** Asks a STUN server (RFC 8489) over UDP which address it sees. Light: 20 octets out, under 100 back, no TLS. */

export interface StunServer {
  /** A name or an address. */
  readonly host: string;
  readonly port: number;
  readonly operator: string;
}

export interface StunPorts {
  readonly datagrams: DatagramClient;
  readonly lookup: HostLookup;
  readonly random: Random;
  readonly clock: Clock;
}

/** RFC 8489 §18.6 */
export const stunPort = 3478;

/** First pause before the request is sent again; each next one doubles. RFC 8489 §6.2.1 */
const retransmissionTimeout = Duration.milliseconds(500);

export function stunSource(family: Family, server: StunServer, ports: StunPorts): Source {
  return sourceOf(
    {
      id: `stun:${server.host}:${server.port}`,
      family,
      operator: server.operator,
      strength: "echo",
      ask: async (limits) => {
        const addresses = await serverAddresses(server.host, family, ports.lookup, limits.signal);
        if (!addresses.ok) return failure({ code: addresses.code, detail: addresses.detail });
        // A further address is tried only when one refuses at once: silence has used up the time already.
        let last: Result<readonly Sighting[], SourceFailure> = failure({ code: "unreachable", detail: "no address" });
        for (const address of addresses.value) {
          last = await transact({ address, port: server.port }, family, ports, limits);
          if (last.ok || (last.code !== "connection-refused" && last.code !== "unreachable")) return last;
        }
        return last;
      },
    },
    ports.clock,
  );
}

async function serverAddresses(
  host: string,
  family: Family,
  lookup: HostLookup,
  signal: AbortSignal,
): Promise<Result<readonly Address[], NetFailure>> {
  const literal = Address.parse(host);
  if (!literal.ok) return lookup.addresses(host, family, signal);
  if (literal.value.family === family) return ok([literal.value]);
  return failure({ code: "unreachable", detail: `${host} is no ${family} address`, wasSent: false });
}

/**
 * One transaction: the same request again after each pause, and the first answer to any of them.
 *
 * Earlier sends go on listening, so a slow answer is not lost to the retransmission that it crosses. RFC 8489 §6.2.1
 */
async function transact(
  server: Endpoint,
  family: Family,
  ports: StunPorts,
  limits: AskLimits,
): Promise<Result<readonly Sighting[], SourceFailure>> {
  const transaction = ports.random.octets(transactionOctets);
  const request = encodeBindingRequest(transaction);
  const isAnswer = (payload: Uint8Array): boolean => decodeBindingAnswer(payload, transaction).ok;
  const others = new AbortController();
  const signal = AbortSignal.any([limits.signal, others.signal]);
  const send = async (): Promise<Result<Uint8Array, NetFailure>> =>
    ports.datagrams.exchange(server, request, isAnswer, { timeout: limits.timeout, signal });
  const sends: Promise<Result<Uint8Array, NetFailure>>[] = [];
  try {
    for (let pause = retransmissionTimeout; ; pause = Duration.milliseconds(pause * 2)) {
      sends.push(send());
      const paused = wait(ports.clock, pause, signal).then(() => undefined);
      const payload = await Promise.race([...sends, paused]);
      if (payload === undefined && !signal.aborted) continue;
      // An ICMP error ends the transaction as an answer does. RFC 8489 §6.2.1
      if (payload === undefined) return failure({ code: "aborted", detail: "no longer wanted" });
      if (!payload.ok) return failure({ code: payload.code, detail: payload.detail });
      const answer = decodeBindingAnswer(payload.value, transaction);
      return answer.ok
        ? sightingsOf(answer.value, family)
        : failure({ code: "answer-unreadable", detail: answer.code });
    }
  } finally {
    others.abort();
  }
}

function sightingsOf(answer: StunAnswer, family: Family): Result<readonly Sighting[], SourceFailure> {
  if (answer.kind === "error") {
    return failure({ code: "answer-unreadable", detail: `STUN error ${answer.code} ${JSON.stringify(answer.reason)}` });
  }
  const address = family === "ipv4" ? answer.mapped.address.unmapped() : answer.mapped.address;
  if (address.family !== family)
    return failure({ code: "wrong-family", detail: `asked for ${family}, got ${address}` });
  const evidence = {
    port: answer.mapped.port,
    attribute: answer.attribute,
    ...(answer.rewritten === undefined ? {} : { "rewritten-to": answer.rewritten.address.toString() }),
    ...(answer.software === undefined ? {} : { software: answer.software }),
  };
  return ok([{ address, evidence }]);
}
