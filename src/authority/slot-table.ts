import type { Arena, control } from "./arena.ts";
import type { BlockAllocator } from "./block-allocator.ts";
import { gone, visible } from "./published.ts";

/**
 * An open-addressing hash table in the arena: where its slots are, and how the writer fills and rebuilds it. What a slot
 * says is `published.ts`'s, whether a block is the one searched for is `table-reader.ts`'s.
 *
 * | word           | content |
 * |----------------|---------|
 * | 0              | number of slots minus one; the number is a power of two |
 * | 1 to 15        | unused, so that slots share no cache line with other blocks |
 * | 16 + 2 × index | hash of the name |
 * | 17 + 2 × index | slot |
 *
 * A search begins at the index that the hash's lower bits give and goes on by one until it meets a slot that is 0.
 */

/** Words before the first slot. */
export const headWords = 16;

/** The least number of slots. */
const fewestSlots = 8;

/** Of 16 slots this many may be other than 0; a miss then looks at 9 of them on average, a hit at 2. */
const mostUsedOf16 = 12;

/** What the writer knows about one table beyond its words. */
export class SlotTable {
  readonly #arena: Arena;
  readonly #blocks: BlockAllocator;
  /** The control word that names the table's cell. */
  readonly #place: number;
  readonly #retire: (cell: number) => void;
  #cell = 0;
  #slotCount = 0;
  /** Slots with a block, staged ones included. */
  #liveCount = 0;
  /** Slots that are other than 0. */
  #usedCount = 0;

  /** @param retire takes blocks that readers may still look into. */
  constructor(
    arena: Arena,
    blocks: BlockAllocator,
    place: typeof control.owners | typeof control.zones,
    retire: (cell: number) => void,
  ) {
    this.#arena = arena;
    this.#blocks = blocks;
    this.#place = place;
    this.#retire = retire;
    this.#build(fewestSlots);
    this.#show();
  }

  /** True for the index of one of this table's slots. */
  holds(at: number): boolean {
    return at >= this.#base && at < this.#base + this.#slotCount * 2;
  }

  /** A free slot for a name's hash, by the index of its word; whoever asked fills it at once. */
  add(hash: number): number {
    if ((this.#usedCount + 1) * 16 > this.#slotCount * mostUsedOf16) this.#rebuild();
    const { words } = this.#arena;
    const at = this.#freeSlot(hash);
    if (words[at] === 0) this.#usedCount += 1;
    this.#liveCount += 1;
    words[at - 1] = hash;
    return at;
  }

  /** Octets that the next table may take, while the present one still stands beside it. */
  get nextOctets(): number {
    return octetsOfTable(this.#slotCount * 2);
  }

  /** Notes that a slot became `gone`. */
  removed(): void {
    this.#liveCount -= 1;
  }

  /** The word index of the slot that says a block in a version; 0 when none does. */
  slotOf(hash: number, block: number, version: number): number {
    const { words } = this.#arena;
    for (let index = hash & this.#mask; ; index = (index + 1) & this.#mask) {
      const at = this.#base + index * 2 + 1;
      const slot = words[at] ?? 0;
      if (slot === 0) return 0;
      if (visible(words, slot, version) === block) return at;
    }
  }

  /** Word indexes of all slots that are neither 0 nor `gone`. */
  *slots(): Generator<number> {
    const base = this.#base;
    for (let index = 0; index < this.#slotCount; index += 1) {
      const at = base + index * 2 + 1;
      const value = this.#arena.words[at] ?? 0;
      if (value !== 0 && value !== gone) yield at;
    }
  }

  get #base(): number {
    return (this.#cell << 1) + headWords;
  }

  get #mask(): number {
    return this.#slotCount - 1;
  }

  #freeSlot(hash: number): number {
    const { words } = this.#arena;
    const base = this.#base;
    let index = hash & this.#mask;
    for (;;) {
      const at = base + index * 2 + 1;
      if (words[at] === 0 || words[at] === gone) return at;
      index = (index + 1) & this.#mask;
    }
  }

  /** Copies all slots to a table of a fitting size, five eighths full at most, and puts the old one aside. */
  #rebuild(): void {
    let slotCount = fewestSlots;
    while ((this.#liveCount + 1) * 16 > slotCount * (mostUsedOf16 - 2)) slotCount *= 2;
    const oldCell = this.#cell;
    const oldBase = this.#base;
    const oldCount = this.#slotCount;
    this.#build(slotCount);
    const { words } = this.#arena;
    for (let index = 0; index < oldCount; index += 1) {
      const value = words[oldBase + index * 2 + 1] ?? 0;
      if (value === 0 || value === gone) continue;
      const hash = words[oldBase + index * 2] ?? 0;
      const at = this.#freeSlot(hash);
      words[at - 1] = hash;
      words[at] = value;
      // A pair knows its slot, which has moved.
      if (value < 0) words[(~value << 1) + 2] = at;
    }
    this.#usedCount = this.#liveCount;
    this.#show();
    this.#retire(oldCell);
  }

  #build(slotCount: number): void {
    this.#cell = this.#blocks.allocate(octetsOfTable(slotCount));
    const { words } = this.#arena;
    const at = this.#cell << 1;
    words.fill(0, at, at + headWords + slotCount * 2);
    words[at] = slotCount - 1;
    this.#slotCount = slotCount;
  }

  /** Lets readers find the table, which is complete by now. */
  #show(): void {
    Atomics.store(this.#arena.words, this.#place, this.#cell);
  }
}

function octetsOfTable(slotCount: number): number {
  return (headWords + slotCount * 2) * 4;
}
