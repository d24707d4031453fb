import type { Address } from "./address.ts";
import type { Running } from "./lifecycle.ts";
import type { Endpoint } from "./net.ts";
import type { Result } from "./result.ts";

/** Listening as a parameter: what serves DNS and HTTP says here what it needs from the operating system. */

/** A listener that could not be opened. */
export interface ListenFailure {
  readonly code: "address-in-use" | "permission-denied" | "address-not-available" | "listen-failed";
  readonly endpoint: string;
  /** Who holds the port, as far as the system lets us see: program and process id. */
  readonly holder: { readonly program: string; readonly pid: number } | undefined;
  readonly detail: string;
}

/** An open listener; with port 0 asked for, `endpoint` has the port that was given. */
export interface Listening extends Running {
  readonly endpoint: Endpoint;
}

/**
 * Answers one datagram. The payload is only valid during the call, and so is the answer afterwards: the listener sends
 * it before it calls again. Nothing is sent for undefined. A promise is awaited, for the few requests that are durable;
 * how many of them there may be at once is the handler's to say.
 */
export type DatagramHandler = (
  payload: Uint8Array,
  peer: Endpoint,
) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

export interface DatagramListener {
  listen(endpoint: Endpoint, handler: DatagramHandler): Promise<Result<Listening, ListenFailure>>;
}

/** Limits of a listener for messages with a two-octet length. RFC 7766 §6 */
export interface FramedLimits {
  readonly idleTimeoutMs: number;
  readonly largestConnectionCount: number;
  /** Connections of one address. RFC 9210 §6.1 */
  readonly largestPeerCount: number;
  /** Requests of one connection that may wait for an answer at the same time. */
  readonly largestPipeline: number;
}

/**
 * What is sent for one framed message: one answer, several in this order (others may come between them, RFC 7766 §7), or
 * nothing and the end of the connection. Several are asked for as the client takes them.
 */
export type FramedAnswer = Uint8Array | AsyncIterable<Uint8Array> | undefined;

/** Answers one framed message. Answers may overtake each other. RFC 7766 §6.2.1.1 */
export type FramedHandler = (payload: Uint8Array, peer: Endpoint) => Promise<FramedAnswer>;

export interface FramedListener {
  /** @param tls without it, clients speak in the clear. */
  listen(
    endpoint: Endpoint,
    limits: FramedLimits,
    handler: FramedHandler,
    tls?: TlsIdentity,
  ): Promise<Result<Listening, ListenFailure>>;
}

/** Where an HTTP listener waits: a port, or a socket in the file system that only its owner may use (mode 0600). */
export type HttpPlace =
  | { readonly kind: "port"; readonly endpoint: Endpoint; readonly tls: TlsIdentity | undefined }
  | { readonly kind: "socket"; readonly path: string };

/** PEM texts. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly key: string;
}

/** Who asks. */
export interface HttpPeer {
  /** Undefined on a socket in the file system. */
  readonly address: Address | undefined;
  /** True when the request came over TLS. */
  readonly isSecure: boolean;
}

/** Web-standard request in, response out. A throw becomes a bare 500 and reaches the log as a bug. */
export type HttpHandler = (request: Request, peer: HttpPeer) => Response | Promise<Response>;

export interface HttpListener {
  listen(
    place: HttpPlace,
    limits: { readonly largestBodyOctets: number; readonly idleTimeoutMs: number },
    handler: HttpHandler,
  ): Promise<Result<Running & { readonly endpoint: Endpoint | undefined }, ListenFailure>>;
}
