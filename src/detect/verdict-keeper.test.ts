import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { address } from "../../test/support/values.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import { ok } from "../core/result.ts";
import { hintOf } from "./monitor/monitor.ts";
import { type Source, sourceOf } from "./source.ts";
import { VerdictKeeper } from "./verdict-keeper.ts";
import { defaultRules } from "./verdict.ts";

const [x, y] = ["44.128.10.7", "44.128.10.8"] as const;

/** A host behind NAT: one echo that shows `now.address` after `now.delayMs`, for ever silent without an address. */
function scene(): {
  clock: FakeClock;
  now: { address: string | undefined; delayMs: number };
  verdicts: string[];
  bugs: unknown[];
  asked: () => number;
  keeper: VerdictKeeper;
  hint: (family?: Family) => void;
} {
  const clock = new FakeClock();
  const now: { address: string | undefined; delayMs: number } = { address: x, delayMs: 20 };
  let asked = 0;
  const echo: Source = sourceOf(
    {
      id: "stun:a",
      family: "ipv4",
      operator: "a",
      strength: "echo",
      ask: ({ signal }) => {
        asked += 1;
        const { address: text, delayMs } = now;
        return new Promise((resolve) => {
          if (text === undefined) return;
          const seen = ok([{ address: address(text), evidence: {} }]);
          const timer = clock.after(Duration.milliseconds(delayMs), () => resolve(seen));
          signal.addEventListener("abort", () => timer.cancel());
        });
      },
    },
    clock,
  );
  const verdicts: string[] = [];
  const bugs: unknown[] = [];
  const keeper = new VerdictKeeper(
    { family: "ipv4", sources: [echo], rules: defaultRules, isThorough: false },
    clock,
    (verdict) =>
      verdicts.push(`${clock.monotonic()} ${verdict.kind === "known" ? verdict.addresses.join() : verdict.kind}`),
    (error) => bugs.push(error),
  );
  const hint = (family: Family = "ipv4"): void =>
    keeper.hear(hintOf("netlink", Instant.ofMs(0), { addressesChanged: true }, [family]));
  return { clock, now, verdicts, bugs, asked: () => asked, keeper, hint };
}

const ms = Duration.milliseconds;

describe("the keeper of a verdict", () => {
  test("asks at the start and after each hint that concerns it", async () => {
    const { clock, now, verdicts, keeper, hint } = scene();
    await clock.advance(ms(100));
    now.address = y;
    hint("ipv6");
    await clock.advance(ms(100));
    hint();
    await clock.advance(ms(100));
    expect(verdicts).toEqual([`20 ${x}`, `220 ${y}`]);
    await keeper.stop();
    expect(clock.pendingCount).toBe(0);
  });

  test("a hint during a survey replaces it, so no older news comes after newer", async () => {
    const { clock, now, verdicts, keeper, hint } = scene();
    await clock.advance(ms(100));
    now.address = undefined;
    hint();
    await clock.advance(ms(1_000));
    now.address = y;
    hint();
    await clock.advance(Duration.seconds(10));
    expect(verdicts).toEqual([`20 ${x}`, `1120 ${y}`]);
    await keeper.stop();
  });

  test("a poll during a survey changes nothing: sources slower than the interval get to answer", async () => {
    const { clock, now, verdicts, asked, keeper } = scene();
    now.delayMs = 1_500;
    for (let second = 1; second <= 6; second += 1) {
      await clock.advance(ms(1_000));
      keeper.hear(hintOf("poll", Instant.ofMs(0), { pollDue: true }));
    }
    await clock.advance(ms(1_000));
    expect(verdicts).toEqual([`1500 ${x}`, `3500 ${x}`, `5500 ${x}`]);
    expect(asked()).toBe(4);
    await keeper.stop();
  });

  test("hints without end do not keep it from finishing", async () => {
    const { clock, now, verdicts, keeper, hint } = scene();
    now.delayMs = 300;
    for (let round = 0; round < 40; round += 1) {
      hint();
      await clock.advance(ms(50));
    }
    expect(verdicts.length).toBeGreaterThanOrEqual(3);
    await clock.advance(Duration.seconds(1));
    const count = verdicts.length;
    await clock.advance(Duration.seconds(10));
    expect(verdicts.length).toBe(count);
    await keeper.stop();
  });

  test("many hints at once cause one survey", async () => {
    const { clock, asked, keeper, hint } = scene();
    await clock.advance(ms(100));
    hint();
    for (let round = 0; round < 10; round += 1) hint();
    await clock.advance(Duration.seconds(1));
    expect(asked()).toBe(2);
    await keeper.stop();
  });

  test("says nothing after stop", async () => {
    const { clock, verdicts, keeper, hint } = scene();
    const stopped = keeper.stop();
    hint();
    await clock.advance(Duration.seconds(5));
    await stopped;
    await keeper.stop();
    expect([verdicts, clock.pendingCount]).toEqual([[], 0]);
  });

  test("a bug in a source is reported and does not end the watch", async () => {
    const clock = new FakeClock();
    const bugs: unknown[] = [];
    let asked = 0;
    const broken: Source = {
      id: "stun:a",
      family: "ipv4",
      operator: "a",
      strength: "echo",
      observe: () => {
        asked += 1;
        return Promise.reject(new Error("bug"));
      },
    };
    const keeper = new VerdictKeeper(
      { family: "ipv4", sources: [broken], rules: defaultRules, isThorough: false },
      clock,
      () => undefined,
      (error) => bugs.push(error),
    );
    await clock.advance(ms(10));
    keeper.hear(hintOf("poll", Instant.ofMs(0), { pollDue: true }));
    await clock.advance(ms(10));
    expect([asked, bugs.length]).toEqual([2, 2]);
    await keeper.stop();
  });
});
