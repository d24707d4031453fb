import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { type Hint, mergeHints, tellsOfChange } from "./monitor/monitor.ts";

/**
 * Holds hints back where each costs questions to strangers and they come without end: interfaces of containers that come
 * and go, a link that flaps, somebody on it who speaks in the router's name. None is lost; what waits becomes one.
 */

/** So many are passed on at once: a line that is dialled anew, several times in a row, takes fewer. */
const mostAtOnce = 20;

/** After these, one in so long. Echoes count more than a few questions a minute as abuse. */
const interval = Duration.seconds(10);

export class HintPace {
  readonly #clock: Clock;
  readonly #pass: (hint: Hint, isLate: boolean) => void;
  #allowance: number = mostAtOnce;
  #countedAt: Duration;
  #waiting: Hint | undefined;
  #timer: Timer | undefined;

  /** @param pass hears each hint, and whether it had to wait. */
  constructor(clock: Clock, pass: (hint: Hint, isLate: boolean) => void) {
    this.#clock = clock;
    this.#pass = pass;
    this.#countedAt = clock.monotonic();
  }

  /**
   * Passes the hint on, now or when it is its turn; what only says that it is time to look, at once.
   *
   * @param isCostly somebody outside of this network is asked because of it.
   */
  hear(hint: Hint, isCostly: boolean): void {
    const hasCost = isCostly && tellsOfChange(hint);
    const isLate = this.#waiting !== undefined;
    const whole = this.#waiting === undefined ? hint : mergeHints(this.#waiting, hint);
    if (hasCost && !this.#isTurn()) {
      this.#waiting = whole;
      const pause = Duration.milliseconds(Math.ceil((1 - this.#allowance) * interval));
      this.#timer ??= this.#clock.after(pause, () => this.#release());
      return;
    }
    this.cancel();
    if (hasCost) this.#allowance -= 1;
    this.#pass(whole, isLate);
  }

  /** Drops what waits. */
  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#waiting = undefined;
  }

  #isTurn(): boolean {
    const now = this.#clock.monotonic();
    this.#allowance = Math.min(mostAtOnce, this.#allowance + (now - this.#countedAt) / interval);
    this.#countedAt = now;
    return this.#allowance >= 1;
  }

  #release(): void {
    this.#timer = undefined;
    if (this.#waiting !== undefined) this.hear(this.#waiting, true);
  }
}
