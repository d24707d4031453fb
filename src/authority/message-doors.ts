import type { DatagramHandler, FramedHandler } from "../core/listen.ts";
import type { Endpoint } from "../core/net.ts";
import type { MessageTransport } from "./compose.ts";

/** Who takes the messages that the zone table alone cannot answer. */
export interface MessageDoors {
  /** UPDATE (RFC 2136); default: answered with NOTIMP. */
  readonly updates?: DatagramHandler;
  /** Queries with a signature (RFC 8945); default: every key is unknown. */
  readonly signed?: (payload: Uint8Array, peer: Endpoint, transport: MessageTransport) => Uint8Array | undefined;
  /** NOTIFY (RFC 1996); default: answered with NOTIMP. */
  readonly notifies?: (payload: Uint8Array, peer: Endpoint) => Uint8Array | undefined;
  /** Requests for zones and their changes (RFC 5936, RFC 1995), over streams; default: refused. */
  readonly transfers?: FramedHandler;
}
