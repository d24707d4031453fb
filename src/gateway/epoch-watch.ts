import type { Clock } from "../core/clock.ts";
import type { Duration } from "../core/duration.ts";
import type { Epoch } from "./gateway.ts";

/** Tells from a router's own account of its age whether it was restarted and so lost its mappings. */

export class EpochWatch {
  readonly #clock: Clock;
  readonly #protocol: "pcp" | "nat-pmp";
  #last: { readonly epoch: Epoch; readonly at: Duration } | undefined;

  constructor(clock: Clock, protocol: "pcp" | "nat-pmp") {
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
    const passed = Math.floor((at - before.at) / 1_000);
    return this.#protocol === "pcp"
      ? isInvalid(before.epoch.seconds, epoch.seconds, passed)
      : isBehind(before.epoch.seconds, epoch.seconds, passed);
  }
}

/** Clocks may differ by a sixteenth, and packets may overtake each other by a second. RFC 6887 §8.5 */
function isInvalid(before: number, now: number, passed: number): boolean {
  if (now + 1 < before) return true;
  const advanced = now - before;
  return passed + 2 < advanced - Math.floor(advanced / 16) || advanced + 2 < passed - Math.floor(passed / 16);
}

/** A router's clock may be slow by an eighth, and its answer late by two seconds. RFC 6886 §3.6 */
function isBehind(before: number, now: number, passed: number): boolean {
  return now + 2 < before + Math.floor((passed * 7) / 8);
}
