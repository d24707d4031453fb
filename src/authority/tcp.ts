import type {
  FramedHandler,
  FramedLimits,
  FramedListener,
  Listening,
  ListenFailure,
  TlsIdentity,
} from "../core/listen.ts";
import type { Endpoint } from "../core/net.ts";
import type { Result } from "../core/result.ts";
import { type Answerer, largestFrame } from "./answer.ts";
import { asksForTransfer, classifyMessage, isSignedQuery } from "./classify.ts";
import type { MessageDoors } from "./message-doors.ts";

/** Serves DNS over TCP, in the clear or in TLS. RFC 7766, RFC 7858 */

/** What one client may hold on to. */
export const tcpLimits: FramedLimits = {
  // RFC 7766 §6.2.3 asks for seconds; resolvers that want more keep asking.
  idleTimeoutMs: 10_000,
  // Each costs a few KiB; a client that opens all of them locks out others over TCP, never over UDP.
  largestConnectionCount: 1_000,
  // Many clients may share one address, as those of a large resolver do; none may take the places of all others.
  largestPeerCount: 200,
  largestPipeline: 100,
};

export interface TcpService extends MessageDoors {
  readonly listener: FramedListener;
  readonly endpoint: Endpoint;
  readonly answerer: Answerer;
  /** With it, DNS over TLS. RFC 7858 */
  readonly tls?: TlsIdentity;
  /** Default `tcpLimits`. */
  readonly limits?: FramedLimits;
}

/** Listens until stopped. */
export function serveTcp(service: TcpService): Promise<Result<Listening, ListenFailure>> {
  return service.listener.listen(service.endpoint, service.limits ?? tcpLimits, framedHandler(service), service.tls);
}

/** What a listener calls for each message. What must get no answer ends the connection. */
export function framedHandler(service: MessageDoors & Pick<TcpService, "answerer">): FramedHandler {
  const { answerer, updates, notifies, transfers, signed } = service;
  const message = new Uint8Array(largestFrame);
  return async (payload, peer) => {
    const kind = classifyMessage(payload, 0, payload.length);
    if (updates !== undefined && kind === "update") return updates(payload, peer);
    if (notifies !== undefined && kind === "notify") return notifies(payload, peer);
    if (transfers !== undefined && asksForTransfer(payload)) return transfers(payload, peer);
    if (signed !== undefined && isSignedQuery(payload, 0, payload.length)) return signed(payload, peer, "stream");
    message.set(payload);
    const length = answerer.answer(message, 0, payload.length, "stream", peer);
    // Answers may have to wait for a slow client while the next one is made.
    return length === 0 ? undefined : message.slice(0, length);
  };
}
