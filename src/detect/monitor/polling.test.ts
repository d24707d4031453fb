import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { type Clock, Instant } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Hint } from "./monitor.ts";
import { pollingMonitor } from "./polling.ts";

function watching(clock: Clock, interval: Duration): { hints: string[]; stop: () => Promise<void> } {
  const hints: string[] = [];
  const note = (hint: Hint): void => {
    hints.push(
      [clock.monotonic() / 1_000, hint.pollDue ? "due" : "", hint.wokeFromSleep ? "woke" : ""].join(" ").trim(),
    );
  };
  const running = pollingMonitor(interval, { clock }).start(note);
  return { hints, stop: () => running.stop() };
}

describe("the polling monitor", () => {
  test("asks to look once per interval", async () => {
    const clock = new FakeClock();
    const { hints, stop } = watching(clock, Duration.minutes(5));
    await clock.advance(Duration.minutes(15));
    expect(hints).toEqual(["300 due", "600 due", "900 due"]);
    await stop();
    expect(clock.pendingCount).toBe(0);
  });

  for (const [name, seconds, expected] of [
    ["an interval shorter than its tick is kept", 2, ["2 due", "4 due"]],
    ["an interval of some ticks and a half is kept", 25, ["25 due", "50 due"]],
  ] as const) {
    test(name, async () => {
      const clock = new FakeClock();
      const { hints, stop } = watching(clock, Duration.seconds(seconds));
      await clock.advance(Duration.seconds(seconds * 2.5));
      expect(hints).toEqual([...expected]);
      await stop();
    });
  }

  for (const [name, jumpMs, expected] of [
    ["the host slept for an hour", 3_600_000, ["10  woke"]],
    ["somebody set the clock back", -60_000, ["10  woke"]],
    ["time servers correct two seconds", 2_000, []],
  ] as const) {
    test(`${name}: ${JSON.stringify(expected)}`, async () => {
      const clock = new FakeClock();
      const { hints, stop } = watching(clock, Duration.minutes(5));
      clock.jumpWall(jumpMs);
      await clock.advance(Duration.seconds(30));
      expect(hints).toEqual([...expected]);
      await stop();
    });
  }

  test("a look after waking replaces the one that was due", async () => {
    const clock = new FakeClock();
    const { hints, stop } = watching(clock, Duration.minutes(1));
    await clock.advance(Duration.seconds(45));
    clock.jumpWall(60_000);
    await clock.advance(Duration.seconds(60));
    expect(hints).toEqual(["50  woke"]);
    await stop();
  });

  test("where the steady clock runs on during sleep, a late tick tells", () => {
    let now = 0;
    let run: () => void = () => undefined;
    const clock: Clock = {
      now: () => Instant.ofMs(now),
      monotonic: () => Duration.milliseconds(now),
      after: (_, next) => {
        run = next;
        return { cancel: () => undefined };
      },
    };
    const { hints } = watching(clock, Duration.hours(2));
    now += 10_050;
    run();
    now += 3_600_000;
    run();
    expect(hints).toEqual(["3610.05  woke"]);
  });
});
