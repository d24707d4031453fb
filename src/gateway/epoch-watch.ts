import type { Clock } from "../core/clock.ts";
import type { Duration } from "../core/duration.ts";
import type { Epoch, GatewayProtocol } from "./gateway.ts";

/**
 * Tells from a router's own account of its age whether it was restarted and so lost its mappings. A router that is older
 * than it should be tells nothing: our own clock stands still while the host sleeps, so that half of RFC 6887 §8.5 is left
 * out.
 */

export class EpochWatch {
  readonly #clock: Clock;
  readonly #protocol: GatewayProtocol;
  #last: { readonly epoch: Epoch; readonly at: Duration } | undefined;

  constructor(clock: Clock, protocol: GatewayProtocol) {
    this.#clock = clock;
    this.#protocol = protocol;
  }

  /** False before the first epoch was heard. */
  get hasHeard(): boolean {
    return this.#last !== undefined;
  }

  /** Takes note of an epoch just received; true when it shows that state was lost since the one before. */
  hear(epoch: Epoch): boolean {
    const before = this.#last;
    const at = this.#clock.monotonic();
    this.#last = { epoch, at };
    if (before === undefined) return false;
    const passed = (at - before.at) / 1_000;
    return this.#protocol === "pcp"
      ? isYoungerThanPcpAllows(before.epoch.seconds, epoch.seconds, Math.floor(passed))
      : isYounger(before.epoch.seconds, epoch.seconds, passed);
  }
}

/** Clocks may differ by a sixteenth, and packets may overtake each other by a second. RFC 6887 §8.5 */
function isYoungerThanPcpAllows(before: number, now: number, passed: number): boolean {
  const advanced = now - before;
  return advanced < -1 || advanced + 2 < passed - Math.floor(passed / 16);
}

/** A router's clock may be slow by an eighth, and its answer late by two seconds. RFC 6886 §3.6 */
function isYounger(before: number, now: number, passed: number): boolean {
  return now + 2 < before + Math.floor((passed * 7) / 8);
}
