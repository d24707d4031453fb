import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Arena, pageOctets } from "./arena.ts";
import { BlockAllocator } from "./block-allocator.ts";
import { PagePool } from "./page-pool.ts";

function allocator(largestOctets = 256 * 2 ** 20): { arena: Arena; pool: PagePool; blocks: BlockAllocator } {
  const arena = Arena.create(largestOctets);
  const pool = new PagePool(arena);
  return { arena, pool, blocks: new BlockAllocator(arena, pool) };
}

describe("blocks of the arena", () => {
  test("hold what was written to them while others come and go", () => {
    const sizes = fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 200 }) },
      { weight: 2, arbitrary: fc.integer({ min: 200, max: 9_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 9_000, max: 100_000 }) },
    );
    const steps = fc.array(fc.record({ size: sizes, drop: fc.nat(), isDropped: fc.boolean() }), { maxLength: 300 });
    fc.assert(
      fc.property(steps, (list) => {
        const { arena, blocks } = allocator();
        const held: { cell: number; size: number; mark: number }[] = [];
        for (const [index, { size, drop, isDropped }] of list.entries()) {
          const cell = blocks.allocate(size);
          const mark = (index % 255) + 1;
          arena.octets.fill(mark, cell * 8, cell * 8 + size);
          held.push({ cell, size, mark });
          if (isDropped) blocks.free(held.splice(drop % held.length, 1)[0]?.cell ?? 0);
        }
        for (const { cell, size, mark } of held) {
          expect(arena.octets.subarray(cell * 8, cell * 8 + size).every((octet) => octet === mark)).toBe(true);
        }
        for (const { cell } of held) blocks.free(cell);
        expect(blocks.octetsInUse).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("that all came back leave no page lent", () => {
    const { pool, blocks } = allocator();
    const empty = pool.octetsLent;
    const cells = Array.from({ length: 20_000 }, (_, index) => blocks.allocate((index % 700) + 1));
    expect(pool.octetsLent).toBeGreaterThan(empty);
    for (const cell of cells) blocks.free(cell);
    expect(pool.octetsLent).toBe(empty);
  });

  test("of a new size use the pages that another size left", () => {
    const { pool, blocks } = allocator();
    let most = 0;
    for (let size = 40; size < 400; size += 8) {
      const cells = Array.from({ length: 5_000 }, () => blocks.allocate(size));
      most = Math.max(most, pool.octetsLent);
      for (const cell of cells) blocks.free(cell);
    }
    expect(most).toBeLessThan(5_000 * 400 + 64 * pageOctets);
  });

  test("waste less than a fifth of what was asked for, beyond rounding to eight", () => {
    const { blocks } = allocator();
    for (let size = 1; size <= 8_192; size += 7) {
      const before = blocks.octetsInUse;
      blocks.allocate(size);
      expect(blocks.octetsInUse - before).toBeGreaterThanOrEqual(size);
      expect(blocks.octetsInUse - before).toBeLessThan(size * 1.2 + 8);
    }
  });

  test("beyond what the arena may grow to are refused as a broken promise", () => {
    const { blocks } = allocator(2 * 2 ** 20);
    expect(() => Array.from({ length: 100 }, () => blocks.allocate(40_000))).toThrow("has room");
  });

  test("make the arena grow while views of before keep seeing the same memory", () => {
    const { arena, blocks } = allocator();
    const earlier = new Arena(arena.memory);
    const first = blocks.allocate(8);
    arena.octets[first * 8] = 77;
    for (let index = 0; index < 400; index += 1) blocks.allocate(10_000);
    expect(arena.octets.length).toBeGreaterThan(earlier.octets.length);
    expect(earlier.octets[first * 8]).toBe(77);
    earlier.remap();
    expect(earlier.octets.length).toBe(arena.octets.length);
  });
});

describe("pages", () => {
  test("that came back one by one are lent as one run", () => {
    const { pool } = allocator();
    const pages = Array.from({ length: 10 }, () => pool.take(1));
    for (const page of pages.slice(2, 7)) pool.giveBack(page, 1);
    expect(pool.take(6)).toBe((pages[9] ?? 0) + 1);
    expect(pool.take(5)).toBe(pages[2] ?? 0);
    expect(pool.take(1)).toBe((pages[9] ?? 0) + 7);
  });
});
