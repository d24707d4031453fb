import { expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { Duration } from "../core/duration.ts";
import { type Log, logEvent } from "../core/log.ts";
import { Quiet } from "./quiet.ts";

const happened = logEvent("debug", "test.happened", { en: () => "Something.", "zh-CN": () => "有事发生。" });

/** How often it was told that nothing happens. */
async function quietAfter(act: (quiet: Quiet, clock: FakeClock) => Promise<void>): Promise<number> {
  const clock = new FakeClock();
  let count = 0;
  await act(
    new Quiet(clock, () => {
      count += 1;
    }),
    clock,
  );
  return count;
}

const tenSeconds = Duration.seconds(10);

test("nothing ever happened: no call, no timer", async () => {
  expect(await quietAfter((_, clock) => clock.advance(Duration.hours(1)))).toBe(0);
});

test("once, ten seconds after the last thing", async () => {
  const count = await quietAfter(async (quiet, clock) => {
    quiet.stir();
    await clock.advance(Duration.seconds(9));
    quiet.stir();
    await clock.advance(Duration.seconds(9));
    expect(clock.pendingCount).toBe(1);
    await clock.advance(Duration.hours(1));
    expect(clock.pendingCount).toBe(0);
  });
  expect(count).toBe(1);
});

test("again after something else", async () => {
  const count = await quietAfter(async (quiet, clock) => {
    for (let times = 0; times < 3; times += 1) {
      quiet.stir();
      await clock.advance(tenSeconds);
    }
  });
  expect(count).toBe(3);
});

test("what is written to a watched log counts and arrives", async () => {
  const written: string[] = [];
  const log: Log = { write: (event) => void written.push(event.code) };
  const count = await quietAfter(async (quiet, clock) => {
    quiet.watching(log).write(happened, {});
    await clock.advance(tenSeconds);
  });
  expect(written).toEqual(["test.happened"]);
  expect(count).toBe(1);
});

test("stopped: no call", async () => {
  const count = await quietAfter(async (quiet, clock) => {
    quiet.stir();
    await quiet.stop();
    await clock.advance(tenSeconds);
  });
  expect(count).toBe(0);
});
