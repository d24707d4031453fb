import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { fromBase32Hex, toBase32Hex } from "./octets.ts";

describe("base 32 with the extended hexadecimal alphabet", () => {
  // RFC 4648 §10, without the padding and in lower case.
  const vectors = [
    ["", ""],
    ["f", "co"],
    ["fo", "cpng"],
    ["foo", "cpnmu"],
    ["foob", "cpnmuog"],
    ["fooba", "cpnmuoj1"],
    ["foobar", "cpnmuoj1e8"],
  ] as const;
  for (const [text, digits] of vectors) {
    test(`${text} is ${digits}`, () => {
      const octets = new TextEncoder().encode(text);
      expect(toBase32Hex(octets)).toBe(digits);
      expect(fromBase32Hex(digits)).toEqual(octets);
      expect(fromBase32Hex(digits.toUpperCase())).toEqual(octets);
    });
  }

  for (const wrong of ["c", "cp n", "cpw0", "co=", "cpn", "cp", "cpnmv"]) {
    test(`${wrong} is none`, () => expect(fromBase32Hex(wrong)).toBeUndefined());
  }

  test("any octets come back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        expect(fromBase32Hex(toBase32Hex(octets))).toEqual(octets);
      }),
    );
  });
});
