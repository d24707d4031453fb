import type { ConfirmedValues, TargetId } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import type { OwnerName } from "../core/name.ts";
import type { RRType } from "../core/rr-type.ts";
import { Duration } from "../core/duration.ts";
import type { Desired } from "./desired.ts";
import type { DueReason, Hold, LastOutcome, Moment, Setback, Target, TargetPhase, VerifyPurpose } from "./target.ts";
import type { ManagedName } from "./managed-name.ts";
import type { Verification } from "./verification.ts";

/** What pages and `holdfast status` show of a target. A copy: reading it disturbs nothing. */
export interface TargetStatus {
  readonly target: TargetId;
  readonly owner: OwnerName;
  readonly type: RRType;
  readonly providerKey: string;
  readonly state: TargetPhase["kind"];
  /** Why it is due or applied, or what is being verified. */
  readonly reason: DueReason | VerifyPurpose | undefined;
  readonly desired: Desired;
  readonly confirmed: ConfirmedValues | undefined;
  /** Values of lost writes that may be there too. */
  readonly unconfirmed: readonly Uint8Array[] | undefined;
  readonly held: Hold | undefined;
  /** Set while a pause runs. */
  readonly setback: Setback | undefined;
  readonly lastOutcome: LastOutcome | undefined;
  readonly verification: (Verification & { readonly at: Instant }) | undefined;
  /** When the provider's interface was last read or written. */
  readonly checkedAt: Instant | undefined;
  /** When a settled target is next checked. */
  readonly nextCheckAt: Instant | undefined;
}

/** Takes the picture of a target. */
export function statusOf(target: Target, name: ManagedName, moment: Moment): TargetStatus {
  const { phase, checkDue } = target;
  const untilCheck = Duration.milliseconds((checkDue ?? moment.monotonic) - moment.monotonic);
  return {
    target: target.target,
    owner: name.owner,
    type: target.type,
    providerKey: name.providerKey,
    state: phase.kind,
    reason: reasonOf(phase),
    desired: target.desired,
    confirmed: target.confirmed,
    unconfirmed: target.unconfirmed,
    held: target.held,
    setback: phase.kind === "backing-off" ? target.setback : undefined,
    lastOutcome: target.lastOutcome,
    verification: target.verification,
    checkedAt: target.checkedAt,
    nextCheckAt: phase.kind === "settled" && checkDue !== undefined ? Instant.plus(moment.wall, untilCheck) : undefined,
  };
}

function reasonOf(phase: TargetPhase): DueReason | VerifyPurpose | undefined {
  if (phase.kind === "due" || phase.kind === "applying") return phase.reason;
  return phase.kind === "verifying" ? phase.purpose : undefined;
}
