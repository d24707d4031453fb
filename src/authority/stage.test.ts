import { describe, expect, test } from "bun:test";
import { Arena, control } from "./arena.ts";
import { BlockAllocator } from "./block-allocator.ts";
import { PagePool } from "./page-pool.ts";
import { gone, visible } from "./published.ts";
import { Stage } from "./stage.ts";

class Bench {
  readonly arena = Arena.create(2 ** 24);
  readonly blocks = new BlockAllocator(this.arena, new PagePool(this.arena));
  readonly stage = new Stage(this.arena, this.blocks);
  /** Two slots, at these word indexes. */
  readonly one = this.blocks.allocate(16) << 1;
  readonly two = this.one + 1;
  readonly vacated: number[] = [];

  constructor(version = 0) {
    this.arena.words[control.version] = version;
    this.arena.words[this.one] = gone;
    this.arena.words[this.two] = gone;
  }

  /** A block that names itself by its first word. */
  block(mark: number): number {
    const cell = this.blocks.allocate(16);
    this.arena.words[cell << 1] = mark;
    return cell;
  }

  publish(): void {
    this.stage.publish((slot) => this.vacated.push(slot));
  }

  /** What a reader finds that begins now. */
  seen(slot: number): number {
    return this.markBehind(this.arena.words[slot] ?? 0, this.arena.words[control.version] ?? 0);
  }

  /** What a reader of a version finds behind a slot's word; 0 for nothing. */
  markBehind(word: number, version: number): number {
    const cell = visible(this.arena.words, word, version);
    return cell > gone ? (this.arena.words[cell << 1] ?? 0) : 0;
  }
}

describe("a step of the writer", () => {
  for (const version of [0, 1, 2, 0x7fff_fffe, 0x7fff_ffff, -0x8000_0000, -1]) {
    test(`shows all its slots at once, or none (from version ${version})`, () => {
      const bench = new Bench(version);
      bench.stage.set(bench.one, bench.block(11));
      bench.stage.set(bench.two, bench.block(12));
      expect([bench.seen(bench.one), bench.seen(bench.two)]).toEqual([0, 0]);
      bench.publish();
      expect([bench.seen(bench.one), bench.seen(bench.two)]).toEqual([11, 12]);
      bench.stage.set(bench.one, bench.block(21));
      bench.stage.set(bench.two, gone);
      expect([bench.seen(bench.one), bench.seen(bench.two)]).toEqual([11, 12]);
      bench.publish();
      expect([bench.seen(bench.one), bench.seen(bench.two)]).toEqual([21, 0]);
      expect(bench.vacated).toEqual([bench.two]);
    });
  }

  test("that changes its mind shows the last word only, and keeps nothing of the others", () => {
    const bench = new Bench();
    const before = bench.blocks.octetsInUse;
    bench.stage.set(bench.one, bench.block(1));
    bench.stage.set(bench.one, gone);
    bench.stage.set(bench.one, bench.block(2));
    bench.publish();
    expect(bench.seen(bench.one)).toBe(2);
    bench.publish();
    expect(bench.blocks.octetsInUse).toBe(before + 16);
  });

  test("leaves what a reader holds alone until that reader can know", () => {
    const bench = new Bench();
    bench.stage.set(bench.one, bench.block(1));
    bench.publish();
    bench.publish();
    bench.stage.set(bench.one, bench.block(2));
    const word = bench.arena.words[bench.one] ?? 0;
    const oldBlock = visible(bench.arena.words, word, bench.arena.words[control.version] ?? 0);
    // Staging: a reader of the present version still finds the old block whole.
    for (let index = 0; index < 100; index += 1) expect(bench.block(-1)).not.toBe(oldBlock);
    expect(bench.markBehind(word, bench.arena.words[control.version] ?? 0)).toBe(1);
    bench.publish();
    // Settled: a reader that took the slot's word just after the publication still resolves it, however much is staged.
    const version = bench.arena.words[control.version] ?? 0;
    bench.stage.set(bench.two, bench.block(3));
    for (let index = 0; index < 100; index += 1) bench.block(-1);
    expect(bench.markBehind(word, version)).toBe(2);
  });

  test("costs no memory in the long run", () => {
    const bench = new Bench();
    for (let round = 0; round < 10; round += 1) {
      bench.stage.set(bench.one, bench.block(round));
      bench.publish();
    }
    const settled = bench.blocks.octetsInUse;
    for (let round = 0; round < 1_000; round += 1) {
      bench.stage.set(bench.one, bench.block(round));
      bench.publish();
    }
    expect(bench.blocks.octetsInUse).toBe(settled);
  });
});
