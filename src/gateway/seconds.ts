import type { Duration } from "../core/duration.ts";

/** Lifetimes on the wire: whole seconds in 32 bits. RFC 6886 §3.3, RFC 6887 §7.1 */

/** Rounds up, so that what was asked for is what is granted at least. */
export function secondsOf(duration: Duration): number {
  return Math.min(0xffff_ffff, Math.ceil(duration / 1_000));
}
