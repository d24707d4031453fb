import type { Clock } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { GatewayLimits } from "../gateway.ts";

/** The time of one question, spent by the several requests it takes. */
export class Allowance {
  readonly signal: AbortSignal | undefined;
  readonly #clock: Clock;
  readonly #end: number;

  constructor(clock: Clock, limits: GatewayLimits) {
    this.#clock = clock;
    this.#end = clock.monotonic() + limits.timeout;
    this.signal = limits.signal;
  }

  /** What is left; zero when it is spent. */
  get left(): Duration {
    return Duration.milliseconds(this.#end - this.#clock.monotonic());
  }
}
