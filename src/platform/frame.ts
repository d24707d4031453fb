import { assert } from "../core/assert.ts";

/** Messages behind a two-octet length, as DNS has them on streams. RFC 1035 §4.2.2 */

/** Longest message the length can state. */
const longestMessage = 0xffff;

/**
 * Room taken for a message before its octets are there, in octets. The length is the sender's claim; more is only taken
 * as more arrives, so that many idle connections cannot claim 64 KiB each.
 */
const firstRoom = 512;

/** The message behind its length, in one piece: some receivers read both with one call. RFC 7766 §8 */
export function frame(message: Uint8Array): Uint8Array {
  assert(message.length <= longestMessage, "a message fits its length");
  const framed = new Uint8Array(2 + message.length);
  framed[0] = message.length >> 8;
  framed[1] = message.length & 0xff;
  framed.set(message, 2);
  return framed;
}

/** Cuts a stream back into messages, in whatever pieces it arrives. */
export class FrameReader {
  /** Octets of the length read so far: 0, 1 or 2. */
  #lengthOctets = 0;
  #length = 0;
  #room = new Uint8Array(0);
  #filled = 0;

  /** True when the stream ends between messages if it ends now. */
  get isAtBoundary(): boolean {
    return this.#lengthOctets === 0;
  }

  /** Takes the next piece of the stream and returns the messages it completes, each a copy. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    const messages: Uint8Array[] = [];
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#lengthOctets < 2) {
        this.#length = (this.#length << 8) | (chunk[offset] ?? 0);
        this.#lengthOctets += 1;
        offset += 1;
      } else {
        const taken = Math.min(this.#length - this.#filled, chunk.length - offset);
        this.#append(chunk.subarray(offset, offset + taken));
        offset += taken;
      }
      if (this.#lengthOctets === 2 && this.#filled === this.#length) messages.push(this.#complete());
    }
    return messages;
  }

  #append(part: Uint8Array): void {
    const needed = this.#filled + part.length;
    if (needed > this.#room.length) {
      const grown = new Uint8Array(Math.min(this.#length, Math.max(needed, this.#room.length * 2, firstRoom)));
      grown.set(this.#room.subarray(0, this.#filled));
      this.#room = grown;
    }
    this.#room.set(part, this.#filled);
    this.#filled = needed;
  }

  #complete(): Uint8Array {
    const message = this.#room.subarray(0, this.#length);
    this.#room = new Uint8Array(0);
    this.#lengthOctets = 0;
    this.#length = 0;
    this.#filled = 0;
    return message;
  }
}
