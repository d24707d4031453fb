import type { Address } from "./address.ts";
import type { Duration } from "./duration.ts";
import type { Family } from "./family.ts";
import type { FailCode } from "./outcome.ts";
import type { Result } from "./result.ts";

/** The network as parameters. Implementations live in `platform/`; tests use loopback peers or fakes with state. */

/** Where a transport connects to or listens. */
export interface Endpoint {
  readonly address: Address;
  /** 1 to 65535. */
  readonly port: number;
}

/** `192.0.2.1:53` or `[2001:db8::1]:53`. */
export function formatEndpoint(endpoint: Endpoint): string {
  const host = endpoint.address.family === "ipv6" ? `[${endpoint.address}]` : endpoint.address.toString();
  return `${host}:${endpoint.port}`;
}

/** Ties a conversation to one uplink. */
export interface Binding {
  readonly localAddress: Address;
  /** The link that a link-local peer is on; it cannot be reached without. RFC 4007 §6 */
  readonly interfaceName?: string;
}

/** Codes that transports report. */
export type NetCode = Extract<
  FailCode,
  | "timed-out"
  | "name-not-resolved"
  | "connection-refused"
  | "connection-reset"
  | "unreachable"
  | "tls-failed"
  | "aborted"
  | "answer-too-large"
  | "answer-cut-short"
  | "answer-unreadable"
>;

/** A conversation that did not come to its end. */
export interface NetFailure {
  readonly code: NetCode;
  /** Names the peer and what went wrong, never a path, query or credential. */
  readonly detail: string;
  /** True when the peer may have received the request all the same. */
  readonly wasSent: boolean;
}

/** Limits that every exchange obeys. */
export interface ExchangeLimits {
  /** For the whole exchange. */
  readonly timeout: Duration;
  readonly binding?: Binding;
  readonly signal?: AbortSignal;
}

/** One datagram out, one accepted datagram back; no retransmission. */
export interface DatagramClient {
  /**
   * Sends from a fresh socket and port. Datagrams from other peers, and those `isAnswer` refuses, are ignored, so that a
   * forged or late answer cannot end the wait.
   */
  exchange(
    peer: Endpoint,
    payload: Uint8Array,
    isAnswer: (payload: Uint8Array) => boolean,
    limits: ExchangeLimits,
  ): Promise<Result<Uint8Array, NetFailure>>;
}

/** How a stream is secured. */
export interface StreamTls {
  /** The name, or the address, that the peer's certificate must be for. */
  readonly authenticationName: string;
}

/** One message with a two-octet length out, one such message back, over a fresh TCP connection. RFC 1035 §4.2.2 */
export interface FramedStreamClient {
  /** @param tls with it the exchange happens within TLS and the certificate is always verified; bare TCP without it. */
  exchange(
    peer: Endpoint,
    payload: Uint8Array,
    limits: ExchangeLimits,
    tls?: StreamTls,
  ): Promise<Result<Uint8Array, NetFailure>>;
}

/** Limits of an answer in many messages. */
export interface FramedStreamLimits extends ExchangeLimits {
  /** How long the next message is waited for, and the connection before. */
  readonly silence: Duration;
}

/** One message with a two-octet length out, any number of such messages back, over a fresh TCP connection. RFC 5936 §4.1 */
export interface FramedTransferClient {
  /**
   * Hands over each message as it arrives, until `take` says that it was the last one; the message is the taker's to keep.
   * A peer that ends the stream before is a failure.
   */
  transfer(
    peer: Endpoint,
    payload: Uint8Array,
    take: (message: Uint8Array) => "more" | "last",
    limits: FramedStreamLimits,
  ): Promise<Result<void, NetFailure>>;
}

/** The host's own way from names to addresses (hosts file, resolver, mDNS). */
export interface HostLookup {
  /** Addresses of one family, in the order to try them; never an empty list. */
  addresses(
    hostname: string,
    family: Family,
    signal?: AbortSignal,
  ): Promise<Result<readonly [Address, ...Address[]], NetFailure>>;
  /** Recursive resolvers the host is configured to use; may be empty. */
  resolvers(): readonly Endpoint[];
}
