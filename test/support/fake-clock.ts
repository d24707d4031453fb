import { type Clock, Instant, type Timer } from "../../src/core/clock.ts";
import { Duration } from "../../src/core/duration.ts";

/** A clock that stands still until a test moves it. Starts at 2026-11-20T00:00:00Z. */
export class FakeClock implements Clock {
  #elapsed = 0;
  #start: number;
  #pending: { readonly due: number; readonly order: number; readonly run: () => void }[] = [];
  #order = 0;

  constructor(start: number = Date.UTC(2026, 10, 20)) {
    this.#start = start;
  }

  now(): Instant {
    return Instant.ofMs(this.#start + this.#elapsed);
  }

  monotonic(): Duration {
    return Duration.milliseconds(this.#elapsed);
  }

  after(delay: Duration, run: () => void): Timer {
    const entry = { due: this.#elapsed + delay, order: this.#order, run };
    this.#order += 1;
    this.#pending.push(entry);
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((other) => other !== entry);
      },
    };
  }

  /** How many timers wait. */
  get pendingCount(): number {
    return this.#pending.length;
  }

  /** Time until the next timer; undefined when none waits. */
  get untilNext(): Duration | undefined {
    const next = this.#next();
    return next === undefined ? undefined : Duration.milliseconds(next.due - this.#elapsed);
  }

  /**
   * Moves time, running due timers one after the other at their own times; promises they settle are given room before
   * the next one runs.
   */
  async advance(by: Duration): Promise<void> {
    const end = this.#elapsed + by;
    await settle();
    for (let next = this.#next(); next !== undefined && next.due <= end; next = this.#next()) {
      const due = next;
      this.#pending = this.#pending.filter((other) => other !== due);
      this.#elapsed = Math.max(this.#elapsed, due.due);
      due.run();
      await settle();
    }
    this.#elapsed = end;
    await settle();
  }

  /** Moves the wall clock alone, as a user, NTP or a wake from sleep does. */
  jumpWall(byMs: number): void {
    this.#start += byMs;
  }

  #next(): { readonly due: number; readonly order: number; readonly run: () => void } | undefined {
    return this.#pending.toSorted((a, b) => a.due - b.due || a.order - b.order)[0];
  }
}

/** Lets promise callbacks that are ready run, without waiting for any time to pass. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
}
