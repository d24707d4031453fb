import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";

/** Keeps the requests of one credential within the pace its service documents. Knows no provider and no target. */

/** A documented pace. */
export interface Pace {
  /** May be a fraction: 0.5 is one request in two minutes. */
  readonly requestsPerMinute: number;
}

interface Waiting {
  readonly count: number;
  readonly go: (isGranted: boolean) => void;
}

/**
 * A token bucket whose every minute, wherever it begins, holds at most the documented number of requests.
 *
 * Half of the pace may be used at once, after a change of address when everything is due; the rest flows evenly. Asking
 * is in order: who asks for many is not overtaken by those who ask for few.
 */
export class Budget {
  readonly #clock: Clock;
  readonly #capacity: number;
  /** Tokens per millisecond. */
  readonly #rate: number;
  #tokens: number;
  #countedAt: Duration;
  #pausedUntil: Duration | undefined;
  #queue: readonly Waiting[] = [];
  #timer: Timer | undefined;

  /** Without a pace only pauses are obeyed. */
  constructor(pace: Pace | undefined, clock: Clock) {
    this.#clock = clock;
    const perMinute = pace?.requestsPerMinute ?? Number.POSITIVE_INFINITY;
    this.#capacity = Number.isFinite(perMinute) ? Math.max(1, Math.floor(perMinute / 2)) : Number.POSITIVE_INFINITY;
    // In any half-open minute: a full bucket, and what flows in after its first request. Their sum is the pace.
    this.#rate = Number.isFinite(perMinute) ? (perMinute - this.#capacity + 1) / 60_000 : 0;
    this.#tokens = this.#capacity;
    this.#countedAt = clock.monotonic();
  }

  /** When requests may start again, on the clock that cannot jump; undefined when there is no pause. */
  get pausedUntil(): Duration | undefined {
    return this.#pausedUntil !== undefined && this.#pausedUntil > this.#clock.monotonic()
      ? this.#pausedUntil
      : undefined;
  }

  /** Lets nothing start for so long, because the service asked for it. A longer pause that runs already stays. */
  pause(length: Duration): void {
    const until = Duration.milliseconds(this.#clock.monotonic() + length);
    this.#pausedUntil = Duration.milliseconds(Math.max(until, this.#pausedUntil ?? 0));
    this.#serve();
  }

  /** Ends a pause, because a person wants an attempt now or the credential was changed. */
  resume(): void {
    this.#pausedUntil = undefined;
    this.#serve();
  }

  /**
   * Waits until `count` requests may be sent; more than the bucket holds are granted when it is full, and are paid for
   * afterwards. Resolves with false when the signal was aborted first.
   */
  take(count: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve(false);
        return;
      }
      const onAbort = (): void => {
        this.#queue = this.#queue.filter((waiting) => waiting !== entry);
        resolve(false);
        this.#serve();
      };
      const entry: Waiting = {
        count,
        go: (isGranted) => {
          signal?.removeEventListener("abort", onAbort);
          resolve(isGranted);
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#queue = [...this.#queue, entry];
      this.#serve();
    });
  }

  #serve(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#refill();
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const wait = this.#waitFor(first.count);
      if (wait > 0) {
        this.#timer = this.#clock.after(wait, () => this.#serve());
        return;
      }
      this.#tokens -= first.count;
      this.#queue = this.#queue.slice(1);
      first.go(true);
    }
  }

  #refill(): void {
    const now = this.#clock.monotonic();
    this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#countedAt) * this.#rate);
    this.#countedAt = now;
  }

  #waitFor(count: number): Duration {
    const paused = (this.pausedUntil ?? 0) - this.#countedAt;
    const lacking = Math.min(count, this.#capacity) - this.#tokens;
    // Whole milliseconds, rounded up: a timer that fires a fraction early would only wait again.
    const filling = lacking > 0 ? Math.ceil(lacking / this.#rate) : 0;
    return Duration.milliseconds(Math.max(paused, filling, 0));
  }
}
