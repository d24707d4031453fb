import type { NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Secret } from "../core/secret.ts";
import type { Connection } from "./connection.ts";
import { HttpHeadReader } from "./http-head-reader.ts";
import { requestOctets } from "./http-request-octets.ts";
import { describeSystemError } from "./system-error.ts";

/** A way through an HTTP proxy to a host's port. RFC 9110 §9.3.6 */

/**
 * Asks the proxy behind `connection` to connect on to `authority` (`host:port`); afterwards the same connection leads
 * there. A proxy that refuses counts as `unreachable`, whatever its reasons.
 */
export function openTunnel(
  connection: Connection,
  authority: string,
  authorization: Secret | undefined,
  signal: AbortSignal,
): Promise<Result<void, NetFailure>> {
  return new Promise((resolve) => {
    const end = (result: Result<void, NetFailure>): void => {
      signal.removeEventListener("abort", onAbort);
      resolve(result);
    };
    const fail = (code: NetFailure["code"], what: string): void => {
      end(failure({ code, detail: `${authority}: ${what}`, wasSent: false }));
    };
    const onAbort = (): void => fail("aborted", "not yet connected by the proxy");
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener("abort", onAbort, { once: true });
    const reader = new HttpHeadReader();
    connection.listen({
      onData: (chunk) => {
        const progress = reader.push(chunk);
        if (progress.kind === "more") return;
        if (progress.kind === "faulty") fail("unreachable", `the proxy's answer is unusable, ${progress.what}`);
        else if (Math.trunc(progress.head.status / 100) !== 2)
          fail("unreachable", `the proxy answered ${progress.head.status}`);
        // A TLS server speaks second, so whoever sent this is not one.
        else if (progress.rest.length > 0) fail("unreachable", "the proxy sent more than its answer");
        else end(ok(undefined));
      },
      onEnd: () => fail("unreachable", "the proxy closed"),
      onError: (error) => fail("unreachable", `the proxy failed, ${describeSystemError(error)}`),
    });
    const identification =
      authorization === undefined ? [] : [["Proxy-Authorization", authorization.reveal()] as const];
    const fields = [["Host", authority] as const, ...identification];
    connection.write(requestOctets({ method: "CONNECT", target: authority, fields, body: undefined }));
  });
}
