import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeText } from "./decode-text.ts";
import { Problems } from "./problem.ts";

function decoded(octets: Uint8Array): unknown {
  const problems = new Problems();
  const text = decodeText(octets, "f", problems);
  return text ?? problems.all.map(({ code, at }) => (at.kind === "file" ? [code, at.line, at.column] : [code]));
}

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part)))),
  );

describe("decodeText", () => {
  for (const [what, octets, result] of [
    ["plain text", bytes("a: 1\n"), "a: 1\n"],
    ["text in any script", bytes("名: 家 🌊\n"), "名: 家 🌊\n"],
    ["a byte order mark is left out", bytes([0xef, 0xbb, 0xbf], "a: 1"), "a: 1"],
    ["a replacement character that is written", bytes("a: \ufffd\n"), "a: \ufffd\n"],
    ["a broken character", bytes("a: 1\nb: ", [0xc3], " x"), [["not-utf8", 2, 4]]],
    ["a broken character behind written ones", bytes("\ufffd\ufffdé\n\ufffd", [0xff]), [["not-utf8", 2, 2]]],
    ["an overlong form", bytes("a", [0xc0, 0xaf]), [["not-utf8", 1, 2]]],
    ["a surrogate", bytes([0xed, 0xa0, 0x80]), [["not-utf8", 1, 1]]],
    ["a character cut off at the end", bytes("a: ", [0xe5, 0xae]), [["not-utf8", 1, 4]]],
    ["UTF-16, little end first", bytes([0xff, 0xfe, 0x61, 0]), [["not-utf8"]]],
    ["UTF-16, big end first", bytes([0xfe, 0xff, 0, 0x61]), [["not-utf8"]]],
    ["UTF-16 without a mark", bytes([0x61, 0, 0x3a, 0]), [["not-utf8"]]],
    ["UTF-32", bytes([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), [["not-utf8"]]],
    ["a zero octet", bytes("a: 1\nb: ", [0]), [["control-character", 2, 4]]],
    ["an escape", bytes("a: \u001b[2J"), [["control-character", 1, 4]]],
    ["tabs and both line ends are text", bytes("a:\t1\r\nb: 2\n"), "a:\t1\r\nb: 2\n"],
  ] as const) {
    test(what, () => expect(decoded(octets)).toEqual(result));
  }

  test("a million written replacement characters and a broken one are found at once", () => {
    const text = "\ufffd".repeat(300_000);
    expect(decoded(bytes(text, [0xff]))).toEqual([["not-utf8", 1, 300_001]]);
  });

  test("no octets make it throw, and text comes back as it was", () => {
    fc.assert(fc.property(fc.uint8Array(), (octets) => void decoded(octets)));
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/.test(text))
          expect(decoded(bytes(text))).toEqual(text);
      }),
    );
  });
});
