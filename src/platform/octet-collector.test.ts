import { expect, test } from "bun:test";
import fc from "fast-check";
import { concatOctets } from "../core/octets.ts";
import { OctetCollector } from "./octet-collector.ts";

test("gives back what it was given, up to the limit", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 2_000 }), { maxLength: 8 }), fc.nat(6_000), (chunks, limit) => {
      const collector = new OctetCollector(limit);
      const taken = chunks.filter((chunk) => collector.add(chunk));
      expect(collector.octets).toEqual(concatOctets(taken));
      expect(collector.octets.length).toBeLessThanOrEqual(limit);
    }),
  );
});

const rows = [
  { name: "nothing within no limit", limit: 0, chunks: [0], accepted: [true] },
  { name: "one octet too many", limit: 3, chunks: [2, 2], accepted: [true, false] },
  { name: "exactly the limit", limit: 4, chunks: [2, 2], accepted: [true, true] },
  { name: "a smaller chunk after one too large", limit: 4, chunks: [2, 3, 2], accepted: [true, false, true] },
];
for (const row of rows) {
  test(row.name, () => {
    const collector = new OctetCollector(row.limit);
    expect(row.chunks.map((size) => collector.add(new Uint8Array(size)))).toEqual(row.accepted);
  });
}

test("does not change when a chunk's memory is used again", () => {
  const collector = new OctetCollector(4);
  const chunk = Buffer.from([1, 2]);
  collector.add(chunk);
  chunk.fill(9);
  expect([...collector.octets]).toEqual([1, 2]);
});
