import type { MappingMemory } from "../core/agent-journal.ts";
import type { Instant } from "../core/clock.ts";
import type { Duration } from "../core/duration.ts";
import type { Exposure } from "./exposure.ts";
import { endOf, type Lease, leaseOf, type Moment } from "./lease.ts";
import type { MappingFailCode } from "./mapping-failure.ts";

/** One port that is kept open: what is known of it and where it stands. How it moves is `transition.ts`'s. */

/** Why the router is to be asked. */
export type DueReason =
  /** Nothing has been asked yet. */
  | "first"
  /** An earlier process may have opened it. */
  | "start"
  | "renewal"
  /** Something may have changed around us. */
  | "check"
  /** Another external port is wished for. */
  | "configuration"
  /** It was open, and is not any more. */
  | "lost"
  /** The pause after a failure is over. */
  | "retry";

export type MappingPhase =
  | { readonly kind: "due"; readonly reason: DueReason }
  | { readonly kind: "asking" }
  | { readonly kind: "open" }
  | { readonly kind: "waiting" };

/** A failure and the pause after it. */
export interface MappingSetback {
  readonly code: MappingFailCode;
  readonly detail: string;
  /** When the router is asked again, for people; the wall clock may jump. */
  readonly retryAt: Instant;
  /** The same on the clock that cannot jump. */
  readonly wakeAt: Duration;
  /** What the next pause grows from; undefined while a lease sets the pace. */
  readonly grown: Duration | undefined;
  /** The router named the pause, and nothing shortens it. */
  readonly isNamed: boolean;
}

export interface KeptMapping {
  readonly exposure: Exposure;
  /** The same for as long as the mapping is kept. RFC 6887 §11.2 */
  readonly nonce: Uint8Array;
  readonly phase: MappingPhase;
  /** What the router has open, or may have. */
  readonly lease: Lease | undefined;
  /** The lease must be given up before it is asked for anew: a renewal would leave it as it is. */
  readonly isStale: boolean;
  /** When a lease is renewed, on the clock that cannot jump. */
  readonly renewAt: Duration | undefined;
  readonly setback: MappingSetback | undefined;
  /** Since when the way has been open, as far as we know; undefined while it is not. */
  readonly openSince: Instant | undefined;
}

/** A mapping as the agent finds it on its start, or when the configuration first names it. */
export function restoreMapping(
  exposure: Exposure,
  memory: MappingMemory | undefined,
  newNonce: () => Uint8Array,
  moment: Moment,
): KeptMapping {
  const lease = memory && leaseOf(memory, moment);
  return {
    exposure,
    nonce: memory?.nonce ?? newNonce(),
    phase: { kind: "due", reason: lease === undefined ? "first" : "start" },
    lease,
    // The wish may be another one since, and if it is not, the port may have become free.
    isStale: lease !== undefined && lease.externalPort !== exposure.wishedPort,
    renewAt: undefined,
    setback: undefined,
    openSince: undefined,
  };
}

/** When a mapping next wants a tick, on the clock that cannot jump; undefined when only events move it. */
export function nextTick({ phase, lease, renewAt, setback }: KeptMapping): Duration | undefined {
  const wake = phase.kind === "open" ? renewAt : phase.kind === "waiting" ? setback?.wakeAt : undefined;
  const times = [wake, lease && endOf(lease)].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : (Math.min(...times) as Duration);
}
