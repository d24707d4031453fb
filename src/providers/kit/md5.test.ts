import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { md5Hex } from "./md5.ts";

describe("MD5", () => {
  const suite: readonly (readonly [text: string, digest: string])[] = [
    ["", "d41d8cd98f00b204e9800998ecf8427e"],
    ["a", "0cc175b9c0f1b6a831c399e269772661"],
    ["abc", "900150983cd24fb0d6963f7d28e17f72"],
    ["message digest", "f96b697d7cb7938d525a2f31aaf161d0"],
    ["abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"],
    ["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f"],
    ["1234567890".repeat(8), "57edf4a22be3c955ac49da2e2107b67a"],
  ];
  for (const [text, digest] of suite) test(`of "${text}", RFC 1321 §A.5`, () => expect(md5Hex(text)).toBe(digest));

  test("of texts around the end of a block, as another implementation has it", () => {
    for (let length = 50; length < 140; length += 1) {
      const text = "é".repeat(length >> 1) + "x".repeat(length % 2);
      expect(md5Hex(text)).toBe(createHash("md5").update(text, "utf8").digest("hex"));
    }
  });
});
