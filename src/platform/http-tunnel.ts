import type { Socket } from "node:net";
import type { NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Secret } from "../core/secret.ts";
import { describeSystemError } from "./system-error.ts";

/** A way through an HTTP proxy to a host's port. RFC 9110 §9.3.6 */

/**
 * Asks the proxy behind `connection` to connect on. What comes back is the same connection, now leading to `authority`
 * (`host:port`). A proxy that refuses counts as `unreachable`, whatever its reasons.
 */
export async function openTunnel(
  connection: Socket,
  authority: string,
  authorization: Secret | undefined,
  signal: AbortSignal,
): Promise<Result<Socket, NetFailure>> {
  const { request } = await import("node:http");
  return new Promise((resolve) => {
    let isOpen = false;
    const fail = (code: NetFailure["code"], what: string): void => {
      // The request ends once the tunnel is there, which is no failure.
      if (isOpen) return;
      signal.removeEventListener("abort", onAbort);
      connection.destroy();
      resolve(failure({ code, detail: `${authority}: ${what}`, wasSent: false }));
    };
    const onAbort = (): void => fail("aborted", "not yet connected by the proxy");
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener("abort", onAbort, { once: true });
    const asking = request({
      method: "CONNECT",
      path: authority,
      headers: {
        Host: authority,
        ...(authorization === undefined ? {} : { "Proxy-Authorization": authorization.reveal() }),
      },
      createConnection: () => connection,
    });
    asking.on("connect", (response, tunnel: Socket, early: Uint8Array) => {
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 299) {
        fail("unreachable", `the proxy answered ${status}`);
      } else if (early.length > 0) {
        // A TLS server speaks second, so whoever sent this is not one.
        fail("unreachable", "the proxy sent more than its answer");
      } else {
        isOpen = true;
        signal.removeEventListener("abort", onAbort);
        resolve(ok(tunnel));
      }
    });
    asking.on("response", (response) => fail("unreachable", `the proxy answered ${response.statusCode}`));
    asking.on("error", (error) => fail("unreachable", `the proxy failed, ${describeSystemError(error)}`));
    asking.on("close", () => fail("unreachable", "the proxy closed"));
    asking.end();
  });
}
