import type { Clock, Timer } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import { type Hint, mergeHints } from "./monitor.ts";

/** Gathers bursts: one change of address is a dozen events of the kernel, and one question answers them all. */

/**
 * Silence after which a burst is over. A renumbering by DHCP or RA puts its events within 20 ms of each other; the name
 * should be right within a second, so there is little to spare.
 */
const quietDelay = Duration.milliseconds(50);

/** Longest wait for silence, so that a flapping link cannot keep hints back. */
const longestDelay = Duration.milliseconds(500);

/** Hands over hints in bursts. */
export class SettledHints {
  readonly #clock: Clock;
  readonly #onHint: (hint: Hint) => void;
  #pending: Hint | undefined;
  #quiet: Timer | undefined;
  #longest: Timer | undefined;

  constructor(clock: Clock, onHint: (hint: Hint) => void) {
    this.#clock = clock;
    this.#onHint = onHint;
  }

  add(hint: Hint): void {
    this.#pending = this.#pending === undefined ? hint : mergeHints(this.#pending, hint);
    this.#quiet?.cancel();
    this.#quiet = this.#clock.after(quietDelay, () => this.#release());
    this.#longest ??= this.#clock.after(longestDelay, () => this.#release());
  }

  /** Drops what has not been handed over. */
  cancel(): void {
    this.#quiet?.cancel();
    this.#longest?.cancel();
    this.#quiet = undefined;
    this.#longest = undefined;
    this.#pending = undefined;
  }

  #release(): void {
    const hint = this.#pending;
    this.cancel();
    if (hint !== undefined) this.#onHint(hint);
  }
}
