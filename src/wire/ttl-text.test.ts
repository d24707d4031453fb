import { describe, expect, test } from "bun:test";
import { parseSeconds } from "./ttl-text.ts";

const rows: readonly (readonly [text: string, seconds: number | undefined])[] = [
  ["0", 0],
  ["3600", 3_600],
  ["2147483648", 2_147_483_648],
  ["1h", 3_600],
  ["1h30m", 5_400],
  ["1W2D3H4M5S", 604_800 + 2 * 86_400 + 3 * 3_600 + 4 * 60 + 5],
  ["30m1h", 5_400],
  ["9999999999w", 9_999_999_999 * 604_800],
  ["", undefined],
  ["h", undefined],
  ["1h30", undefined],
  ["1x", undefined],
  ["-1", undefined],
  ["1.5h", undefined],
  ["1 h", undefined],
  ["12345678901", undefined],
];

describe("parseSeconds", () => {
  for (const [text, seconds] of rows) {
    test(`${JSON.stringify(text)} is ${seconds ?? "nothing"}`, () => expect(parseSeconds(text)).toBe(seconds));
  }
});
