import { describe, expect, test } from "bun:test";
import { Instant } from "../../core/clock.ts";
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
  test("every hint is handed on at the moment it comes, and all stop together", async () => {
    const [kernel, poll] = [puppet("netlink"), puppet("poll")];
    const hints: Hint[] = [];
    const combined = combinedMonitor([kernel.monitor, poll.monitor]);
    expect(combined.id).toBe("netlink+poll");
    const running = combined.start((hint) => hints.push(hint));
    const [changed, due] = [
      hintOf("netlink", Instant.ofMs(1), { addressesChanged: true }, ["ipv6"]),
      hintOf("poll", Instant.ofMs(1), { pollDue: true }),
    ];
    kernel.hint(changed);
    poll.hint(due);
    expect(hints).toEqual([changed, due]);
    await running.stop();
    expect([kernel.isRunning(), poll.isRunning()]).toEqual([false, false]);
  });

  test("merging is of facts, families and names", () => {
    const early = hintOf("a", Instant.ofMs(1), { linksChanged: true }, ["ipv6"]);
    const late = hintOf("a", Instant.ofMs(2), { routesChanged: true }, ["ipv6"]);
    expect(mergeHints(early, late)).toEqual(
      hintOf("a", Instant.ofMs(1), { linksChanged: true, routesChanged: true }, ["ipv6"]),
    );
  });
});
