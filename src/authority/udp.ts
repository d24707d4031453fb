import type { DatagramHandler, DatagramListener, Listening, ListenFailure } from "../core/listen.ts";
import type { Endpoint } from "../core/net.ts";
import type { Result } from "../core/result.ts";
import { type Answerer, largestDatagram, largestFrame } from "./answer.ts";
import { classifyMessage, isSignedQuery } from "./classify.ts";
import type { MessageDoors } from "./message-doors.ts";

/** Serves DNS over UDP: brings each datagram to the answerer, or to who takes updates, and its answer back. */

export interface UdpService extends MessageDoors {
  readonly listener: DatagramListener;
  readonly endpoint: Endpoint;
  readonly answerer: Answerer;
}

/** Updates of one socket that may wait for the disk; further ones are dropped, as UDP allows, until some are done. */
export const mostPendingUpdates = 1_000;

/** Listens until stopped. */
export function serveUdp(service: UdpService): Promise<Result<Listening, ListenFailure>> {
  return service.listener.listen(service.endpoint, datagramHandler(service));
}

/** What a listener calls for each datagram. One answer exists at a time: the next call overwrites it. */
export function datagramHandler(service: MessageDoors & Pick<UdpService, "answerer">): DatagramHandler {
  const { answerer, updates, notifies, signed } = service;
  // Queries may be longer than answers, padded for one (RFC 7830), and nothing over UDP is longer than this.
  const message = new Uint8Array(largestFrame);
  // An answer is a view of the buffer; there are few lengths, and making a view anew would cost more than the copy.
  const byLength: Uint8Array[] = Array.from({ length: largestDatagram + 1 }, (_, length) =>
    message.subarray(0, length),
  );
  let pendingUpdates = 0;
  const settled = (): void => {
    pendingUpdates -= 1;
  };
  return (payload, peer) => {
    const kind = classifyMessage(payload, 0, payload.length);
    if (notifies !== undefined && kind === "notify") return notifies(payload, peer);
    if (updates !== undefined && kind === "update") {
      // Queries wait for no disk, so they are answered however many updates do.
      if (pendingUpdates >= mostPendingUpdates) return undefined;
      const answer = updates(payload, peer);
      if (answer instanceof Promise) {
        pendingUpdates += 1;
        answer.then(settled, settled);
      }
      return answer;
    }
    if (signed !== undefined && isSignedQuery(payload, 0, payload.length)) return signed(payload, peer, "datagram");
    message.set(payload);
    const length = answerer.answer(message, 0, payload.length, "datagram", peer);
    return length === 0 ? undefined : byLength[length];
  };
}
