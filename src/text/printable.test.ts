import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { printable, printableJson } from "./printable.ts";

describe("printable", () => {
  for (const [text, shown] of [
    ["plain 文字 €", "plain 文字 €"],
    ["two\nlines\r\n", "two\\nlines\\r\\n"],
    ["\u001b[31mred", "\\x1b[31mred"],
    ["tab\t", "tab\\t"],
    ["\u009b2J", "\\x9b2J"],
    ["a\u2028b", "a\\u2028b"],
    ["user\u202egnp.exe", "user\\u202egnp.exe"],
    ["\ud83c\udf0a", "\ud83c\udf0a"],
    ["\ud83c", "\\ud83c"],
  ] as const) {
    test(JSON.stringify(text), () => expect(printable(text)).toBe(shown));
  }

  test("no text survives with anything but printable characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(printable(text).isWellFormed()).toBe(true);
      }),
    );
  });
});

test("JSON stays on one line, reads back, and holds no control character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const line = printableJson({ text });
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      expect(JSON.parse(line)).toEqual({ text });
    }),
  );
});
