import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Instant } from "../../core/clock.ts";
import { parseHttpDate, retryAfterOf } from "./retry-after.ts";

const now = Instant.ofMs(Date.UTC(2026, 10, 20));

describe("Retry-After", () => {
  const rows: readonly (readonly [title: string, headers: Record<string, string>, seconds: number | undefined])[] = [
    ["absent", {}, undefined],
    ["seconds", { "retry-after": "120" }, 120],
    ["zero", { "retry-after": "0" }, 0],
    ["a date, by our clock", { "retry-after": "Fri, 20 Nov 2026 00:01:00 GMT" }, 60],
    [
      "a date, by the answer's own clock",
      { "retry-after": "Fri, 20 Nov 2026 09:01:00 GMT", date: "Fri, 20 Nov 2026 09:00:00 GMT" },
      60,
    ],
    ["a date that has passed", { "retry-after": "Thu, 19 Nov 2026 00:00:00 GMT" }, 0],
    ["longer than a day", { "retry-after": "999999999" }, 86_400],
    ["a date years away", { "retry-after": "Fri, 20 Nov 2037 00:01:00 GMT" }, 86_400],
    ["negative", { "retry-after": "-5" }, undefined],
    ["a fraction", { "retry-after": "1.5" }, undefined],
    ["too many digits", { "retry-after": "9".repeat(40) }, undefined],
    ["words", { "retry-after": "soon" }, undefined],
  ];
  for (const [title, headers, seconds] of rows) {
    test(title, () =>
      expect(retryAfterOf(headers, now)).toBe((seconds === undefined ? undefined : seconds * 1_000) as never),
    );
  }
});

describe("HTTP dates", () => {
  // The three spellings of one moment in RFC 9110 §5.6.7.
  for (const text of ["Sun, 06 Nov 1994 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]) {
    test(text, () => expect(parseHttpDate(text)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37)));
  }
  test("two digits of the year are of this century", () => {
    expect(parseHttpDate("Friday, 20-Nov-26 00:00:00 GMT")).toBe(now);
  });
  for (const text of ["", "Fri, 20 Foo 2026 00:00:00 GMT", "Fri, 20 Nov 2026 00:00:00 CET", "2026-11-20T00:00:00Z"]) {
    test(`not ${JSON.stringify(text)}`, () => expect(parseHttpDate(text)).toBeUndefined());
  }
  test("every second the usual form can say is read back", () => {
    const seconds = fc.integer({ min: 0, max: 4_102_444_799 });
    fc.assert(
      fc.property(seconds, (second) => parseHttpDate(new Date(second * 1_000).toUTCString()) === second * 1_000),
    );
  });
});
