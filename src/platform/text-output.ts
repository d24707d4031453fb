import type { Writable } from "node:stream";

/** What a command prints, on its way out: nothing is lost at the end, and a reader that has gone is no error. */
export class TextOutput {
  readonly #stream: Writable;
  #pending: Promise<void> = Promise.resolve();

  constructor(stream: Writable) {
    this.#stream = stream;
    // `holdfast zone export | head`: what nobody reads need not be written.
    stream.on("error", () => undefined);
  }

  write(text: string): void {
    const written = new Promise<void>((resolve) => this.#stream.write(text, () => resolve()));
    this.#pending = this.#pending.then(() => written);
  }

  /** Resolves when everything has left or cannot leave any more. */
  flush(): Promise<void> {
    return this.#pending;
  }
}
