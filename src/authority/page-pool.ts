import { type Arena, pageOctets } from "./arena.ts";

/**
 * Which pages of the arena are in use. Lends runs of neighbouring pages and takes them back; neighbours that come back
 * one by one can be lent as one run again. For the writer alone.
 */
export class PagePool {
  readonly #arena: Arena;
  /** One octet per page, 1 when it is lent. */
  #isLent: Uint8Array = new Uint8Array(256);
  /** No page before this one is free. */
  #lowestFree = 1;
  #lentCount = 1;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.#isLent[0] = 1;
  }

  /** Octets of all pages that are lent, the control page included. */
  get octetsLent(): number {
    return this.#lentCount * pageOctets;
  }

  /** Octets that can still be lent, as far as no run needs them in one piece. */
  get octetsLeft(): number {
    return (this.#arena.largestPageCount - this.#lentCount) * pageOctets;
  }

  /** True when a run of `count` pages could be lent now. */
  hasRun(count: number): boolean {
    const most = this.#arena.largestPageCount;
    // Mostly there is room behind all that was ever lent, and nothing to search.
    return this.#isLent.length + count <= most || this.#firstRun(count) + count <= most;
  }

  /** The first page of a run of `count` free ones; their content is whatever was there before. */
  take(count: number): number {
    const start = this.#firstRun(count);
    const end = start + count;
    if (end > this.#arena.pageCount) this.#arena.growTo(end);
    while (end > this.#isLent.length) {
      const longer = new Uint8Array(this.#isLent.length * 2);
      longer.set(this.#isLent);
      this.#isLent = longer;
    }
    this.#isLent.fill(1, start, end);
    if (count === 1 || start === this.#lowestFree) this.#lowestFree = end;
    this.#lentCount += count;
    return start;
  }

  giveBack(start: number, count: number): void {
    this.#isLent.fill(0, start, start + count);
    this.#lowestFree = Math.min(this.#lowestFree, start);
    this.#lentCount -= count;
  }

  /** The lowest place where the run fits; pages beyond the end of the list are all free. */
  #firstRun(count: number): number {
    let start = this.#lowestFree;
    for (let page = start; page < start + count && page < this.#isLent.length; page += 1) {
      if (this.#isLent[page] === 1) start = page + 1;
    }
    return start;
  }
}
