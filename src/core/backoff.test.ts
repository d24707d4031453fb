import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { Duration } from "./duration.ts";
import { longestNamedPause, longestPause, pauseAfter, shortestPause } from "./backoff.ts";

const highest = { octets: (): Uint8Array => new Uint8Array(), fraction: () => 0.999_999_999 };

describe("pauseAfter", () => {
  const rows: readonly (readonly [
    name: string,
    previous: Duration | undefined,
    named: Duration | undefined,
    least: Duration | undefined,
    wait: string,
  ])[] = [
    ["first failure / at most three seconds", undefined, undefined, undefined, "3s"],
    ["ten seconds before / at most half a minute", Duration.seconds(10), undefined, undefined, "30s"],
    ["an hour before / stays at an hour", Duration.hours(1), undefined, undefined, "1h"],
    ["the remote named ten minutes / ten minutes", undefined, Duration.minutes(10), undefined, "10m"],
    ["the remote named less than we would wait / ours", Duration.minutes(1), Duration.seconds(1), undefined, "3m"],
    ["the remote named two hours / more than we ever choose", undefined, Duration.hours(2), undefined, "2h"],
    ["the remote named thirty years / a day", undefined, Duration.days(10_950), undefined, "1d"],
    ["this failure has a least pause / that", undefined, undefined, Duration.minutes(30), "30m"],
    ["named beside a least pause / the named one", undefined, Duration.minutes(1), Duration.minutes(30), "1m"],
  ];
  for (const [name, previous, named, least, wait] of rows) {
    test(name, () => {
      expect(Duration.format(pauseAfter(previous, named, least, highest).wait)).toBe(wait);
    });
  }

  test("grows to the longest one, with chances neither good nor bad", () => {
    const even = { ...highest, fraction: () => 0.5 };
    let previous: Duration | undefined;
    for (let attempt = 0; attempt < 25; attempt += 1) previous = pauseAfter(previous, undefined, undefined, even).grown;
    expect(previous).toBeGreaterThan(Duration.minutes(30));
  });

  test("stays within its bounds whatever came before", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = new SeededRandom(seed);
        let previous: Duration | undefined;
        for (let attempt = 0; attempt < 60; attempt += 1) {
          const { wait, grown } = pauseAfter(previous, undefined, undefined, random);
          expect(wait).toBe(grown);
          expect(wait).toBeGreaterThanOrEqual(shortestPause);
          expect(wait).toBeLessThanOrEqual(Math.min(longestPause, 3 * (previous ?? shortestPause)));
          previous = grown;
        }
      }),
    );
    expect(longestNamedPause).toBeGreaterThan(longestPause);
  });
});
