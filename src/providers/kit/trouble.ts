import type { Failed, Rejected, Unconfirmed, Unsuccessful } from "../../core/outcome.ts";
import type { ReadFailure } from "../../core/provider.ts";
import { type Failure, failure, type Result } from "../../core/result.ts";

/** A conversation that went wrong, before it is known whether it was to change anything. */

export interface Trouble {
  readonly outcome: Rejected | Failed;
  /** The request reached the peer, and what became of it there is not known. */
  readonly isUncertain: boolean;
}

/** What writing can end in when it does not end in a value. */
export interface WriteFailure {
  readonly outcome: Unsuccessful;
}

/** Trouble of which it is known that nothing was changed. */
export function certain(outcome: Rejected | Failed): Failure<Trouble> {
  return failure({ outcome, isUncertain: false });
}

export function trouble(outcome: Rejected | Failed, isUncertain: boolean): Failure<Trouble> {
  return failure({ outcome, isUncertain });
}

/** The result for a request that changes nothing: whatever goes wrong, nothing was changed. */
export function asRead<T>(result: Result<T, Trouble>): Result<T, ReadFailure> {
  return result.ok ? result : failure({ outcome: result.outcome });
}

/** The result for a request that changes something: when its fate is not known, the outcome is `unconfirmed`. */
export function asWrite<T>(result: Result<T, Trouble>): Result<T, WriteFailure> {
  if (result.ok) return result;
  const { outcome, isUncertain } = result;
  return failure({ outcome: isUncertain && outcome.kind === "failed" ? unconfirmed(outcome) : outcome });
}

/** The same failure, where it is not known whether anything was changed. */
export function unconfirmed(outcome: Failed): Unconfirmed {
  return { ...outcome, kind: "unconfirmed" };
}
