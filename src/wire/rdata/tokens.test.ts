import { describe, expect, test } from "bun:test";
import { tokensOf } from "./tokens.ts";

const rows: readonly (readonly [
  line: string,
  tokens: readonly (readonly [text: string, isQuoted: boolean])[] | undefined,
])[] = [
  ["", []],
  ["  ", []],
  [
    "10 mail.example.",
    [
      ["10", false],
      ["mail.example.", false],
    ],
  ],
  [
    '"a b" c',
    [
      ["a b", true],
      ["c", false],
    ],
  ],
  ['"a\\"b"', [['a\\"b', true]]],
  ["a\\ b", [["a\\ b", false]]],
  ['""', [["", true]]],
  [
    '"a""b"',
    [
      ["a", true],
      ["b", true],
    ],
  ],
  [
    'a"b"',
    [
      ["a", false],
      ["b", true],
    ],
  ],
  [
    '0 issue "x;y"',
    [
      ["0", false],
      ["issue", false],
      ["x;y", true],
    ],
  ],
  ['"a', undefined],
  ['a"', undefined],
  ["a\\", undefined],
  ['"a\\"', undefined],
];

describe("tokensOf", () => {
  for (const [line, tokens] of rows) {
    test(JSON.stringify(line), () => {
      expect(tokensOf(line)?.map(({ text, isQuoted }) => [text, isQuoted] as const)).toEqual(tokens?.slice());
    });
  }
});
