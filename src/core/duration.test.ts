import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../test/support/expect-ok.ts";
import { Duration } from "./duration.ts";

describe("Duration", () => {
  for (const [text, ms] of [
    ["250ms", 250],
    ["5s", 5_000],
    ["1.5s", 1_500],
    ["10m", 600_000],
    ["6h", 21_600_000],
    ["30d", 2_592_000_000],
    ["0s", 0],
    [" 90s ", 90_000],
  ] as const) {
    test(`${JSON.stringify(text)} is ${ms} ms`, () => expect(Number(expectOk(Duration.parse(text)))).toBe(ms));
  }

  for (const [text, code] of [
    ["", "not-a-duration"],
    ["5", "not-a-duration"],
    ["5 s", "not-a-duration"],
    ["-5s", "not-a-duration"],
    ["5w", "not-a-duration"],
    ["1h30m", "not-a-duration"],
    ["99999d", "duration-too-long"],
  ] as const) {
    test(`${JSON.stringify(text)} is ${code}`, () => expect(Duration.parse(text)).toEqual({ ok: false, code }));
  }

  test("formatting reads back exactly", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000_000), (ms) => {
        expect(expectOk(Duration.parse(Duration.format(Duration.milliseconds(ms))))).toBe(Duration.milliseconds(ms));
      }),
    );
  });
});
