import type { Clock } from "../core/clock.ts";
import type { Duration } from "../core/duration.ts";

/** The end of an exchange that did not end by itself: its time was up, or its caller gave up. */

/** Which of the two came first. */
export type DeadlineCode = "timed-out" | "aborted";

/**
 * Joins a timeout on the given clock and the caller's signal into one signal.
 *
 * Whoever starts one cancels it when the work is done; nothing of it remains then, neither timer nor listener.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #stop: () => void;
  #code: DeadlineCode | undefined;

  private constructor(clock: Clock, timeout: Duration, caller: AbortSignal | undefined) {
    const onAbort = (): void => this.#end("aborted");
    const timer = clock.after(timeout, () => this.#end("timed-out"));
    caller?.addEventListener("abort", onAbort, { once: true });
    this.#stop = () => {
      timer.cancel();
      caller?.removeEventListener("abort", onAbort);
    };
    if (caller?.aborted === true) onAbort();
  }

  static start(clock: Clock, timeout: Duration, caller?: AbortSignal): Deadline {
    return new Deadline(clock, timeout, caller);
  }

  /** Aborted when the time is up or the caller gave up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why it ended; undefined while it has not. */
  get code(): DeadlineCode | undefined {
    return this.#code;
  }

  /** The work is done; calling it again does nothing. */
  cancel(): void {
    this.#stop();
  }

  #end(code: DeadlineCode): void {
    this.#stop();
    this.#code ??= code;
    this.#controller.abort();
  }
}
