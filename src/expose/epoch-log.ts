import type { Duration } from "../core/duration.ts";
import type { Epoch } from "../gateway/gateway.ts";

/** What routers said of their age, and whether one of them began anew between two answers. */

interface EpochMark {
  readonly seconds: number;
  /** When we heard it, on the clock that cannot jump. */
  readonly at: Duration;
}

/** A router's clock may be slow by one part in eight, and an answer may be under way for two seconds. RFC 6886 §3.6 */
const slowest = 7 / 8;
const slackSeconds = 2;

export class EpochLog {
  readonly #marks: Map<string, EpochMark> = new Map();

  /**
   * Takes note of an answer; true when the router is younger than it should be.
   *
   * One that is older tells nothing: our own clock stands still while the host sleeps, so that half of RFC 6887 §8.5 is
   * left out.
   * @param source the router and the protocol: each has an age of its own.
   */
  hear(source: string, epoch: Epoch | undefined, at: Duration): boolean {
    if (epoch === undefined) return false;
    const before = this.#marks.get(source);
    this.#marks.set(source, { seconds: epoch.seconds, at });
    if (before === undefined) return false;
    const elapsedSeconds = (at - before.at) / 1_000;
    return epoch.seconds < before.seconds + elapsedSeconds * slowest - slackSeconds;
  }
}
