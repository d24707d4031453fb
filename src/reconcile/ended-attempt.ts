import type { AgentEvent } from "../core/agent-journal.ts";
import { assertNever } from "../core/assert.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { codeRow, type Failed, type Outcome, type Unconfirmed } from "../core/outcome.ts";
import { sameRdata } from "../core/rrset.ts";
import { pauseAfter } from "../core/backoff.ts";
import { withVerification } from "./ended-verification.ts";
import { presentValues } from "./rdata-text.ts";
import { beginVerifying, stand } from "./standing.ts";
import { isAsDesired, type Target, type TargetContext, type TargetPhase, withUnconfirmed } from "./target.ts";

/** What the end of a conversation with the provider means for a target. */

/** How a conversation about one target ended. */
export interface EndedAttempt {
  readonly outcome: Outcome;
  /** The RDATA it was about, of our values only; empty for a withdrawal. */
  readonly wanted: readonly Uint8Array[];
  /** A request that writes was sent, even where the service then said that nothing changed. */
  readonly wasSent: boolean;
  /** The provider answers resolvers with addresses of its own. */
  readonly isMasked: boolean;
}

type Applying = Extract<TargetPhase, { kind: "applying" }>;
type Tell = (event: AgentEvent) => void;

/** Moves a target on when its conversation has ended. */
export function endAttempt(
  target: Target,
  phase: Applying,
  attempt: EndedAttempt,
  context: TargetContext,
  tell: Tell,
): Target {
  const { outcome } = attempt;
  const at = context.moment.wall;
  // An attempt that began under other settings says nothing about the present ones, except what it wrote.
  const isCurrent = phase.configuration === target.configuration;
  const ended: Target = { ...target, isLargeChangeAllowed: false };
  switch (outcome.kind) {
    case "unchanged":
    case "updated":
      return endWell(ended, phase, attempt, outcome, context, tell);
    case "rejected": {
      const { kind, code, detail } = outcome;
      tell({ kind, code, detail, at, target: target.target, retryAt: undefined });
      const held = isCurrent ? { code, detail, since: at } : undefined;
      const lastOutcome = { at, kind, code, detail };
      const setback = undefined;
      return stand({ ...ended, unconfirmed: phase.unconfirmed, held, setback, lastOutcome }, context);
    }
    case "failed":
    case "unconfirmed": {
      // After a plain failure nothing was changed by this attempt; what earlier ones left open stays so.
      const unconfirmed = outcome.kind === "failed" ? phase.unconfirmed : withUnconfirmed(ended, attempt.wanted);
      return endBadly({ ...ended, unconfirmed }, isCurrent, outcome, context, tell);
    }
    default:
      return assertNever(outcome);
  }
}

function endBadly(
  target: Target,
  isCurrent: boolean,
  outcome: Failed | Unconfirmed,
  context: TargetContext,
  tell: Tell,
): Target {
  const { kind, code, detail } = outcome;
  const { wall: at, monotonic } = context.moment;
  const { wait, grown } = pauseAfter(target.setback?.grown, outcome.retryAfter, codeRow(code).pause, context.random);
  const retryAt = Instant.plus(at, wait);
  const wakeAt = Duration.milliseconds(monotonic + wait);
  tell({ kind, code, detail, at, target: target.target, retryAt: isCurrent ? retryAt : undefined });
  const setback = isCurrent ? { kind, code, detail, retryAt, wakeAt, grown } : undefined;
  return stand({ ...target, setback, lastOutcome: { at, kind, code, detail } }, context);
}

function endWell(
  target: Target,
  phase: Applying,
  { wanted, wasSent, isMasked }: EndedAttempt,
  outcome: Extract<Outcome, { kind: "unchanged" | "updated" }>,
  context: TargetContext,
  tell: Tell,
): Target {
  const { traits, moment } = context;
  const { wall: at } = moment;
  const { confirmed } = target;
  const isOther = confirmed === undefined || !sameRdata(confirmed.rdata, wanted);
  const isUpdate = isUpdateOf(phase, outcome, isOther, traits);
  tell(eventOf(target, isUpdate, outcome, wanted, context));
  const isCurrent = phase.configuration === target.configuration;
  const next: Target = {
    ...target,
    confirmed: {
      rdata: wanted,
      at: confirmed === undefined || isOther || wasSent ? at : confirmed.at,
      configuration: phase.configuration,
    },
    checkedAt: at,
    unconfirmed: undefined,
    check: isCurrent ? undefined : target.check,
    checkDue: Duration.milliseconds(moment.monotonic + traits.recheck),
    setback: undefined,
    lastOutcome: { at, kind: isUpdate ? "updated" : "unchanged", code: undefined, detail: "" },
  };
  const isOvertaken = next.desired.kind !== "no-opinion" && !isAsDesired(next);
  if (isOvertaken || !isCurrent) return stand(next, context);
  const isArrival = isUpdate || wasSent;
  if (isMasked) {
    const result = { kind: "not-verified", reason: "masked-by-provider", detail: "" } as const;
    return stand(withVerification(next, result, isArrival ? "always" : "news", moment, tell), context);
  }
  return traits.canVerify ? beginVerifying(next, isArrival ? "arrival" : "proof", wanted) : stand(next, context);
}

/** True when the RRset is another one than before, as far as anybody can know. */
function isUpdateOf(
  phase: Applying,
  outcome: Outcome,
  isOther: boolean,
  { canRead }: TargetContext["traits"],
): boolean {
  // Found in place after a lost reply: it was that write which changed the RRset.
  if (outcome.kind === "unchanged") return phase.unconfirmed !== undefined && isOther;
  // A service that cannot be read also says "updated" to a value it had, for instance beside the other family's.
  return canRead || isOther || phase.reason === "disagreement";
}

function eventOf(
  target: Target,
  isUpdate: boolean,
  outcome: Outcome,
  wanted: readonly Uint8Array[],
  { traits, moment }: TargetContext,
): AgentEvent {
  const told = { at: moment.wall, target: target.target };
  const ours = presentValues(target.type, wanted);
  if (!isUpdate) return { kind: "unchanged", ...told, before: ours, after: ours };
  const change = outcome.kind === "updated" ? outcome.changes.find((one) => one.type === target.type) : undefined;
  if (traits.canRead && change !== undefined) {
    const [before, after] = [presentValues(target.type, change.before), presentValues(target.type, change.after)];
    return { kind: "updated", ...told, before, after };
  }
  // What a service that cannot be read says of the state before is a guess; ours is what it confirmed to us.
  const { confirmed } = target;
  const before = confirmed === undefined ? undefined : presentValues(target.type, confirmed.rdata);
  return { kind: "updated", ...told, before, after: ours };
}
