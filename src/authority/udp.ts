import type { DatagramHandler, DatagramListener, Listening, ListenFailure } from "../core/listen.ts";
import type { Endpoint } from "../core/net.ts";
import type { Result } from "../core/result.ts";
import { type Answerer, largestDatagram } from "./answer.ts";
import { classifyMessage } from "./classify.ts";

/** Serves DNS over UDP: brings each datagram to the answerer, or to who takes updates, and its answer back. */

export interface UdpService {
  readonly listener: DatagramListener;
  readonly endpoint: Endpoint;
  readonly answerer: Answerer;
  /** Takes UPDATE messages (RFC 2136); default: they are answered with NOTIMP. */
  readonly updates?: DatagramHandler;
}

/** Listens until stopped. */
export function serveUdp(service: UdpService): Promise<Result<Listening, ListenFailure>> {
  return service.listener.listen(service.endpoint, datagramHandler(service));
}

/** What a listener calls for each datagram. One answer exists at a time: the next call overwrites it. */
export function datagramHandler(service: Pick<UdpService, "answerer" | "updates">): DatagramHandler {
  const { answerer, updates } = service;
  const response = new Uint8Array(largestDatagram);
  // An answer is a view of the buffer; there are few lengths, and making a view anew would cost more than the copy.
  const byLength: Uint8Array[] = Array.from({ length: largestDatagram + 1 }, (_, length) =>
    response.subarray(0, length),
  );
  return (payload, peer) => {
    if (updates !== undefined && classifyMessage(payload, 0, payload.length) === "update")
      return updates(payload, peer);
    const length = answerer.answer(payload, 0, payload.length, response, 0, "datagram", peer);
    return length === 0 ? undefined : byLength[length];
  };
}
