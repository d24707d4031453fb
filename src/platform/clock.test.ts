import { describe, expect, jest, test } from "bun:test";
import { Duration } from "../core/duration.ts";
import { systemClock } from "./clock.ts";

describe("the system clock", () => {
  test("never goes backwards", () => {
    const readings = Array.from({ length: 1_000 }, () => systemClock.monotonic());
    expect(readings.toSorted((a, b) => a - b)).toEqual(readings);
  });

  test("calls once, after at least the delay, and not before the caller has returned", async () => {
    const started = performance.now();
    let calls = 0;
    await new Promise<void>((resolve) => {
      systemClock.after(Duration.milliseconds(5), () => {
        calls += 1;
        resolve();
      });
      expect(calls).toBe(0);
    });
    expect(performance.now() - started).toBeGreaterThanOrEqual(5);
    expect(calls).toBe(1);
  });

  test("calls in the next turn for a delay of zero", async () => {
    await new Promise<void>((resolve) => systemClock.after(Duration.zero, resolve));
  });
});

describe("timers", () => {
  const rows = [
    {
      name: "one millisecond before 30 days: silent",
      delay: Duration.days(30),
      elapsedMs: 30 * 86_400_000 - 1,
      calls: 0,
    },
    {
      name: "after 30 days, longer than setTimeout holds: called",
      delay: Duration.days(30),
      elapsedMs: 30 * 86_400_000,
      calls: 1,
    },
    { name: "after ten years: called", delay: Duration.days(3_650), elapsedMs: 3_650 * 86_400_000, calls: 1 },
    { name: "long after: called once", delay: Duration.seconds(1), elapsedMs: 60_000, calls: 1 },
  ];
  for (const row of rows) {
    test(row.name, () => {
      const clock = moveableTimers();
      try {
        let calls = 0;
        systemClock.after(row.delay, () => {
          calls += 1;
        });
        clock.advance(row.elapsedMs);
        expect(calls).toBe(row.calls);
      } finally {
        clock.restore();
      }
    });
  }

  test("a cancelled timer stays silent, also between the steps of a long delay", () => {
    const clock = moveableTimers();
    try {
      let calls = 0;
      const timer = systemClock.after(Duration.days(60), () => {
        calls += 1;
      });
      clock.advance(30 * 86_400_000);
      timer.cancel();
      timer.cancel();
      clock.advance(60 * 86_400_000);
      expect(calls).toBe(0);
    } finally {
      clock.restore();
    }
  });
});

/** The runner's own timers and `performance.now`, moved together. */
function moveableTimers(): { advance(ms: number): void; restore(): void } {
  jest.useFakeTimers();
  return {
    advance: (ms) => {
      // The runner takes at most 32 bits at a time.
      for (let left = ms; left > 0; left -= 2 ** 31) jest.advanceTimersByTime(Math.min(left, 2 ** 31));
    },
    restore: () => {
      jest.useRealTimers();
    },
  };
}
