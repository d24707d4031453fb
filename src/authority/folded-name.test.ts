import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { OwnerName } from "../core/name.ts";
import { name } from "../../test/support/values.ts";
import { FoldedName, malformed } from "./folded-name.ts";

function folded(text: string, seed = 1): FoldedName {
  const { wire } = name(text);
  const result = new FoldedName(seed);
  expect(result.take(wire, 0, wire.length)).toBe(wire.length);
  return result;
}

const labels = fc.array(fc.uint8Array({ minLength: 1, maxLength: 12 }), { maxLength: 12 });

describe("a folded name", () => {
  test("is the canonical form, with the place of each label", () => {
    const www = folded("WwW.Example");
    expect<Uint8Array>(www.octets.slice(0, www.length)).toEqual(name("www.example").wire);
    expect([...www.starts.subarray(0, www.labelCount + 1)]).toEqual([0, 4, 12]);
    expect(folded(".").labelCount).toBe(0);
  });

  test("has for every suffix the hash that this suffix has by itself, whatever the case", () => {
    fc.assert(
      fc.property(labels, fc.integer(), (parts, seed) => {
        const made = OwnerName.ofLabels(parts);
        if (!made.ok) return;
        const long = new FoldedName(seed);
        long.take(made.value.wire, 0, made.value.wire.length);
        expect<Uint8Array>(long.octets.slice(0, long.length)).toEqual(made.value.canonicalWire);
        for (let label = 0; label <= long.labelCount; label += 1) {
          const suffix = made.value.canonicalWire.slice(long.starts[label]);
          const short = new FoldedName(seed);
          short.take(suffix, 0, suffix.length);
          expect(short.hashes[0]).toBe(long.hashes[label] ?? 0);
        }
      }),
    );
  });

  test("becomes the wildcard below one of its suffixes", () => {
    const wildcard = new FoldedName(1);
    wildcard.takeWildcardOf(folded("a.b.Example"), 1);
    const expected = folded("*.b.example");
    expect<Uint8Array>(wildcard.octets.slice(0, wildcard.length)).toEqual(expected.octets.slice(0, expected.length));
    expect(wildcard.labelCount).toBe(3);
    expect([...wildcard.starts.subarray(0, 4)]).toEqual([...expected.starts.subarray(0, 4)]);
    expect([...wildcard.hashes.subarray(0, 4)]).toEqual([...expected.hashes.subarray(0, 4)]);
  });

  test("recognises itself in a message in any case, and nothing else", () => {
    const www = folded("www.example");
    expect(www.isAt(name("WWW.EXAMPLE").wire, 0)).toBe(true);
    expect(www.isAt(Uint8Array.of(9, ...name("www.example").wire), 1)).toBe(true);
    expect(www.isAt(name("wwx.example").wire, 0)).toBe(false);
    expect(www.isAt(name("www.example.test").wire, 0)).toBe(false);
  });

  const refused: readonly [string, Uint8Array][] = [
    ["nothing", new Uint8Array()],
    ["no root", Uint8Array.of(1, 0x61)],
    ["a label cut short", Uint8Array.of(3, 0x61, 0x62)],
    ["a label of 64 octets", new Uint8Array(66).fill(64, 0, 1)],
    ["a pointer", Uint8Array.of(0xc0, 0x0c)],
    ["a pointer behind a label", Uint8Array.of(1, 0x61, 0xc0, 0x0c)],
    [
      "256 octets",
      new Uint8Array([
        ...Array(4)
          .fill([63, ...new Uint8Array(63).fill(0x61)])
          .flat()
          .slice(0, 255),
        0,
      ]),
    ],
  ];
  for (const [label, octets] of refused) {
    test(`is not ${label}`, () => expect(new FoldedName(1).take(octets, 0, octets.length)).toBe(malformed));
  }

  test("may have 255 octets and 127 labels", () => {
    const most = new Uint8Array(255).map((_, index) => (index === 254 ? 0 : index % 2 === 0 ? 1 : 0x61));
    const long = new FoldedName(1);
    expect(long.take(most, 0, 255)).toBe(255);
    expect(long.labelCount).toBe(127);
  });

  test("spreads neighbouring names over a table", () => {
    const slots = new Set<number>();
    for (let index = 0; index < 4_096; index += 1)
      slots.add((folded(`host${index}.dyn.example`).hashes[0] ?? 0) & 8_191);
    // Thrown at random, 4096 names hit 8192 × (1 - 1/√e) = 3223 slots.
    expect(slots.size).toBeGreaterThan(3_100);
  });
});
