import type { DatagramHandler } from "../core/listen.ts";
import type { PacketOrigin, PacketPort } from "../core/packet-sockets.ts";
import { handoverWord } from "./worker/query-thread.ts";

/** Messages of one port that query threads leave to the server: brings them to the handler, and answers to their senders. */
export class HandedOver {
  readonly #port: PacketPort;
  readonly #handler: DatagramHandler;
  readonly #words: Int32Array;
  readonly #onBug: (bug: unknown) => void;
  readonly #pending = new Set<Promise<void>>();

  /** @param shared the words that threads count in, see `handoverWord`. */
  constructor(port: PacketPort, handler: DatagramHandler, shared: SharedArrayBuffer, onBug: (bug: unknown) => void) {
    this.#port = port;
    this.#handler = handler;
    this.#words = new Int32Array(shared);
    this.#onBug = onBug;
  }

  take(origin: PacketOrigin, payload: Uint8Array): void {
    const reply = (answer: Uint8Array | undefined): void => {
      if (answer !== undefined) this.#port.reply(origin, answer);
    };
    try {
      const answer = this.#handler(payload, this.#port.peerOf(origin));
      if (!(answer instanceof Promise)) {
        reply(answer);
        this.#dealtWith();
        return;
      }
      const settled = answer
        .then(reply)
        .catch(this.#onBug)
        .finally(() => {
          this.#pending.delete(settled);
          this.#dealtWith();
        });
      this.#pending.add(settled);
    } catch (bug) {
      this.#onBug(bug);
      this.#dealtWith();
    }
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  #dealtWith(): void {
    Atomics.sub(this.#words, handoverWord.waiting, 1);
  }
}
