import { expect, test } from "bun:test";
import { systemRandom } from "./random.ts";

test("gives as many octets as asked for, different each time", () => {
  for (const count of [0, 1, 16, 65_536, 200_000]) expect(systemRandom.octets(count).length).toBe(count);
  const seen = new Set(Array.from({ length: 1_000 }, () => Buffer.from(systemRandom.octets(16)).toString("hex")));
  expect(seen.size).toBe(1_000);
});

test("every octet value occurs", () => {
  // The chance that one of 256 values is missing among 16 384 octets is below 1e-25.
  expect(new Set(systemRandom.octets(16_384)).size).toBe(256);
  // Also beyond what the system gives in one call.
  expect(new Set(systemRandom.octets(90_000).subarray(65_536)).size).toBe(256);
});

test("fractions lie in [0, 1)", () => {
  for (let round = 0; round < 1_000; round += 1) {
    const fraction = systemRandom.fraction();
    expect(fraction >= 0 && fraction < 1).toBe(true);
  }
});
