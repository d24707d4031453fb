import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addSerial, compareSerials, largestIncrement, serialOf } from "./serial.ts";

describe("SoaSerial", () => {
  for (const [a, b, order] of [
    [1, 2, -1],
    [2, 1, 1],
    [44, 44, 0],
    [0xffff_ffff, 0, -1],
    [0, 0xffff_ffff, 1],
    [0, 0x7fff_ffff, -1],
    [0, 0x8000_0000, undefined],
    [0x8000_0001, 0, -1],
  ] as const) {
    test(`${a} against ${b}: ${order}`, () => expect(compareSerials(serialOf(a), serialOf(b))).toBe(order));
  }

  test("after adding, the sum is greater (RFC 1982 §3.1)", () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.integer({ min: 1, max: largestIncrement }), (start, increment) => {
        expect(compareSerials(serialOf(start), addSerial(serialOf(start), increment))).toBe(-1);
      }),
    );
  });
});
