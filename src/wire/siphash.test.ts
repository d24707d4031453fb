import { describe, expect, test } from "bun:test";
import { toHex } from "../core/octets.ts";
import { sipHash } from "./siphash.ts";

describe("sipHash", () => {
  const key = Uint8Array.from({ length: 16 }, (_, index) => index);

  /** Input 00 01 02 …, from the authors' `vectors.h`; the one of 15 octets is also Appendix A of their paper. */
  const vectors: readonly (readonly [length: number, hash: string])[] = [
    [0, "310e0edd47db6f72"],
    [1, "fd67dc93c539f874"],
    [2, "5a4fa9d909806c0d"],
    [7, "37d1018bf50002ab"],
    [8, "6224939a79f5f593"],
    [15, "e545be4961ca29a1"],
  ];
  for (const [length, hash] of vectors) {
    test(`hashes ${length} octets as its authors do`, () => {
      const input = Uint8Array.from({ length }, (_, index) => index);
      expect(toHex(sipHash(key, input))).toBe(hash);
    });
  }

  test("reads a key that is a view into something larger", () => {
    const larger = Uint8Array.of(9, 9, 9, ...key);
    expect(sipHash(larger.subarray(3), key)).toEqual(sipHash(key, key));
  });
});
