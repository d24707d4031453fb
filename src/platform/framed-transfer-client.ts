import type { Clock, Timer } from "../core/clock.ts";
import {
  type Endpoint,
  formatEndpoint,
  type FramedStreamLimits,
  type FramedTransferClient,
  type NetFailure,
} from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { Connection } from "./connection.ts";
import { Deadline } from "./deadline.ts";
import { dial } from "./dial.ts";
import { FrameReader, frame } from "./frame.ts";
import { describeSystemError, netCodeOf } from "./system-error.ts";

/** One message out over TCP and many back, as zone transfers need it. What the messages mean is the caller's. */

/** A client with one connection for each transfer. */
export function createFramedTransferClient(clock: Clock): FramedTransferClient {
  return {
    transfer: async (peer, payload, take, limits) => {
      const whole = Deadline.start(clock, limits.timeout, limits.signal);
      const dialing = Deadline.start(clock, limits.silence, whole.signal);
      try {
        const connection = await dial(peer, limits.binding, dialing.signal);
        const code = whole.code ?? dialing.code;
        dialing.cancel();
        if (!connection.ok) return code === undefined ? connection : { ...connection, code };
        try {
          return await receive(connection.value, peer, payload, take, { clock, whole, limits });
        } finally {
          // Whether it has said all or not, nothing more is wanted.
          connection.value.destroy();
        }
      } finally {
        whole.cancel();
        dialing.cancel();
      }
    },
  };
}

interface Patience {
  readonly clock: Clock;
  readonly whole: Deadline;
  readonly limits: FramedStreamLimits;
}

function receive(
  connection: Connection,
  peer: Endpoint,
  payload: Uint8Array,
  take: (message: Uint8Array) => "more" | "last",
  { clock, whole, limits }: Patience,
): Promise<Result<void, NetFailure>> {
  const { promise, resolve } = Promise.withResolvers<Result<void, NetFailure>>();
  let silence: Timer | undefined;
  let isOver = false;
  const end = (result: Result<void, NetFailure>): void => {
    isOver = true;
    silence?.cancel();
    resolve(result);
  };
  const fail = (code: NetFailure["code"], what: string): void =>
    end(failure({ code, detail: `${formatEndpoint(peer)}: ${what}`, wasSent: true }));
  const listen = (): void => {
    silence?.cancel();
    silence = clock.after(limits.silence, () => fail("timed-out", "silent within the answer"));
  };
  const onWholeEnd = (): void => fail(whole.code ?? "aborted", "no whole answer");
  whole.signal.addEventListener("abort", onWholeEnd, { once: true });
  const reader = new FrameReader();
  listen();
  connection.listen({
    onData: (chunk) => {
      if (isOver) return;
      const messages = reader.push(chunk);
      if (messages.length > 0) listen();
      for (const message of messages) {
        if (take(message) === "last") return end(ok(undefined));
      }
    },
    onEnd: () => {
      if (!isOver) fail("answer-cut-short", reader.isAtBoundary ? "closed before the end" : "closed within a message");
    },
    onError: (error) => {
      if (!isOver) fail(netCodeOf(error), describeSystemError(error));
    },
  });
  if (whole.code === undefined) connection.write(frame(payload));
  else onWholeEnd();
  return promise.finally(() => whole.signal.removeEventListener("abort", onWholeEnd));
}
