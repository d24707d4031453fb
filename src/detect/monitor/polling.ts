import type { Clock, Timer } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import { hintOf, type Monitor } from "./monitor.ts";

/** The floor below all other monitors: looks now and then, and notices that the host slept. */

/** Between two looks at the clock: how late a wake from sleep may be noticed, at the cost of a wake-up of the processor. */
const tick = Duration.seconds(10);

/** Clocks are slewed by far less within a tick; a jump beyond it was sleep, or somebody set the clock. */
const jumpThreshold = Duration.seconds(5);

const id = "poll";

/** Gives the first hint after one interval: whoever starts a monitor has just looked. */
export function pollingMonitor(interval: Duration, ports: { readonly clock: Clock }): Monitor {
  const { clock } = ports;
  return {
    id,
    start: (onHint) => {
      let timer: Timer;
      let polledAt = clock.monotonic();
      const schedule = (): void => {
        const [wall, steady] = [clock.now(), clock.monotonic()];
        const length = Duration.milliseconds(Math.min(tick, polledAt + interval - steady));
        timer = clock.after(length, () => {
          const passed = clock.monotonic() - steady;
          // Where the steady clock stops during sleep, the wall clock runs ahead of it; where it does not, the tick is
          // late.
          const hasJumped = Math.abs(clock.now() - wall - passed) > jumpThreshold;
          const isLate = passed - length > jumpThreshold;
          const isDue = clock.monotonic() - polledAt >= interval;
          const isTime = hasJumped || isLate || isDue;
          if (isTime) polledAt = clock.monotonic();
          schedule();
          if (isTime) onHint(hintOf(id, clock.now(), { wokeFromSleep: hasJumped || isLate, pollDue: isDue }));
        });
      };
      schedule();
      return {
        stop: () => {
          timer.cancel();
          return Promise.resolve();
        },
      };
    },
  };
}
