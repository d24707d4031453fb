import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FakeClock, settle } from "../../test/support/fake-clock.ts";
import { Duration } from "../core/duration.ts";
import { Budget } from "./budget.ts";

/** Asks one after the other and notes when each request was granted, in seconds. */
function ask(budget: Budget, clock: FakeClock, counts: readonly number[]): readonly number[] {
  const granted: number[] = [];
  for (const count of counts) {
    void budget.take(count).then(() => {
      for (let sent = 0; sent < count; sent += 1) granted.push(clock.monotonic() / 1_000);
    });
  }
  return granted;
}

describe("Budget", () => {
  const rows: readonly (readonly [name: string, perMinute: number, requests: number, seconds: readonly number[]])[] = [
    ["one a minute / one each minute", 1, 3, [0, 60, 120]],
    ["two a minute / half a minute apart", 2, 4, [0, 30, 60, 90]],
    ["half a request a minute / two minutes apart", 0.5, 3, [0, 120, 240]],
    ["six a minute / half at once, the rest evenly", 6, 6, [0, 0, 0, 15, 30, 45]],
  ];
  for (const [name, requestsPerMinute, requests, seconds] of rows) {
    test(name, async () => {
      const clock = new FakeClock();
      const granted = ask(new Budget({ requestsPerMinute }, clock), clock, Array(requests).fill(1));
      await clock.advance(Duration.minutes(10));
      expect(granted.map((at) => Math.round(at))).toEqual([...seconds]);
    });
  }

  test("no documented pace / no waiting", async () => {
    const clock = new FakeClock();
    const granted = ask(new Budget(undefined, clock), clock, Array(50).fill(1));
    await settle();
    expect(granted).toHaveLength(50);
    expect(clock.pendingCount).toBe(0);
  });

  test("in no minute are there more requests than documented", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.record({ after: fc.integer({ min: 0, max: 90_000 }), count: fc.integer({ min: 1, max: 12 }) }), {
          minLength: 1,
          maxLength: 12,
        }),
        async (requestsPerMinute, bursts) => {
          const clock = new FakeClock();
          const budget = new Budget({ requestsPerMinute }, clock);
          const sent: number[] = [];
          for (const { after, count } of bursts) {
            await clock.advance(Duration.milliseconds(after));
            for (let one = 0; one < count; one += 1) void budget.take(1).then(() => sent.push(clock.monotonic()));
          }
          await clock.advance(Duration.hours(3));
          expect(sent).toHaveLength(bursts.reduce((sum, { count }) => sum + count, 0));
          for (const start of sent) {
            const inMinute = sent.filter((at) => at >= start && at < start + 60_000).length;
            expect(inMinute).toBeLessThanOrEqual(requestsPerMinute);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("more than the bucket holds is granted when it is full, and paid for afterwards", async () => {
    const clock = new FakeClock();
    const granted = ask(new Budget({ requestsPerMinute: 4 }, clock), clock, [5, 1]);
    await clock.advance(Duration.minutes(5));
    // Two in the bucket, three owed, one more: four tokens at three a minute.
    expect(granted.map((at) => Math.round(at))).toEqual([0, 0, 0, 0, 0, 80]);
  });

  test("a pause holds everybody back, and ends for everybody", async () => {
    const clock = new FakeClock();
    const budget = new Budget({ requestsPerMinute: 60 }, clock);
    budget.pause(Duration.minutes(5));
    budget.pause(Duration.minutes(1));
    const granted = ask(budget, clock, [1, 1]);
    expect(budget.pausedUntil).toBe(Duration.minutes(5));
    await clock.advance(Duration.seconds(299));
    expect(granted).toEqual([]);
    await clock.advance(Duration.seconds(1));
    expect(granted).toEqual([300, 300]);
    expect(budget.pausedUntil).toBeUndefined();
  });

  test("a person ends a pause", async () => {
    const clock = new FakeClock();
    const budget = new Budget(undefined, clock);
    budget.pause(Duration.hours(1));
    const granted = ask(budget, clock, [1]);
    budget.resume();
    await settle();
    expect(granted).toEqual([0]);
  });

  test("who gives up makes room and is not counted", async () => {
    const clock = new FakeClock();
    const budget = new Budget({ requestsPerMinute: 1 }, clock);
    const [first] = await Promise.all([budget.take(1)]);
    const giving = new AbortController();
    const second = budget.take(1, giving.signal);
    const granted = ask(budget, clock, [1]);
    giving.abort();
    await clock.advance(Duration.minutes(1));
    expect([first, await second, granted.length]).toEqual([true, false, 1]);
    expect(await budget.take(1, giving.signal)).toBe(false);
  });
});
