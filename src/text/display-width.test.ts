import { describe, expect, test } from "bun:test";
import { blankLike, displayWidth } from "./display-width.ts";

describe("displayWidth", () => {
  for (const [text, columns] of [
    ["", 0],
    ["home.example.com", 16],
    ["解析记录", 8],
    ["地址：192.0.2.1", 15],
    ["ﾊﾝｶｸ", 4],
    ["한국어", 6],
    ["e\u0301", 1],
    ["a\u200bb", 2],
    ["✓ 🌊", 4],
    ["•", 1],
  ] as const) {
    test(`${JSON.stringify(text)} takes ${columns} columns`, () => expect(displayWidth(text)).toBe(columns));
  }

  test("agrees with the runtime on every letter of the scripts we print", () => {
    const blocks = [
      [0x20, 0x7e],
      [0xa1, 0xac],
      [0x370, 0x3ff],
      [0x400, 0x52f],
      [0x2010, 0x2027],
      [0x2190, 0x2bff],
      [0x3000, 0x3029],
      [0x3041, 0x3096],
      [0x30a0, 0x312f],
      [0x3400, 0x9fff],
      [0xac00, 0xd7a3],
      [0xff01, 0xff9f],
      [0x1f300, 0x1faff],
      [0x20000, 0x2a6df],
    ] as const;
    const different: string[] = [];
    for (const [first, last] of blocks) {
      for (let code = first; code <= last; code += 1) {
        const character = String.fromCodePoint(code);
        if (/\p{Cn}/u.test(character)) continue;
        if (displayWidth(character) !== Bun.stringWidth(character)) different.push(code.toString(16));
      }
    }
    expect(different).toEqual([]);
  });
});

test("blanks stand exactly below what they copy", () => {
  expect(blankLike("名 a\t:")).toBe("    \t ");
});
