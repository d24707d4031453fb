import type { ConfirmedValues, TargetId, TargetMemory } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { type FailCode, type Outcome, rejectCodes, type RejectCode } from "../core/outcome.ts";
import type { Random } from "../core/random.ts";
import type { RRType } from "../core/rr-type.ts";
import { canonicalRdata, sameRdata } from "../core/rrset.ts";
import { longestNamedPause } from "../core/backoff.ts";
import { type Desired, rdataOf } from "./desired.ts";
import type { Verification } from "./verification.ts";

/** One kept RRset: what is known about it and where it stands. How it moves is `transition.ts`'s, time `schedule.ts`'s. */

/** Why the last confirmed state does not count as proof any more. */
export type CheckReason =
  /** The agent was started: others may have written meanwhile. */
  | "start"
  /** The last check is long ago. */
  | "recheck"
  /** Settings or credentials are others than those the state was confirmed under. */
  | "configuration"
  /** The service expires names that are not sent again. */
  | "refresh"
  /** Authoritative DNS shows something else. */
  | "disagreement"
  /** A person asked. */
  | "asked";

/** Why the provider is to be talked to. */
export type DueReason = "first" | "changed" | "unconfirmed" | CheckReason;

/** What a verification is to find out. */
export type VerifyPurpose =
  /** Has a value that was just written arrived? */
  | "arrival"
  /** Is a value that should have been there for long still there? */
  | "proof"
  /** Did a write whose reply was lost take effect at a service that cannot be asked? */
  | "lost-reply";

/** Where a target stands. */
export type TargetPhase =
  /** Nothing is known that should exist. */
  | { readonly kind: "idle" }
  | { readonly kind: "due"; readonly reason: DueReason }
  | {
      readonly kind: "applying";
      readonly reason: DueReason;
      /** The configuration the attempt runs under; a newer one makes its refusals void. */
      readonly configuration: string;
      /** What earlier writes had left open when the attempt began. */
      readonly unconfirmed: readonly Uint8Array[] | undefined;
    }
  | {
      readonly kind: "verifying";
      readonly purpose: VerifyPurpose;
      /** Tells this verification from earlier ones of the same target. */
      readonly round: number;
      /** RDATA that the servers should answer; empty for none. */
      readonly expected: readonly Uint8Array[];
    }
  | { readonly kind: "settled" }
  | { readonly kind: "backing-off" }
  | { readonly kind: "held" };

/** A refusal that stands until a person acts. */
export interface Hold {
  readonly code: RejectCode;
  readonly detail: string;
  readonly since: Instant;
}

/** A failure and the pause after it. */
export interface Setback {
  readonly kind: "failed" | "unconfirmed";
  readonly code: FailCode;
  readonly detail: string;
  /** When the next attempt may start, for people; the wall clock may jump. */
  readonly retryAt: Instant;
  /** The same on the clock that cannot jump. */
  readonly wakeAt: Duration;
  /** What the next pause grows from. */
  readonly grown: Duration;
}

/** How the last attempt ended. */
export interface LastOutcome {
  readonly at: Instant;
  readonly kind: Outcome["kind"];
  readonly code: RejectCode | FailCode | undefined;
  readonly detail: string;
}

/** Everything known about a target. */
export interface Target {
  readonly target: TargetId;
  readonly type: RRType;
  readonly phase: TargetPhase;
  readonly desired: Desired;
  readonly configuration: string;
  readonly confirmed: ConfirmedValues | undefined;
  readonly checkedAt: Instant | undefined;
  /** Values of writes whose effect is not known; undefined when there is no such write. */
  readonly unconfirmed: readonly Uint8Array[] | undefined;
  /** Set while the confirmed state must be proven anew before it counts. */
  readonly check: CheckReason | undefined;
  /** When it must be, on the clock that cannot jump. */
  readonly checkDue: Duration | undefined;
  readonly held: Hold | undefined;
  readonly setback: Setback | undefined;
  /** A person has allowed the withdrawal that was refused as too large; counts for one attempt. */
  readonly isLargeChangeAllowed: boolean;
  readonly lastOutcome: LastOutcome | undefined;
  readonly verification: (Verification & { readonly at: Instant }) | undefined;
  /** Verifications begun so far. */
  readonly rounds: number;
}

/** What a target's provider and configuration make possible. */
export interface TargetTraits {
  /** The provider can be asked what exists. */
  readonly canRead: boolean;
  /** Authoritative servers are to be asked. */
  readonly canVerify: boolean;
  /** How long a check counts. */
  readonly recheck: Duration;
  /** Names unchanged for so long expire at the service. */
  readonly refreshEvery: Duration | undefined;
}

/** Both readings of the clock. Pauses run on the one that cannot jump, dates for people and for disks on the other. */
export interface Moment {
  readonly wall: Instant;
  readonly monotonic: Duration;
}

/** Everything a move may depend on besides the target and what happened. */
export interface TargetContext {
  readonly traits: TargetTraits;
  readonly moment: Moment;
  readonly random: Random;
}

/** A target as the agent finds it on its start, or when the configuration first names it. */
export function restoreTarget(
  identity: { readonly target: TargetId; readonly type: RRType; readonly configuration: string },
  memory: TargetMemory | undefined,
  moment: Moment,
): Target {
  const isSame = memory?.configuration === identity.configuration;
  return {
    ...identity,
    phase: { kind: "idle" },
    desired: { kind: "no-opinion", because: "not-asked-yet" },
    // Kept beyond a change of configuration: it still says which values are ours. The check keeps it from counting.
    confirmed: memory?.confirmed,
    checkedAt: memory?.checkedAt,
    unconfirmed: memory?.unconfirmed,
    check: memory === undefined || isSame ? "start" : "configuration",
    checkDue: undefined,
    held: isSame ? restoredHold(memory) : undefined,
    setback: isSame ? restoredSetback(memory, moment) : undefined,
    isLargeChangeAllowed: false,
    lastOutcome: undefined,
    verification: undefined,
    rounds: 0,
  };
}

function restoredHold(memory: TargetMemory): Hold | undefined {
  const { held } = memory;
  if (held === undefined || !Object.hasOwn(rejectCodes, held.code)) return undefined;
  return { ...held, code: held.code as RejectCode };
}

function restoredSetback(memory: TargetMemory, moment: Moment): Setback | undefined {
  const { waiting } = memory;
  if (waiting === undefined || waiting.until <= moment.wall) return undefined;
  // A wall clock that was set back meanwhile must not prolong the pause beyond what any remote may ask for.
  const wait = Duration.milliseconds(Math.min(longestNamedPause, waiting.until - moment.wall));
  return {
    kind: memory.unconfirmed === undefined ? "failed" : "unconfirmed",
    code: waiting.code,
    detail: waiting.detail,
    retryAt: Instant.plus(moment.wall, wait),
    wakeAt: Duration.milliseconds(moment.monotonic + wait),
    grown: wait,
  };
}

/** What must survive the end of the process. */
export function memoryOf(target: Target): TargetMemory {
  const { setback } = target;
  return {
    target: target.target,
    type: target.type,
    confirmed: target.confirmed,
    checkedAt: target.checkedAt,
    configuration: target.configuration,
    held: target.held,
    waiting: setback === undefined ? undefined : { code: setback.code, detail: setback.detail, until: setback.retryAt },
    unconfirmed: target.unconfirmed,
  };
}

/** When a target next wants a tick, on the clock that cannot jump; undefined when only events move it. */
export function nextTick(target: Target, traits: TargetTraits, moment: Moment): Duration | undefined {
  if (target.phase.kind === "backing-off") return target.setback?.wakeAt;
  if (target.phase.kind !== "settled") return undefined;
  const times = [target.checkDue, refreshDue(target, traits, moment)].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Duration.milliseconds(Math.min(...times));
}

/** When the values must be sent again so that they do not expire, on the clock that cannot jump. */
export function refreshDue(target: Target, traits: TargetTraits, moment: Moment): Duration | undefined {
  if (traits.refreshEvery === undefined || target.confirmed === undefined) return undefined;
  if (target.confirmed.rdata.length === 0) return undefined;
  const rest = target.confirmed.at + traits.refreshEvery - moment.wall;
  return Duration.milliseconds(moment.monotonic + Math.max(0, rest));
}

/** What is open once these values are sent too. */
export function withUnconfirmed(target: Target, sent: readonly Uint8Array[]): readonly Uint8Array[] {
  return canonicalRdata([...(target.unconfirmed ?? []), ...sent]);
}

/** Every value we may have put there: what is confirmed, and what lost writes may have left. */
export function valuesPut(target: Target): readonly Uint8Array[] {
  return canonicalRdata([...(target.confirmed?.rdata ?? []), ...(target.unconfirmed ?? [])]);
}

/** True when the provider has confirmed exactly what is desired. */
export function isAsDesired(target: Target): boolean {
  const wanted = rdataOf(target.desired);
  return wanted !== undefined && target.confirmed !== undefined && sameRdata(target.confirmed.rdata, wanted);
}
