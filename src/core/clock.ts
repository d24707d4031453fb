import type { Duration } from "./duration.ts";

/** Time as a parameter: the real clock lives in `platform/`, tests pass one they move by hand. */

/** Milliseconds since 1970-01-01T00:00:00Z on the wall clock, which may jump. */
export type Instant = number & { readonly unit: "ms-since-epoch" };

/** A pending call; cancelling one that has run or was cancelled does nothing. */
export interface Timer {
  cancel(): void;
}

/** The three questions about time, and nothing else. */
export interface Clock {
  /** Wall-clock time, for records people read and for signatures. */
  now(): Instant;
  /** Milliseconds since an arbitrary point; never goes backwards. For measuring and for backoff. */
  monotonic(): Duration;
  /** Calls `run` once after at least `delay`. */
  after(delay: Duration, run: () => void): Timer;
}

export const Instant: {
  /** Takes milliseconds since the epoch. */
  ofMs(ms: number): Instant;
  plus(instant: Instant, duration: Duration): Instant;
  /** RFC 3339 in UTC with milliseconds. */
  format(instant: Instant): string;
} = {
  ofMs: (ms) => Math.trunc(ms) as Instant,
  plus: (instant, duration) => (instant + duration) as Instant,
  format: (instant) => new Date(instant).toISOString(),
};

/** Waits on the given clock; resolves early, with false, when the signal is aborted. */
export function wait(clock: Clock, delay: Duration, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve(false);
      return;
    }
    const onAbort = (): void => {
      timer.cancel();
      resolve(false);
    };
    const timer = clock.after(delay, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve(true);
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
