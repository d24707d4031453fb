import { type Binding, type Endpoint, formatEndpoint, type NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { SocketConnection } from "./socket-connection.ts";
import { describeSystemError, netCodeOf } from "./system-error.ts";

/** Opens TCP connections. Names, TLS and what is said afterwards are others'. */

/**
 * Connects to one endpoint, from the bound address if there is one. Whoever gets the connection closes or destroys it.
 *
 * When the signal ends the attempt the code is `aborted`; the owner of the deadline knows why. Bun.connect cannot be
 * called back, so an attempt that is given up rests in the kernel until that gives up too (Linux: two minutes), unable to
 * send anything: what comes about then is cut at once.
 */
export async function dial(
  endpoint: Endpoint,
  binding: Binding | undefined,
  signal: AbortSignal,
): Promise<Result<SocketConnection, NetFailure>> {
  const fail = (code: NetFailure["code"], what: string): Result<SocketConnection, NetFailure> =>
    failure({ code, detail: `${formatEndpoint(endpoint)}: ${what}`, wasSent: false });
  const local = binding?.localAddress;
  if (local !== undefined && local.family !== endpoint.address.family) return fail("unreachable", `not from ${local}`);
  if (signal.aborted) return fail("aborted", "not connected");
  return new Promise((resolve) => {
    const connection = new SocketConnection(false);
    const end = (result: Result<SocketConnection, NetFailure>): void => {
      signal.removeEventListener("abort", onAbort);
      resolve(result);
    };
    const onAbort = (): void => end(fail("aborted", "not connected"));
    signal.addEventListener("abort", onAbort, { once: true });
    const options = {
      hostname: endpoint.address.toString(),
      port: endpoint.port,
      // Bun reads this although its types do not name it; the test "a binding" would tell.
      ...(local === undefined ? {} : { localAddress: local.toString() }),
      socket: connection.events,
    };
    Bun.connect<undefined>(options).then(
      (socket) => {
        connection.adopt(socket);
        if (signal.aborted) connection.destroy();
        else end(ok(connection));
      },
      async (error: unknown) => {
        const cause = await causeOf(error, endpoint, binding);
        end(fail(netCodeOf(cause), describeSystemError(cause)));
      },
    );
  });
}

/**
 * Why there is no connection. Bun.connect 1.4.4 says ECONNREFUSED also where the kernel knew no way to the peer, as on
 * every host without IPv6. A datagram socket that connects sends nothing, and tells.
 */
async function causeOf(error: unknown, { address, port }: Endpoint, binding: Binding | undefined): Promise<unknown> {
  if (netCodeOf(error) !== "connection-refused") return error;
  const anyAddress = address.family === "ipv4" ? "0.0.0.0" : "::";
  try {
    const socket = await Bun.udpSocket({
      connect: { hostname: address.toString(), port },
      hostname: binding?.localAddress.toString() ?? anyAddress,
      socket: { error: () => undefined },
    });
    socket.close();
    return error;
  } catch (cause) {
    return cause;
  }
}
