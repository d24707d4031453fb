import { describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { toHex } from "../../core/octets.ts";
import { hmac } from "./digest.ts";

describe("HMAC", () => {
  // RFC 4231 §4.3
  test("the second test case of the RFC", async () => {
    expect(toHex(await hmac("SHA-256", "Jefe", "what do ya want for nothing?"))).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  test("agrees with the runtime's other implementation, also on empty keys", async () => {
    const hashes = fc.constantFrom("SHA-1", "SHA-256" as const);
    await fc.assert(
      fc.asyncProperty(hashes, fc.string(), fc.string(), async (hash, key, message) => {
        const expected = createHmac(hash.replace("-", "").toLowerCase(), key).update(message).digest("hex");
        expect(toHex(await hmac(hash, key, message))).toBe(expected);
      }),
    );
  });
});
