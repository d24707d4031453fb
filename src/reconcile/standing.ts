import { Duration } from "../core/duration.ts";
import { equalOctets } from "../core/octets.ts";
import { sameRdata } from "../core/rrset.ts";
import { rdataOf } from "./desired.ts";
import {
  type CheckReason,
  type Moment,
  refreshDue,
  type Target,
  type TargetContext,
  type TargetPhase,
} from "./target.ts";

/** Where a target stands when nothing is under way: it follows from what is known of it, whatever happened before. */

/** Puts a target into the phase that its facts ask for. */
export function stand(target: Target, context: TargetContext): Target {
  const next = withDueCheck(target, context);
  if (next.held !== undefined) return { ...next, phase: { kind: "held" } };
  const wanted = rdataOf(next.desired);
  if (wanted === undefined) return { ...next, phase: { kind: "idle" } };
  const work = openWork(next, wanted, context);
  if (work === undefined) return settle(next, context);
  const isPaused = next.setback !== undefined && context.moment.monotonic < next.setback.wakeAt;
  if (isPaused) return { ...next, phase: { kind: "backing-off" } };
  return work.kind === "verifying" ? beginVerifying(next, work.purpose, work.expected) : { ...next, phase: work };
}

/** Starts a verification of its own number, so that the end of an earlier one is not taken for its end. */
export function beginVerifying(
  target: Target,
  purpose: Extract<TargetPhase, { kind: "verifying" }>["purpose"],
  expected: readonly Uint8Array[],
): Target {
  const round = target.rounds + 1;
  return { ...target, phase: { kind: "verifying", purpose, round, expected }, rounds: round };
}

/** Notices that time has made a check necessary. */
function withDueCheck(target: Target, { traits, moment }: TargetContext): Target {
  const refresh = refreshDue(target, traits, moment);
  if (refresh !== undefined && refresh <= moment.monotonic && !isDemand(target.check)) {
    return { ...target, check: "refresh" };
  }
  const isRecheckDue = target.checkDue !== undefined && target.checkDue <= moment.monotonic;
  if (!isRecheckDue || target.check !== undefined) return target;
  return {
    ...target,
    check: traits.refreshEvery !== undefined && isSentInFuture(target, moment) ? "refresh" : "recheck",
  };
}

/** Clocks that are set right by less than this cannot keep a value from being sent again in time. */
const harmlessDifference = Duration.days(1);

/** True when the clock was ahead as the value was sent: how old that is nobody can tell. */
function isSentInFuture({ confirmed }: Target, { wall }: Moment): boolean {
  return confirmed !== undefined && confirmed.rdata.length > 0 && confirmed.at - wall > harmlessDifference;
}

/** True for checks that only the provider itself can settle; the others are satisfied by authoritative DNS as well. */
function isDemand(check: CheckReason | undefined): boolean {
  return check !== undefined && check !== "start" && check !== "recheck";
}

type OpenWork =
  | Extract<TargetPhase, { kind: "due" }>
  | Pick<Extract<TargetPhase, { kind: "verifying" }>, "kind" | "purpose" | "expected">;

/** What must be done before the desired state counts as proven; undefined when it does already. */
function openWork(target: Target, wanted: readonly Uint8Array[], { traits }: TargetContext): OpenWork | undefined {
  const { confirmed, check } = target;
  // A service that can be read is read; any other is judged by DNS first, so that nothing is sent twice needlessly.
  const asksProvider = traits.canRead || isDemand(check);
  if (target.unconfirmed !== undefined) {
    // Where something else is wanted than what was lost, there is nothing to find out: it must be sent anyway.
    const isInDoubt = mayHaveArrived(wanted, target.unconfirmed);
    if (asksProvider || !traits.canVerify || !isInDoubt) return { kind: "due", reason: "unconfirmed" };
    return { kind: "verifying", purpose: "lost-reply", expected: wanted };
  }
  if (confirmed === undefined) return { kind: "due", reason: "first" };
  if (!sameRdata(confirmed.rdata, wanted)) return { kind: "due", reason: "changed" };
  if (confirmed.configuration !== target.configuration) return { kind: "due", reason: "configuration" };
  if (check === undefined) return undefined;
  if (asksProvider) return { kind: "due", reason: check };
  return traits.canVerify ? { kind: "verifying", purpose: "proof", expected: wanted } : undefined;
}

/** Nothing is open: the state counts until the next check. */
function settle(target: Target, { traits, moment }: TargetContext): Target {
  const isChecked = target.check !== undefined || target.checkDue === undefined;
  const checkDue = isChecked ? Duration.milliseconds(moment.monotonic + traits.recheck) : target.checkDue;
  // A pause that still runs is kept: a value that comes and goes must not get around it.
  const isOver = target.setback === undefined || target.setback.wakeAt <= moment.monotonic;
  const setback = isOver ? undefined : target.setback;
  return { ...target, phase: { kind: "settled" }, check: undefined, checkDue, setback };
}

/** True when lost writes can have left exactly these values; `lost` is empty after a lost withdrawal. */
function mayHaveArrived(wanted: readonly Uint8Array[], lost: readonly Uint8Array[]): boolean {
  if (wanted.length === 0) return lost.length === 0;
  return wanted.every((value) => lost.some((other) => equalOctets(value, other)));
}
