import { describe, expect, test } from "bun:test";
import { median, quantile } from "./statistics.ts";

describe("median", () => {
  const rows: readonly (readonly [name: string, values: readonly number[], middle: number])[] = [
    ["of an odd count is the middle one", [9, 1, 5], 5],
    ["of an even count is the mean of both in the middle", [4, 1, 3, 2], 2.5],
    ["of one is that one", [7], 7],
    ["of none is no number", [], Number.NaN],
  ];
  for (const [name, values, middle] of rows) test(name, () => expect(median(values)).toBe(middle));
});

describe("quantile", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  const rows: readonly (readonly [name: string, values: readonly number[], share: number, value: number])[] = [
    ["0.99 of a hundred is the largest but none", hundred, 0.99, 100],
    ["0.5 of a hundred is the first of the upper half", hundred, 0.5, 51],
    ["0 is the least", hundred, 0, 1],
    ["1 is the largest", hundred, 1, 100],
    ["of none is no number", [], 0.5, Number.NaN],
  ];
  for (const [name, values, share, value] of rows) test(name, () => expect(quantile(values, share)).toBe(value));
});
