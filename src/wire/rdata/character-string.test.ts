import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { hex } from "../../../test/support/hex.ts";
import { parseOctets, printOctets } from "./character-string.ts";

const rows: readonly (readonly [text: string, octets: string | undefined])[] = [
  ["", ""],
  ["abc", "616263"],
  ["a b", "612062"],
  ["\\097\\255\\000", "61ff00"],
  ['\\"\\\\\\;', "225c3b"],
  ["é", "c3a9"],
  ["\\é", "c3a9"],
  ["\\😀x\\065", "f09f98807841"],
  ["\\", undefined],
  ["abc\\", undefined],
  ["\\1", undefined],
  ["\\25x", undefined],
  ["\\256", undefined],
];

describe("character-strings", () => {
  for (const [text, octets] of rows) {
    test(`${JSON.stringify(text)} is ${octets ?? "nothing"}`, () => {
      expect(parseOctets(text)).toEqual(octets === undefined ? undefined : hex(octets));
    });
  }

  test("printing escapes what is not printable ASCII", () => {
    expect(printOctets(hex("61 22 5c 00 7f ff 20 3b"))).toBe('"a\\"\\\\\\000\\127\\255 ;"');
  });

  test("any octets read back", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(parseOctets(printOctets(octets).slice(1, -1))).toEqual(octets);
      }),
    );
  });

  test("long texts full of escapes take no long time", () => {
    expect(parseOctets("\\a".repeat(500_000))?.length).toBe(500_000);
  }, 10_000);
});
