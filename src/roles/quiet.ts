import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Running } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";

/** Notices that a process has had nothing to do for a while. */

/** A change comes in steps that follow each other within seconds: hints, surveys, attempts, verifications. */
const pause: Duration = Duration.seconds(10);

export class Quiet implements Running {
  readonly #clock: Clock;
  readonly #onQuiet: () => void;
  #timer: Timer | undefined;

  /** @param onQuiet called once whenever nothing has happened for ten seconds after something had. */
  constructor(clock: Clock, onQuiet: () => void) {
    this.#clock = clock;
    this.#onQuiet = onQuiet;
  }

  /** Something happened. */
  stir(): void {
    this.#timer?.cancel();
    this.#timer = this.#clock.after(pause, () => {
      this.#timer = undefined;
      this.#onQuiet();
    });
  }

  /** The same log; what is written to it counts as happening, also what is of too little interest to be kept. */
  watching(log: Log): Log {
    return {
      write: (event, fields) => {
        this.stir();
        log.write(event, fields);
      },
    };
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
