import { expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { Duration } from "../core/duration.ts";
import { HintPace } from "./hint-pace.ts";
import { type Hint, hintOf } from "./monitor/monitor.ts";

function scene(): { clock: FakeClock; passed: Hint[]; pace: HintPace; change: (monitor: string) => void } {
  const clock = new FakeClock();
  const passed: Hint[] = [];
  const pace = new HintPace(clock, (hint) => passed.push(hint));
  const change = (monitor: string): void => pace.hear(hintOf(monitor, clock.now(), { linksChanged: true }), true);
  return { clock, passed, pace, change };
}

test("what waits is passed on as one when it is its turn, and never later than ten seconds", async () => {
  const { clock, passed, change } = scene();
  for (let count = 0; count < 20; count += 1) change("netlink");
  expect(passed.length).toBe(20);
  change("netlink");
  change("router");
  await clock.advance(Duration.milliseconds(9_999));
  expect(passed.length).toBe(20);
  await clock.advance(Duration.milliseconds(1));
  expect(passed.slice(20).map(({ monitor }) => monitor)).toEqual(["netlink+router"]);
  expect(clock.pendingCount).toBe(0);
});

test("a look that is due meanwhile / takes along what waits, or it would be taken for no change", () => {
  const { clock, passed, pace, change } = scene();
  for (let count = 0; count < 21; count += 1) change("netlink");
  pace.hear(hintOf("poll", clock.now(), { pollDue: true }), true);
  expect(passed.at(-1)).toMatchObject({ monitor: "netlink+poll", linksChanged: true, pollDue: true });
  expect(clock.pendingCount).toBe(0);
});

test("where nobody outside is asked / all are passed on", () => {
  const { clock, passed, pace } = scene();
  for (let count = 0; count < 100; count += 1) pace.hear(hintOf("x", clock.now(), { linksChanged: true }), false);
  expect(passed.length).toBe(100);
});
