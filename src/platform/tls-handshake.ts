import { isIP, type Socket } from "node:net";
import type { SecureContext, TLSSocket } from "node:tls";
import type { NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { describeSystemError } from "./system-error.ts";

/** TLS on the client's side: whom to trust, and that it is always checked. */

/** The authorities a client trusts: those of the runtime and the system, and further ones. */
export class Trust {
  readonly #extraCertificates: string | undefined;
  #context: SecureContext | undefined;

  /** @param extraCertificates PEM text of authorities that count beside the usual ones. */
  constructor(extraCertificates: string | undefined) {
    this.#extraCertificates = extraCertificates;
  }

  /**
   * What node:tls takes; undefined stands for the usual authorities, which the runtime then reads by itself.
   *
   * @throws an error of the TLS library when the PEM text holds no certificate.
   */
  async context(): Promise<SecureContext | undefined> {
    if (this.#extraCertificates === undefined) return undefined;
    const { createSecureContext, getCACertificates } = await import("node:tls");
    this.#context ??= createSecureContext({ ca: [...getCACertificates("default"), this.#extraCertificates] });
    return this.#context;
  }
}

/**
 * Makes a connection secure and checks the certificate against the host name (RFC 9525) or address.
 *
 * The connection's owner keeps its duty to destroy what it gave; destroying either end destroys both. A failure is
 * always `tls-failed`, also when the peer closes or resets within the handshake.
 */
export async function handshake(
  connection: Socket,
  hostname: string,
  trust: Trust,
  signal: AbortSignal,
): Promise<Result<TLSSocket, NetFailure>> {
  const fail = (code: NetFailure["code"], what: string): Result<TLSSocket, NetFailure> =>
    failure({ code, detail: `${hostname}: ${what}`, wasSent: false });
  const { connect } = await import("node:tls");
  let secureContext: SecureContext | undefined;
  try {
    secureContext = await trust.context();
  } catch (error) {
    return fail("tls-failed", `further authorities are unreadable, ${describeSystemError(error)}`);
  }
  if (signal.aborted) return fail("aborted", "TLS handshake");
  return new Promise((resolve) => {
    const socket = connect({
      socket: connection,
      ALPNProtocols: ["http/1.1"],
      // Stated, because the environment variable NODE_TLS_REJECT_UNAUTHORIZED=0 would decide otherwise.
      rejectUnauthorized: true,
      // An address is no server name. RFC 6066 §3
      ...(isIP(hostname) === 0 ? { servername: hostname } : { host: hostname }),
      ...(secureContext === undefined ? {} : { secureContext }),
    });
    const end = (result: Result<TLSSocket, NetFailure>): void => {
      signal.removeEventListener("abort", onAbort);
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const onAbort = (): void => end(fail("aborted", "TLS handshake"));
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("error", (error) => end(fail("tls-failed", describeSystemError(error))));
    socket.once("close", () => end(fail("tls-failed", "closed within the handshake")));
    socket.once("secureConnect", () => end(ok(socket)));
  });
}
