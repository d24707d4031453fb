import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { captures } from "../../test/support/captures.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { plainMessage } from "../../test/support/plain-message.ts";
import { name } from "../../test/support/values.ts";
import { Instant } from "../core/clock.ts";
import { Secret } from "../core/secret.ts";
import { decodeMessage, encodeMessage } from "./message.ts";
import { decodeQuestionHead } from "./question.ts";
import { headerOnlyResponse } from "./response.ts";
import { verifyMessage } from "./tsig.ts";
import { TsigKey } from "./tsig-key.ts";

/** No octets make a decoder throw, hang or keep much memory. */

const key = expectOk(TsigKey.of(name("ddns-key"), "hmac-sha256", new Secret("c2VjcmV0")));

/** Decodes in every way there is; what decodes must encode, and decode to the same again. */
function survive(octets: Uint8Array): void {
  decodeQuestionHead(octets);
  headerOnlyResponse(octets, "FORMERR");
  const verification = verifyMessage(octets, () => key, { now: Instant.ofMs(0) });
  const decoded = decodeMessage(octets);
  if (!decoded.ok) {
    expect(decoded.offset).toBeLessThanOrEqual(octets.length);
    expect(verification.kind).not.toBe("verified");
    return;
  }
  const encoded = encodeMessage(decoded.value, 65_535);
  // Names that were compressed where we must not (RFC 3597 §4) may take more room than there is.
  if (!encoded.ok || encoded.value.isTruncated) return;
  expect(plainMessage(expectOk(decodeMessage(encoded.value.octets)))).toEqual(plainMessage(decoded.value));
}

const recorded = [...captures("bind-9.18"), ...captures("knot-3.2")].flatMap(({ query, answer }) => [query, answer]);

describe("hostile octets", () => {
  test("random ones", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), survive), { numRuns: 3000 });
  });

  test("random ones behind a header that promises much", () => {
    const body = fc.uint8Array({ maxLength: 600 });
    fc.assert(
      fc.property(body, (octets) =>
        survive(Uint8Array.from([0, 0, 0x84, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ...octets])),
      ),
      { numRuns: 2000 },
    );
  });

  test("recorded messages with octets changed, cut out and doubled", () => {
    const damage = fc.array(
      fc.tuple(fc.nat(), fc.constantFrom("set", "drop", "double"), fc.integer({ min: 0, max: 255 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(fc.constantFrom(...recorded), damage, (original, steps) => {
        const octets = [...original];
        for (const [place, step, value] of steps) {
          const at = place % Math.max(octets.length, 1);
          if (step === "set") octets[at] = value;
          else if (step === "drop") octets.splice(at, 1 + (value & 7));
          else octets.splice(at, 0, ...octets.slice(at, at + 1 + (value & 15)));
        }
        survive(Uint8Array.from(octets));
      }),
      { numRuns: 5000 },
    );
  });

  /** 5 460 records of twelve octets, each name a pointer into the longest chain of labels there can be. */
  test("64 KiB of names that point to the longest name are done in time", () => {
    const octets = new Uint8Array(65_535);
    octets.set([0, 0, 0x84, 0, 0, 0, 0xff, 0xff]);
    // The first record owns 127 labels of one octet; all others point to it.
    let offset = 12;
    for (let label = 0; label < 127; label += 1, offset += 2) octets.set([1, 0x61], offset);
    offset += 1;
    octets.set([0, 16, 0, 1, 0, 0, 0, 0, 0, 0], offset);
    offset += 10;
    for (; offset + 12 <= octets.length; offset += 12) octets.set([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0], offset);
    survive(octets);
  }, 10_000);
});
