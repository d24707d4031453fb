import { concatOctets } from "../core/octets.ts";
import type { StorageMessage } from "./protocol.ts";

/** Collects the lines of a message, calls or answers, until they are sent together. */
export class MessageBox<Line> {
  #lines: Line[] = [];
  #parts: Uint8Array[] = [];

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /** Adds a line; its octets, if it has any, are given away with their whole buffer. */
  put(line: Line, octets?: Uint8Array): void {
    this.#lines.push(line);
    if (octets !== undefined && octets.length > 0) this.#parts.push(octets);
  }

  /** Empties the box into a message. */
  take(): StorageMessage {
    const [first, ...others] = this.#parts;
    const isWholeBuffer = first?.length === first?.buffer.byteLength;
    const octets = first !== undefined && others.length === 0 && isWholeBuffer ? first : concatOctets(this.#parts);
    const text = JSON.stringify(this.#lines);
    this.#lines = [];
    this.#parts = [];
    return { text, octets };
  }
}

/** What of a message changes hands instead of being copied. */
export function transferOf({ octets }: StorageMessage): ArrayBuffer[] {
  return octets.buffer instanceof ArrayBuffer ? [octets.buffer] : [];
}
