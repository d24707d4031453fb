import { describe, expect, test } from "bun:test";
import { hex } from "../../test/support/hex.ts";
import { farthestTarget, NameTable } from "./name-table.ts";

/** Names of one letter each, `a.` at 0, `b.` at 3 and so on. */
const message = Uint8Array.from({ length: 3 * 26 }, (_, index) => [1, 0x61 + Math.floor(index / 3), 0][index % 3] ?? 0);

describe("NameTable", () => {
  test("names whose hashes meet are told apart by their letters", () => {
    const table = new NameTable();
    for (let letter = 0; letter < 20; letter += 1) table.add(7, letter * 3);
    expect(table.find(7, message, hex("0161 00"), 0)).toBe(0);
    expect(table.find(7, message, hex("0154 00"), 0)).toBe(19 * 3);
    expect(table.find(7, message, hex("017a 00"), 0)).toBeUndefined();
    expect(table.find(8, message, hex("0161 00"), 0)).toBeUndefined();
  });

  test("what stands at the mark or behind is forgotten, what stands before is not", () => {
    const table = new NameTable();
    for (let letter = 0; letter < 20; letter += 1) table.add(7, letter * 3);
    table.forgetFrom(15);
    expect(table.find(7, message, hex("0165 00"), 0)).toBe(12);
    expect(table.find(7, message, hex("0166 00"), 0)).toBeUndefined();
    table.add(7, 15);
    expect(table.find(7, message, hex("0166 00"), 0)).toBe(15);
  });

  test("thousands of names with one hash cost no more than some, and can be forgotten", () => {
    const table = new NameTable();
    for (let offset = 0; offset <= farthestTarget; offset += 1) table.add(7, offset);
    expect(table.find(7, message, hex("0161 00"), 0)).toBe(0);
    table.forgetFrom(0);
    expect(table.find(7, message, hex("0161 00"), 0)).toBeUndefined();
    table.add(7, 3);
    expect(table.find(7, message, hex("0162 00"), 0)).toBe(3);
  });

  test("what no pointer reaches is not remembered", () => {
    const table = new NameTable();
    table.add(7, farthestTarget + 1);
    expect(table.find(7, message, hex("0161 00"), 0)).toBeUndefined();
  });
});
