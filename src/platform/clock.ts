import { type Clock, Instant, type Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";

/** The real clock. What waits on it, and for how long, is decided elsewhere. */

/** Longest delay `setTimeout` takes, in milliseconds: it holds 31 bits, and a longer one would fire at once. */
const longestStepMs = 2 ** 31 - 1;

/**
 * Wall clock, monotonic clock and timers of this machine.
 *
 * A pending timer keeps the process alive: one that did not would let a command end in the middle of a wait, silently
 * and with status 0. Long-lived parts cancel their timers when they stop, and `main` ends the process by itself.
 *
 * Neither the monotonic clock nor timers advance while the machine sleeps (Linux: CLOCK_MONOTONIC), so a wake shows as
 * the wall clock moving further than the monotonic one.
 */
export const systemClock: Clock = {
  now: () => Instant.ofMs(Date.now()),
  monotonic: () => Duration.milliseconds(performance.now()),
  after: (delay, run) => startTimer(delay, run),
};

function startTimer(delay: Duration, run: () => void): Timer {
  const due = performance.now() + delay;
  let handle: ReturnType<typeof setTimeout>;
  const arm = (): void => {
    handle = setTimeout(fire, Math.min(Math.max(Math.ceil(due - performance.now()), 0), longestStepMs));
  };
  const fire = (): void => {
    // Timers are kept in whole milliseconds and may fire a fraction early; the contract says "at least".
    if (performance.now() < due) arm();
    else run();
  };
  arm();
  return { cancel: () => clearTimeout(handle) };
}
