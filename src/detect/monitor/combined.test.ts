import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { Instant } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import { combinedMonitor } from "./combined.ts";
import { type Hint, hintOf, type Monitor, mergeHints } from "./monitor.ts";

/** A monitor that a test lets speak. */
function puppet(id: string): { monitor: Monitor; hint: (hint: Hint) => void; isRunning: () => boolean } {
  let listener: ((hint: Hint) => void) | undefined;
  const monitor: Monitor = {
    id,
    start: (onHint) => {
      listener = onHint;
      return {
        stop: () => {
          listener = undefined;
          return Promise.resolve();
        },
      };
    },
  };
  return { monitor, hint: (hint) => listener?.(hint), isRunning: () => listener !== undefined };
}

describe("monitors together", () => {
  test("hints of one moment become one", async () => {
    const clock = new FakeClock();
    const [kernel, poll] = [puppet("netlink"), puppet("poll")];
    const hints: Hint[] = [];
    const combined = combinedMonitor([kernel.monitor, poll.monitor], { clock });
    const running = combined.start((hint) => hints.push(hint));
    kernel.hint(hintOf("netlink", clock.now(), { addressesChanged: true }, ["ipv6"]));
    await clock.advance(Duration.milliseconds(10));
    poll.hint(hintOf("poll", clock.now(), { pollDue: true }, ["ipv4"]));
    await clock.advance(Duration.seconds(1));
    expect(combined.id).toBe("netlink+poll");
    expect(hints).toEqual([
      {
        ...hintOf("netlink+poll", Instant.ofMs(Date.UTC(2026, 10, 20)), { addressesChanged: true, pollDue: true }),
        families: ["ipv4", "ipv6"],
      },
    ]);
    await running.stop();
    expect([kernel.isRunning(), poll.isRunning(), clock.pendingCount]).toEqual([false, false, 0]);
  });

  test("merging is of facts, families and names", () => {
    const early = hintOf("a", Instant.ofMs(1), { linksChanged: true }, ["ipv6"]);
    const late = hintOf("a", Instant.ofMs(2), { routesChanged: true }, ["ipv6"]);
    expect(mergeHints(early, late)).toEqual(
      hintOf("a", Instant.ofMs(1), { linksChanged: true, routesChanged: true }, ["ipv6"]),
    );
  });
});
