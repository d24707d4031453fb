import type { AnswerSettings } from "../../authority/answer-settings.ts";
import type { PacketOrigin } from "../../core/packet-sockets.ts";

/** What a query thread is given when it starts, and what it says. Both ends are the same build. */

/** Words of the memory that the server and its threads share about messages handed over, by index. */
export const handoverWord = {
  /** Messages that the server has not dealt with yet. */
  waiting: 0,
  /** Messages that were dropped because too many waited. */
  dropped: 1,
} as const;

/**
 * Messages of all threads that may wait for the server. A flood of them must neither fill its memory nor keep it from its
 * other work.
 */
export const mostHandedOver = 2_000;

/** What every thread answers from. */
export interface QueryThreadSource {
  /** The zone table's. */
  readonly memory: WebAssembly.Memory;
  readonly settings?: AnswerSettings;
}

export interface QueryThreadWork extends QueryThreadSource {
  /** This thread's socket of each port. */
  readonly descriptors: readonly number[];
  /** Readable when it is time to end. */
  readonly wake: number;
  /** Of `AnswerCounters.octets` octets, this thread's alone. */
  readonly counters: SharedArrayBuffer;
  /** `handoverWord` of all threads. */
  readonly handover: SharedArrayBuffer;
}

export type QueryThreadMessage =
  /** A message for the server, from the thread's socket of a port. */
  | { readonly kind: "message"; readonly port: number; readonly origin: PacketOrigin; readonly payload: Uint8Array }
  | { readonly kind: "bug"; readonly bug: unknown };
