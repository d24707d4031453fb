import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { nearest } from "./nearest.ts";

const keys = ["name", "provider", "ipv4", "ipv6", "ttl", "scopes", "ownership", "options", "prefix-of", "zone-id"];

describe("nearest", () => {
  for (const [word, meant] of [
    ["ipv5", "ipv4"],
    ["ip6v", "ipv6"],
    ["nmae", "name"],
    ["providr", "provider"],
    ["Provider", "provider"],
    ["prefixOf", "prefix-of"],
    ["prefix_of", "prefix-of"],
    ["zoneId", "zone-id"],
    ["ownerschip", "ownership"],
    ["option", "options"],
    ["tt", "ttl"],
    ["token", undefined],
    ["", undefined],
    ["colour", undefined],
    ["x".repeat(100_000), undefined],
  ] as const) {
    test(`${word.slice(0, 20)} means ${meant}`, () => expect(nearest(word, keys)).toBe(meant));
  }

  test("a known word is its own nearest", () => {
    fc.assert(fc.property(fc.constantFrom(...keys), (key) => expect(nearest(key, keys)).toBe(key)));
  });

  test("one slip in a word of four letters or more is always forgiven", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("name", "provider", "ownership"),
        fc.nat(8),
        fc.constantFrom("a", "z", ""),
        (key, at, letter) => {
          const slip = key.slice(0, at % key.length) + letter + key.slice((at % key.length) + 1);
          expect(nearest(slip, keys)).toBe(key);
        },
      ),
    );
  });
});
