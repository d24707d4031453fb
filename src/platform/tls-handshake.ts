import type { NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Connection } from "./connection.ts";
import { SocketConnection, type TlsRules } from "./socket-connection.ts";
import { systemCode } from "./system-error.ts";

/** TLS on the client's side: whom to trust, and that it is always checked. */

/**
 * The authorities a client trusts: the list built into the runtime, what SSL_CERT_FILE, NODE_EXTRA_CA_CERTS and
 * NODE_USE_SYSTEM_CA=1 add to it in the environment, and further ones. The system's own list counts only if asked for.
 */
export class Trust {
  readonly #extraCertificates: string | undefined;
  #authorities: readonly string[] | undefined;

  /** @param extraCertificates PEM text of authorities that count beside the usual ones. */
  constructor(extraCertificates: string | undefined) {
    this.#extraCertificates = extraCertificates;
  }

  /** What TLS is told; nothing stands for the usual authorities, which the runtime then reads by itself. */
  async rulesFor(serverName: string): Promise<TlsRules> {
    if (this.#extraCertificates === undefined) return { serverName };
    const { getCACertificates } = await import("node:tls");
    this.#authorities ??= [...getCACertificates("default"), this.#extraCertificates];
    return { serverName, authorities: this.#authorities };
  }
}

type StartTls = (
  connection: Connection,
  rules: TlsRules,
  onHandshake: (error: Error | undefined) => void,
) => Connection;

/**
 * Makes a connection secure and checks the certificate against the host name (RFC 9525) or address.
 *
 * A failure is always `tls-failed`, also when the peer closes or resets within the handshake; the connection is useless
 * then and its owner destroys it. Else it is the owner of what comes back who does.
 */
export async function handshake(
  connection: Connection,
  hostname: string,
  trust: Trust,
  signal: AbortSignal,
): Promise<Result<Connection, NetFailure>> {
  const fail = (code: NetFailure["code"], what: string): Result<Connection, NetFailure> =>
    failure({ code, detail: `${hostname}: ${what}`, wasSent: false });
  const rules = await trust.rulesFor(hostname);
  // Bun's own TLS runs on bare sockets only; a second layer is for proxies that are spoken to securely.
  const bare = connection instanceof SocketConnection && !connection.isSecure ? connection : undefined;
  const start: StartTls =
    bare === undefined
      ? (await import("./tls-within-tls.ts")).startTlsWithinTls
      : (_bare, ...rest): Connection => bare.startTls(...rest);
  if (signal.aborted) return fail("aborted", "TLS handshake");
  return new Promise((resolve) => {
    const end = (result: Result<Connection, NetFailure>): void => {
      signal.removeEventListener("abort", onAbort);
      resolve(result);
    };
    const refuse = (error: unknown): void => end(fail("tls-failed", nameOf(error)));
    const onAbort = (): void => end(fail("aborted", "TLS handshake"));
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const upper: Connection = start(connection, rules, (error) => {
        if (error === undefined) end(ok(upper));
        else refuse(error);
      });
      // Replaced by whoever gets the connection.
      upper.listen({
        onData: () => end(fail("tls-failed", "the peer spoke before it was asked")),
        onEnd: () => end(fail("tls-failed", "closed within the handshake")),
        onError: refuse,
      });
    } catch (error) {
      refuse(error);
    }
  });
}

/** The TLS library's name of an error, for instance `CERT_HAS_EXPIRED`. */
function nameOf(error: unknown): string {
  return systemCode(error) ?? (error instanceof Error ? error.message : "unknown error");
}
