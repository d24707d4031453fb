import type { Clock } from "../core/clock.ts";
import {
  type Endpoint,
  type ExchangeLimits,
  formatEndpoint,
  type FramedStreamClient,
  type NetFailure,
  type StreamTls,
} from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Connection } from "./connection.ts";
import { Deadline } from "./deadline.ts";
import { dial } from "./dial.ts";
import { FrameReader, frame } from "./frame.ts";
import { describeSystemError, netCodeOf } from "./system-error.ts";
import { handshake, Trust } from "./tls-handshake.ts";

/** One message with a two-octet length out and one back over TCP, or over TLS on it. What the messages mean is the caller's. */

/**
 * A client with one connection for each exchange.
 *
 * @param options.extraCertificates PEM text of certificate authorities that count beside the usual ones.
 */
export function createFramedStreamClient(
  clock: Clock,
  options: { readonly extraCertificates?: string } = {},
): FramedStreamClient {
  const trust = new Trust(options.extraCertificates);
  return {
    exchange: async (peer, payload, limits, tls) => {
      const deadline = Deadline.start(clock, limits.timeout, limits.signal);
      try {
        const connection = await open(peer, limits, tls, trust, deadline.signal);
        if (!connection.ok) return { ...connection, code: deadline.code ?? connection.code };
        const result = await exchange(connection.value, peer, payload, deadline);
        // Who has answered deserves a goodbye; whoever has not is not waited for.
        if (result.ok) connection.value.close();
        else connection.value.destroy();
        return result;
      } finally {
        deadline.cancel();
      }
    },
  };
}

/** Leaves no connection behind when it fails. */
async function open(
  peer: Endpoint,
  limits: ExchangeLimits,
  tls: StreamTls | undefined,
  trust: Trust,
  signal: AbortSignal,
): Promise<Result<Connection, NetFailure>> {
  const bare = await dial(peer, limits.binding, signal);
  if (!bare.ok || tls === undefined) return bare;
  const secured = await handshake(bare.value, tls.authenticationName, trust, signal);
  if (!secured.ok) bare.value.destroy();
  return secured;
}

function exchange(
  connection: Connection,
  peer: Endpoint,
  payload: Uint8Array,
  deadline: Deadline,
): Promise<Result<Uint8Array, NetFailure>> {
  return new Promise((resolve) => {
    // The message may leave with the very first write, whatever becomes of the connection afterwards.
    const fail = (code: NetFailure["code"], what: string): void => {
      resolve(failure({ code, detail: `${formatEndpoint(peer)}: ${what}`, wasSent: true }));
    };
    deadline.signal.addEventListener("abort", () => fail(deadline.code ?? "aborted", "no whole answer"));
    const reader = new FrameReader();
    connection.listen({
      onData: (chunk) => {
        const [message] = reader.push(chunk);
        if (message !== undefined) resolve(ok(message));
      },
      onEnd: () =>
        fail("answer-cut-short", reader.isAtBoundary ? "closed without an answer" : "closed within the answer"),
      onError: (error) => fail(netCodeOf(error), describeSystemError(error)),
    });
    if (deadline.code !== undefined) fail(deadline.code, "no whole answer");
    else connection.write(frame(payload));
  });
}
