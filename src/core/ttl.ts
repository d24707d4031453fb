import { failure, ok, type Result } from "./result.ts";

/** How long a resolver may keep an RRset, in seconds, 0 to 2 147 483 647. RFC 2181 §8 */
export type Ttl = number & { readonly unit: "s" };

/** Why a number is not a TTL. */
export interface TtlFailure {
  readonly code: "ttl-out-of-range";
}

/** Largest TTL: the sign bit must be clear. RFC 2181 §8 */
export const largestTtl: Ttl = 0x7fff_ffff as Ttl;

/** Checks a count of seconds. */
export function ttlOf(seconds: number): Result<Ttl, TtlFailure> {
  const isTtl = Number.isInteger(seconds) && seconds >= 0 && seconds <= largestTtl;
  return isTtl ? ok(seconds as Ttl) : failure({ code: "ttl-out-of-range" });
}

/** A TTL received from the wire; one with the sign bit set counts as zero. RFC 2181 §8 */
export function receivedTtl(seconds: number): Ttl {
  return (seconds > largestTtl ? 0 : seconds) as Ttl;
}

/** TTLs that a service accepts, in seconds. */
export interface TtlLimits {
  readonly min: number;
  readonly max: number;
  /** The only ones there are, ascending; absent when any within the limits will do. */
  readonly choices?: readonly number[];
}

/** The nearest TTL within the limits that is not shorter where there is one; asking for another would look like a difference forever. */
export function acceptedTtl(ttl: Ttl, limits: TtlLimits | undefined): Ttl {
  if (limits === undefined) return ttl;
  const within = Math.min(limits.max, Math.max(limits.min, ttl));
  return (limits.choices?.find((choice) => choice >= within) ?? within) as Ttl;
}
