import type { Socket } from "node:net";
import { type Binding, type Endpoint, formatEndpoint, type NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { describeSystemError, netCodeOf } from "./system-error.ts";

/** Opens TCP connections over node:net. Names, TLS and what is said afterwards are others'. */

/**
 * Connects to one endpoint, from the bound address if there is one.
 *
 * Whoever gets the socket destroys it. It keeps an error listener for good, because an error without one would end the
 * process. When the signal ends the attempt the code is `aborted`; the owner of the deadline knows why.
 */
export async function dial(
  endpoint: Endpoint,
  binding: Binding | undefined,
  signal: AbortSignal,
): Promise<Result<Socket, NetFailure>> {
  const fail = (code: NetFailure["code"], what: string): Result<Socket, NetFailure> =>
    failure({ code, detail: `${formatEndpoint(endpoint)}: ${what}`, wasSent: false });
  const local = binding?.localAddress;
  if (local !== undefined && local.family !== endpoint.address.family) return fail("unreachable", `not from ${local}`);
  const { connect } = await import("node:net");
  if (signal.aborted) return fail("aborted", "not connected");
  return new Promise((resolve) => {
    const socket = connect({
      host: endpoint.address.toString(),
      port: endpoint.port,
      // Requests are written whole, so waiting to fill a segment (RFC 9293 §3.7.4) would only delay them.
      noDelay: true,
      ...(local === undefined ? {} : { localAddress: local.toString() }),
    });
    const end = (result: Result<Socket, NetFailure>): void => {
      signal.removeEventListener("abort", onAbort);
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const onAbort = (): void => end(fail("aborted", "not connected"));
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("error", (error) => end(fail(netCodeOf(error), describeSystemError(error))));
    socket.once("connect", () => end(ok(socket)));
  });
}
