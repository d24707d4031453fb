import { assert } from "../core/assert.ts";

/**
 * The memory that one writer fills and any number of readers look into, in this thread or in others.
 *
 * Owns sizes and the control words; what lies behind them is said by the files that put it there. Everything is found
 * by cells of eight octets: a cell's number fits 32 bits and stands for "where" in every structure of the arena.
 *
 * The memory is a shared WebAssembly one, for its memory alone: it grows in place, for all threads that hold it, and
 * what it gives out are plain buffers. A growable SharedArrayBuffer would do the same, but reads through it cost two to
 * three times as much (measured 2.2 against 1.1 ns), since its length may change under every view.
 */

/** Octets of a cell, the unit of all references. */
export const cellOctets = 8;

/** The arena is handed out in pages of this many octets. */
export const pageOctets = 16_384;

/**
 * Words at the arena's beginning, by index. They fill the first page together with nothing else, and the version, which
 * changes most, has a cache line of its own.
 */
export const control = {
  /** Octets of the arena that may be looked at; it only grows. */
  octets: 0,
  /** Start value of the name hash, so that strangers cannot prepare names that collide. */
  seed: 1,
  /** Cell of the table of owners below the apexes. */
  owners: 2,
  /** Cell of the table of zones. */
  zones: 3,
  /** No apex has more labels than this. */
  mostApexLabels: 4,
  /** Counts published states; see `published.ts`. */
  version: 16,
} as const;

/** The arena begins with this much and grows by at least a fifth; what is never touched takes no memory. */
const firstOctets = 64 * pageOctets;

/** Cells are found by `cell << 3`, which must stay a positive 32-bit number. */
export const largestArena: number = 2 ** 31 - 2 ** 16;

/** The unit in which WebAssembly counts memory. */
const wasmPageOctets = 2 ** 16;

export class Arena {
  readonly memory: WebAssembly.Memory;
  /** The same memory as 32-bit words and as octets; replaced by `remap` after it grew. */
  words: Int32Array = new Int32Array();
  octets: Uint8Array = new Uint8Array();
  readonly #largestOctets: number;

  /** Looks into memory that another arena made. */
  constructor(memory: WebAssembly.Memory, largestOctets: number = largestArena) {
    this.memory = memory;
    this.#largestOctets = largestOctets;
    this.remap();
  }

  /** Makes new memory that may grow up to `largestOctets`. */
  static create(largestOctets: number): Arena {
    const most = Math.floor(Math.min(largestOctets, largestArena) / wasmPageOctets);
    assert(most * wasmPageOctets >= firstOctets, `an arena may grow to ${firstOctets} octets at least`);
    const initial = firstOctets / wasmPageOctets;
    const arena = new Arena(new WebAssembly.Memory({ initial, maximum: most, shared: true }), most * wasmPageOctets);
    arena.words[control.octets] = firstOctets;
    return arena;
  }

  /** Pages there are now, the one with the control words included. */
  get pageCount(): number {
    return this.octets.length / pageOctets;
  }

  /** Pages there may ever be. */
  get largestPageCount(): number {
    return this.#largestOctets / pageOctets;
  }

  /**
   * Makes at least so many pages usable. For the writer.
   *
   * @throws BrokenInvariant when the arena may not grow that far; admission asks for room before it accepts a change.
   */
  growTo(pageCount: number): void {
    assert(pageCount <= this.largestPageCount, "the zone table has room for what was admitted");
    const present = this.octets.length;
    const wanted = Math.min(Math.max(pageCount * pageOctets, present * 1.2), this.#largestOctets);
    this.memory.grow(Math.ceil((wanted - present) / wasmPageOctets));
    this.remap();
    Atomics.store(this.words, control.octets, this.octets.length);
  }

  /** Looks at all of the memory. Readers call it when the control words name more octets than they see. */
  remap(): void {
    const { buffer } = this.memory;
    this.words = new Int32Array(buffer);
    this.octets = new Uint8Array(buffer);
  }
}
