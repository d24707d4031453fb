import type { Socket } from "node:net";
import type { FramedHandler } from "../core/listen.ts";
import type { Endpoint } from "../core/net.ts";
import { FrameReader, frame } from "./frame.ts";

/**
 * One client's connection with framed messages: several requests under way, answers in the order they are ready, and
 * memory bounded whatever the client sends or does not read. How many connections there may be, and how long an idle one
 * lives, is `framed-listener.ts`'s.
 *
 * Held for one client are at most: one piece of the stream as it was read (64 KiB) with the messages in it, one message
 * not yet complete, `largestPipeline` answers, and what the socket buffers before it says so.
 */
export class FramedConnection {
  readonly #socket: Socket;
  readonly #peer: Endpoint;
  readonly #handler: FramedHandler;
  readonly #largestPipeline: number;
  readonly #onProgress: (connection: FramedConnection) => void;
  readonly #onBug: (bug: unknown) => void;
  readonly #reader = new FrameReader();
  /** Messages that have been read; those before `#begun` are with the handler or done. */
  #messages: readonly Uint8Array[] = [];
  #begun = 0;
  #underWay = 0;
  /** Answers of many messages that wait for the client to read. */
  #stalled = 0;
  #isBackedUp = false;
  /** True when the client sends no more, or we hear no more. */
  #isDeaf = false;

  constructor(
    socket: Socket,
    peer: Endpoint,
    rules: {
      readonly handler: FramedHandler;
      readonly largestPipeline: number;
      /** Called when a message has arrived whole or an answer has left. */
      readonly onProgress: (connection: FramedConnection) => void;
      readonly onBug: (bug: unknown) => void;
    },
  ) {
    this.#socket = socket;
    this.#peer = peer;
    this.#handler = rules.handler;
    this.#largestPipeline = rules.largestPipeline;
    this.#onProgress = rules.onProgress;
    this.#onBug = rules.onBug;
    socket.on("data", (chunk: Uint8Array) => {
      if (!this.#isDeaf) this.#take(this.#reader.push(chunk));
    });
    socket.on("drain", () => {
      this.#isBackedUp = false;
      this.#take([]);
    });
    // The client may have closed its side and still want its answers. RFC 7766 §6.2.4
    socket.on("end", () => {
      this.#isDeaf = true;
      this.#endWhenDone();
    });
  }

  /** True while handlers work for this client. */
  get isBusy(): boolean {
    return this.#underWay > this.#stalled;
  }

  /** Cuts the connection; answers under way are lost. */
  destroy(): void {
    this.#forget();
    this.#socket.destroy();
  }

  get #hasWaiting(): boolean {
    return this.#begun < this.#messages.length;
  }

  get #hasRoom(): boolean {
    return !this.#isBackedUp && this.#underWay < this.#largestPipeline;
  }

  /** Adds what was read and begins what there is room for. */
  #take(messages: readonly Uint8Array[]): void {
    if (messages.length > 0) {
      this.#messages = this.#hasWaiting ? [...this.#messages.slice(this.#begun), ...messages] : messages;
      this.#begun = 0;
      this.#onProgress(this);
    }
    while (this.#hasWaiting && this.#hasRoom) {
      const message = this.#messages[this.#begun];
      this.#begun += 1;
      if (message !== undefined) this.#answer(message);
    }
    // While we do not read, the kernel's window closes and the client has to wait.
    if (this.#hasWaiting || !this.#hasRoom) this.#socket.pause();
    else this.#socket.resume();
    this.#endWhenDone();
  }

  #answer(message: Uint8Array): void {
    this.#underWay += 1;
    this.#handler(message, this.#peer)
      .then((answer) => {
        if (answer !== undefined && !(answer instanceof Uint8Array)) return this.#sendAll(answer);
        this.#underWay -= 1;
        if (answer === undefined) this.#close();
        else this.#send(answer);
        return undefined;
      })
      .catch((bug: unknown) => {
        this.#onBug(bug);
        this.destroy();
      });
  }

  #send(answer: Uint8Array): void {
    if (this.#socket.destroyed) return;
    // Length and message in one piece, else the second one waits for the first one's acknowledgement. RFC 7766 §8
    const hasRoom = this.#socket.write(frame(answer), () => this.#onProgress(this));
    this.#isBackedUp ||= !hasRoom;
    this.#take([]);
  }

  /** Sends one after the other, the next when the client has taken what went before. */
  async #sendAll(answers: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const answer of answers) {
      if (this.#socket.destroyed) break;
      this.#send(answer);
      if (this.#isBackedUp) await this.#untilTaken();
    }
    this.#underWay -= 1;
    this.#take([]);
  }

  /** While the client takes nothing, it counts as idle. */
  async #untilTaken(): Promise<void> {
    const socket = this.#socket;
    this.#stalled += 1;
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        socket.off("drain", goOn);
        socket.off("close", goOn);
        resolve();
      };
      socket.on("drain", goOn);
      socket.on("close", goOn);
    });
    this.#stalled -= 1;
  }

  /** Says nothing more and hears nothing more; what has been said still leaves. */
  #close(): void {
    this.#forget();
    this.#socket.destroySoon();
  }

  #forget(): void {
    this.#isDeaf = true;
    this.#messages = [];
    this.#begun = 0;
  }

  #endWhenDone(): void {
    if (this.#isDeaf && this.#underWay === 0 && !this.#hasWaiting) this.#socket.end();
  }
}
