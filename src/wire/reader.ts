import { failure, ok } from "../core/result.ts";
import type { DecodeCode, Decoded, DecodeFailure } from "./decode.ts";

/**
 * Reads numbers and octets in network order and remembers the first thing that went wrong.
 *
 * After a failure every read gives zero or nothing and nothing is left, so a decoder reads field after field and asks
 * once, with `finish`. Loops must run on `remaining` or stop on `failure`. Names are `read-name.ts`'s.
 */
export class Reader {
  /** The whole message: compression pointers lead to places before the part that is being read. */
  readonly octets: Uint8Array;
  /** False for RDATA outside a message, where a pointer has nothing to point to. */
  readonly mayPoint: boolean;
  #offset: number;
  #end: number;
  #failure: DecodeFailure | undefined;

  constructor(octets: Uint8Array, start = 0, mayPoint = true) {
    this.octets = octets;
    this.mayPoint = mayPoint;
    this.#offset = start;
    this.#end = octets.length;
  }

  /** Reads RDATA that stands alone, names in it uncompressed. */
  static ofRdata(rdata: Uint8Array): Reader {
    return new Reader(rdata, 0, false);
  }

  /** Where the next read begins. */
  get offset(): number {
    return this.#offset;
  }

  /** Where the part that may be read ends. */
  get end(): number {
    return this.#end;
  }

  get remaining(): number {
    return this.#end - this.#offset;
  }

  get failure(): DecodeFailure | undefined {
    return this.#failure;
  }

  /** Records a failure unless there is one already, and leaves nothing to read. */
  fail(code: DecodeCode, offset: number = this.#offset): void {
    this.#failure ??= { code, offset };
    this.#offset = this.#end;
  }

  uint8(): number {
    const { octets } = this;
    const at = this.#offset;
    if (at + 1 > this.#end) return this.#cutShort();
    this.#offset = at + 1;
    return octets[at] ?? 0;
  }

  uint16(): number {
    const { octets } = this;
    const at = this.#offset;
    if (at + 2 > this.#end) return this.#cutShort();
    this.#offset = at + 2;
    return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
  }

  uint32(): number {
    const high = this.uint16();
    return high * 0x1_0000 + this.uint16();
  }

  /** 48 bits, which a number holds exactly. */
  uint48(): number {
    const high = this.uint16();
    return high * 0x1_0000_0000 + this.uint32();
  }

  /** The next octets as a copy, so that it outlives the packet's buffer. */
  take(count: number): Uint8Array {
    const at = this.#offset;
    if (at + count > this.#end) {
      this.#cutShort();
      return new Uint8Array(0);
    }
    this.#offset = at + count;
    return this.octets.slice(at, at + count);
  }

  /** Everything that is left, as a copy. */
  rest(): Uint8Array {
    return this.take(this.remaining);
  }

  /** Everything that is left and at least one octet. */
  restNotEmpty(): Uint8Array {
    if (this.remaining === 0) this.#cutShort();
    return this.rest();
  }

  skip(count: number): void {
    if (this.#offset + count > this.#end) this.#cutShort();
    else this.#offset += count;
  }

  /** A character-string: a length octet and so many octets. RFC 1035 §3.3 */
  characterString(): Uint8Array {
    return this.take(this.uint8());
  }

  /** Confines reading to the next `length` octets; give the answer back to `leave`. */
  enter(length: number): number {
    const outer = this.#end;
    if (this.#offset + length > outer) this.#cutShort();
    else this.#end = this.#offset + length;
    return outer;
  }

  /** Ends what `enter` began; whatever is left inside is a failure. */
  leave(outerEnd: number): void {
    if (this.#offset !== this.#end) this.fail("trailing-octets");
    this.#end = outerEnd;
    if (this.#failure !== undefined) this.#offset = outerEnd;
  }

  /** The value that was read, or the first failure on the way to it. */
  finish<T>(value: T): Decoded<T> {
    return this.#failure === undefined ? ok(value) : failure(this.#failure);
  }

  /** As `finish`, and nothing may be left. */
  finishAtEnd<T>(value: T): Decoded<T> {
    if (this.#offset !== this.#end) this.fail("trailing-octets");
    return this.finish(value);
  }

  #cutShort(): 0 {
    this.fail("cut-short");
    return 0;
  }
}
