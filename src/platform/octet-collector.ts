/** Gathers a stream's octets up to a limit. */

/** Room taken at first, in octets; most answers fit. */
const firstRoom = 1_024;

/**
 * One growing piece of memory: a list of chunks would cost a sender of single octets a hundred times their number in
 * our memory.
 */
export class OctetCollector {
  readonly #limit: number;
  #room = new Uint8Array(0);
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Copies a chunk; false when the limit is passed, and the chunk is then left out. */
  add(chunk: Uint8Array): boolean {
    const needed = this.#length + chunk.length;
    if (needed > this.#limit) return false;
    if (needed > this.#room.length) {
      const grown = new Uint8Array(Math.min(this.#limit, Math.max(needed, this.#room.length * 2, firstRoom)));
      grown.set(this.#room.subarray(0, this.#length));
      this.#room = grown;
    }
    this.#room.set(chunk, this.#length);
    this.#length = needed;
    return true;
  }

  /** What has been gathered, a copy without spare room. */
  get octets(): Uint8Array {
    return this.#room.slice(0, this.#length);
  }
}
