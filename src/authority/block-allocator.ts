import { assert } from "../core/assert.ts";
import { type Arena, cellOctets, pageOctets } from "./arena.ts";
import type { PagePool } from "./page-pool.ts";

/**
 * Blocks of memory inside the arena, of any size, that are given back and used again. For the writer alone.
 *
 * Small blocks of one size share a page; a page whose blocks have all come back may serve another size. That bounds
 * what changing sizes can waste: hosts that gain and lose records for years need no more than the worst of their days.
 */

const pageCells = pageOctets / cellOctets;

/**
 * Sizes of small blocks in cells: each up to 64 (an owner with addresses needs 6 to 12), then eight per doubling, which
 * wastes a ninth at most, up to half a page.
 */
const sizes: readonly number[] = [
  ...Array.from({ length: 64 }, (_, index) => index + 1),
  ...[64, 128, 256, 512].flatMap((from) => Array.from({ length: 8 }, (_, step) => from + (from / 8) * (step + 1))),
];

const largestSmall = 1024;

/** A block of a size that is new takes a whole page: so many pages are enough for one of each. */
export const pagesOfAllSizes: number = sizes.length;

/** For every number of cells the index of the smallest size that holds it. */
const sizeIndexOfCells: Uint8Array = Uint8Array.from({ length: largestSmall + 1 }, (_, cells) =>
  sizes.findIndex((size) => size >= cells),
);

/** What is noted about each page, in words of one array. */
const note = {
  /** Cells of each block in it; for the first page of a large block the negative number of its pages. */
  size: 0,
  /** Blocks in use. */
  live: 1,
  /** The first block that came back; each names the next in its first word. 0: none. */
  returned: 2,
  /** The first cell that was never used, so that memory is touched only when it is needed. */
  fresh: 3,
  /** Neighbours in the list of pages of this size that have room. 0: none. */
  next: 4,
  previous: 5,
} as const;

const noteWords = 6;

export class BlockAllocator {
  readonly #arena: Arena;
  readonly #pool: PagePool;
  #notes: Int32Array = new Int32Array(256 * noteWords);
  /** By size index, the first page with room. */
  readonly #roomy: Int32Array = new Int32Array(sizes.length);
  #octetsInUse = 0;

  constructor(arena: Arena, pool: PagePool) {
    this.#arena = arena;
    this.#pool = pool;
  }

  /** Octets of all blocks in use, rounded up to their sizes. */
  get octetsInUse(): number {
    return this.#octetsInUse;
  }

  /** The cell where a block of at least so many octets begins. Its content is whatever was there before. */
  allocate(octets: number): number {
    const cells = Math.ceil(octets / cellOctets);
    if (cells > largestSmall) return this.#allocateLarge(Math.ceil(cells / pageCells));
    const sizeIndex = sizeIndexOfCells[cells] ?? 0;
    const size = sizes[sizeIndex] ?? 0;
    const page = (this.#roomy[sizeIndex] ?? 0) || this.#openPage(sizeIndex);
    const at = page * noteWords;
    let cell = this.#read(at + note.returned);
    if (cell !== 0) {
      this.#notes[at + note.returned] = this.#arena.words[cell << 1] ?? 0;
    } else {
      cell = this.#read(at + note.fresh);
      this.#notes[at + note.fresh] = cell + size;
    }
    this.#notes[at + note.live] = this.#read(at + note.live) + 1;
    if (!this.#hasRoom(page)) this.#unlink(page, sizeIndex);
    this.#octetsInUse += size * cellOctets;
    return cell;
  }

  /** Takes a block back. Nobody may look into it any more. */
  free(cell: number): void {
    const page = Math.floor(cell / pageCells);
    const at = page * noteWords;
    const size = this.#read(at + note.size);
    if (size < 0) {
      this.#octetsInUse += size * pageOctets;
      this.#notes[at + note.size] = 0;
      this.#pool.giveBack(page, -size);
      return;
    }
    assert(size > 0 && this.#read(at + note.live) > 0, "the block is in use");
    const sizeIndex = sizeIndexOfCells[size] ?? 0;
    if (!this.#hasRoom(page)) this.#link(page, sizeIndex);
    this.#arena.words[cell << 1] = this.#read(at + note.returned);
    this.#notes[at + note.returned] = cell;
    const live = this.#read(at + note.live) - 1;
    this.#notes[at + note.live] = live;
    this.#octetsInUse -= size * cellOctets;
    if (live > 0) return;
    this.#unlink(page, sizeIndex);
    this.#notes[at + note.size] = 0;
    this.#pool.giveBack(page, 1);
  }

  #allocateLarge(pages: number): number {
    const page = this.#pool.take(pages);
    this.#cover(page);
    this.#notes[page * noteWords + note.size] = -pages;
    this.#octetsInUse += pages * pageOctets;
    return page * pageCells;
  }

  #openPage(sizeIndex: number): number {
    const page = this.#pool.take(1);
    this.#cover(page);
    const at = page * noteWords;
    this.#notes[at + note.size] = sizes[sizeIndex] ?? 0;
    this.#notes[at + note.live] = 0;
    this.#notes[at + note.returned] = 0;
    this.#notes[at + note.fresh] = page * pageCells;
    this.#link(page, sizeIndex);
    return page;
  }

  #hasRoom(page: number): boolean {
    const at = page * noteWords;
    if (this.#read(at + note.returned) !== 0) return true;
    return this.#read(at + note.fresh) + this.#read(at + note.size) <= (page + 1) * pageCells;
  }

  #link(page: number, sizeIndex: number): void {
    const first = this.#roomy[sizeIndex] ?? 0;
    this.#notes[page * noteWords + note.next] = first;
    this.#notes[page * noteWords + note.previous] = 0;
    if (first !== 0) this.#notes[first * noteWords + note.previous] = page;
    this.#roomy[sizeIndex] = page;
  }

  #unlink(page: number, sizeIndex: number): void {
    const next = this.#read(page * noteWords + note.next);
    const previous = this.#read(page * noteWords + note.previous);
    if (next !== 0) this.#notes[next * noteWords + note.previous] = previous;
    if (previous !== 0) this.#notes[previous * noteWords + note.next] = next;
    else this.#roomy[sizeIndex] = next;
  }

  #cover(page: number): void {
    if ((page + 1) * noteWords <= this.#notes.length) return;
    const longer = new Int32Array(Math.max(this.#notes.length * 2, (page + 1) * noteWords));
    longer.set(this.#notes);
    this.#notes = longer;
  }

  #read(index: number): number {
    return this.#notes[index] ?? 0;
  }
}
