import { assert } from "../core/assert.ts";
import { farthestTarget, NameTable } from "./name-table.ts";

/** Size of the first buffer: what every DNS message had to fit once. RFC 1035 §4.2.1 */
const firstSize = 512;

/** Largest message there is: its length must fit the two octets of a TCP frame. RFC 1035 §4.2.2 */
export const largestMessage = 65_535;

/**
 * Where the labels of the name being written begin; a name has at most 127 labels and the root. Scratch room that no
 * call leaves anything in for the next.
 */
const labelStarts = new Uint8Array(128);

/**
 * Writes numbers, octets and names in network order, up to a limit.
 *
 * What does not fit is not written and `hasOverflowed` says so, until `rollBack` returns to a mark: a whole RRset is
 * tried and dropped without leaving a trace, names to point to included.
 */
export class Writer {
  #octets: Uint8Array;
  #length = 0;
  #limit: number;
  #hasOverflowed = false;
  /** Made for the first name that may be pointed to; RDATA alone never needs it. */
  #names: NameTable | undefined;

  /** `limit` is the most octets there may be, `expected` what will mostly be enough. */
  constructor(limit: number = largestMessage, expected: number = firstSize) {
    this.#limit = limit;
    this.#octets = new Uint8Array(Math.min(limit, expected));
  }

  /** Octets written so far. */
  get length(): number {
    return this.#length;
  }

  /** True when something did not fit since the last mark that was returned to. */
  get hasOverflowed(): boolean {
    return this.#hasOverflowed;
  }

  /** Keeps room free for what must fit at the end; `release` gives it back. */
  reserve(count: number): void {
    this.#limit -= count;
    if (this.#length > this.#limit) this.#hasOverflowed = true;
  }

  release(count: number): void {
    this.#limit += count;
  }

  uint8(value: number): void {
    const at = this.#claim(1);
    if (at < 0) return;
    this.#octets[at] = value;
  }

  uint16(value: number): void {
    const at = this.#claim(2);
    if (at < 0) return;
    this.#octets[at] = value >>> 8;
    this.#octets[at + 1] = value;
  }

  uint32(value: number): void {
    this.uint16(value >>> 16);
    this.uint16(value & 0xffff);
  }

  uint48(value: number): void {
    this.uint16(Math.floor(value / 0x1_0000_0000));
    this.uint32(value % 0x1_0000_0000);
  }

  write(octets: Uint8Array): void {
    const at = this.#claim(octets.length);
    if (at >= 0) this.#octets.set(octets, at);
  }

  /** A character-string, which has at most 255 octets. RFC 1035 §3.3 */
  characterString(octets: Uint8Array): void {
    assert(octets.length <= 255, "a character-string has at most 255 octets");
    this.uint8(octets.length);
    this.write(octets);
  }

  /** A name in wire form, whole; later names may point to it. */
  wholeName(wire: Uint8Array): void {
    this.#writeName(wire, false);
  }

  /** A name in wire form, its tail replaced by a pointer to the same tail in any case. RFC 1035 §4.1.4, RFC 4343 §4.1 */
  compressedName(wire: Uint8Array): void {
    this.#writeName(wire, true);
  }

  /** The name of which a compressed form stands at `mark`, once more, without looking for it. */
  sameName(mark: number, wire: Uint8Array): void {
    const first = this.#octets[mark] ?? 0;
    if (first >= 0xc0) this.uint16((first << 8) | (this.#octets[mark + 1] ?? 0));
    else if (first === 0 || mark > farthestTarget) this.compressedName(wire);
    else this.uint16(0xc000 | mark);
  }

  /** Overwrites two octets written before. */
  patchUint16(offset: number, value: number): void {
    assert(offset + 2 <= this.#length, "the patched octets have been written");
    this.#octets[offset] = value >>> 8;
    this.#octets[offset + 1] = value;
  }

  /** A place to return to with `rollBack`. */
  mark(): number {
    return this.#length;
  }

  /** Takes back everything since the mark, an overflow included. */
  rollBack(mark: number): void {
    assert(mark <= this.#length, "the mark lies behind");
    this.#length = mark;
    this.#names?.forgetFrom(mark);
    this.#hasOverflowed = mark > this.#limit;
  }

  /**
   * A copy of what was written.
   *
   * @throws BrokenInvariant when something did not fit.
   */
  finish(): Uint8Array {
    assert(!this.#hasOverflowed, "everything fitted");
    return this.#octets.slice(0, this.#length);
  }

  #writeName(wire: Uint8Array, mayPoint: boolean): void {
    this.#names ??= new NameTable();
    const names = this.#names;
    let count = 0;
    for (let start = 0; (wire[start] ?? 0) !== 0; start += (wire[start] ?? 0) + 1) {
      labelStarts[count] = start;
      count += 1;
    }
    // From the right: only while a suffix stands in the message can a longer one.
    let hash = NameTable.rootHash;
    let label = count - 1;
    let known: number | undefined;
    while (label >= 0) {
      const start = labelStarts[label] ?? 0;
      const longerHash = NameTable.extendHash(hash, wire, start);
      const found = names.find(longerHash, this.#octets, wire, start);
      if (found === undefined) break;
      known = found;
      hash = longerHash;
      label -= 1;
    }
    const pointer = mayPoint ? known : undefined;
    const ownLength = pointer === undefined ? wire.length : (labelStarts[label + 1] ?? 0);
    const at = this.#claim(pointer === undefined ? ownLength : ownLength + 2);
    if (at < 0) return;
    for (let index = 0; index < ownLength; index += 1) this.#octets[at + index] = wire[index] ?? 0;
    if (pointer !== undefined) {
      this.#octets[at + ownLength] = 0xc0 | (pointer >>> 8);
      this.#octets[at + ownLength + 1] = pointer;
    }
    for (; label >= 0; label -= 1) {
      const start = labelStarts[label] ?? 0;
      hash = NameTable.extendHash(hash, wire, start);
      names.add(hash, at + start);
    }
  }

  /** Makes room and gives its offset; -1 when the limit forbids it. */
  #claim(count: number): number {
    const at = this.#length;
    const needed = at + count;
    if (this.#hasOverflowed || needed > this.#limit) {
      this.#hasOverflowed = true;
      return -1;
    }
    if (needed > this.#octets.length) this.#grow(needed);
    this.#length = needed;
    return at;
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.min(Math.max(needed, this.#octets.length * 2), Math.max(needed, this.#limit)));
    grown.set(this.#octets.subarray(0, this.#length));
    this.#octets = grown;
  }
}
