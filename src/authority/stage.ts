import type { Arena } from "./arena.ts";
import { control } from "./arena.ts";
import type { BlockAllocator } from "./block-allocator.ts";
import { gone, publish, visible } from "./published.ts";

/**
 * The writer's side of `published.ts`: collects what slots will say, makes it visible at once, and gives memory back when
 * no reader can be in it any more.
 *
 * A pair: word 0 and 1 are what the slot says in even and odd versions, word 2 is the index of the slot.
 */
const pairOctets = 12;

export class Stage {
  readonly #arena: Arena;
  readonly #blocks: BlockAllocator;
  readonly #pairs: number[] = [];
  /** Blocks that readers of the present version may still look into. */
  #retired: number[] = [];

  constructor(arena: Arena, blocks: BlockAllocator) {
    this.#arena = arena;
    this.#blocks = blocks;
  }

  /** The version that is being prepared. */
  get version(): number {
    return ((this.#arena.words[control.version] ?? 0) + 1) | 0;
  }

  /** True when a slot already says something else in the next version. */
  isStaged(slot: number): boolean {
    return (this.#arena.words[slot] ?? 0) < 0;
  }

  /** What a slot says in the next version. */
  next(slot: number): number {
    const { words } = this.#arena;
    return visible(words, words[slot] ?? 0, this.version);
  }

  /** Lets a slot say a block, or `gone`, from the next version on. */
  set(slot: number, block: number): void {
    const { version } = this;
    const present = this.#arena.words[slot] ?? 0;
    if (present < 0) {
      const side = (~present << 1) + (version & 1);
      const unpublished = this.#arena.words[side] ?? 0;
      this.#arena.words[side] = block;
      // Nobody has seen it: it was staged in this very step.
      if (unpublished > gone) this.#blocks.free(unpublished);
      return;
    }
    const pair = this.#blocks.allocate(pairOctets);
    const { words } = this.#arena;
    words[(pair << 1) + (version & 1)] = block;
    words[(pair << 1) + (~version & 1)] = Math.max(present, gone);
    words[(pair << 1) + 2] = slot;
    this.#pairs.push(pair);
    Atomics.store(words, slot, ~pair);
  }

  /** Takes a block that the next version does not use, or no longer uses. */
  retire(block: number): void {
    this.#retired.push(block);
  }

  /** Makes everything staged visible. `vacated` hears of every slot that became `gone`. */
  publish(vacated: (slot: number) => void): void {
    const { words } = this.#arena;
    const { version } = this;
    publish(words);
    for (const block of this.#retired) this.#blocks.free(block);
    this.#retired = [];
    for (const pair of this.#pairs) {
      const slot = words[(pair << 1) + 2] ?? 0;
      const before = words[(pair << 1) + (~version & 1)] ?? 0;
      const after = words[(pair << 1) + (version & 1)] ?? 0;
      Atomics.store(words, slot, after);
      this.#retired.push(pair);
      if (before > gone) this.#retired.push(before);
      if (after === gone) vacated(slot);
    }
    this.#pairs.length = 0;
  }
}
