import type { AgentEvent } from "../core/agent-journal.ts";
import { assertNever } from "../core/assert.ts";
import { Duration } from "../core/duration.ts";
import { presentValues } from "./rdata-text.ts";
import { stand } from "./standing.ts";
import type { Moment, Target, TargetContext, TargetPhase } from "./target.ts";
import type { Verification } from "./verification.ts";

/** What the answer of the authoritative servers means for a target. */

/**
 * Shortest time between two sendings of the same value to a service that cannot be read and whose DNS disagrees.
 * Services count repeated equal updates as abuse (dyndns2 `nochg`), and an agent that is restarted in a loop repeats.
 */
export const repeatPause: Duration = Duration.hours(1);

/** Moves a target on when its verification has ended. */
export function endVerification(
  target: Target,
  phase: Extract<TargetPhase, { kind: "verifying" }>,
  result: Verification,
  context: TargetContext,
  tell: (event: AgentEvent) => void,
): Target {
  switch (phase.purpose) {
    case "arrival":
      return stand(withVerification(target, result, "always", context.moment, tell), context);
    case "lost-reply":
      return endLostReply(target, phase.expected, result, context, tell);
    case "proof":
      return endProof(withVerification(target, result, "news", context.moment, tell), result, context);
    default:
      return assertNever(phase.purpose);
  }
}

function endLostReply(
  target: Target,
  expected: readonly Uint8Array[],
  result: Verification,
  context: TargetContext,
  tell: (event: AgentEvent) => void,
): Target {
  const { traits, moment } = context;
  if (result.kind !== "verified") {
    // DNS was the cheap way to know; now only sending again settles it.
    return stand({ ...withVerification(target, result, "news", moment, tell), check: "disagreement" }, context);
  }
  const { confirmed } = target;
  const before = confirmed === undefined ? undefined : presentValues(target.type, confirmed.rdata);
  const after = presentValues(target.type, expected);
  tell({ kind: "updated", at: moment.wall, target: target.target, before, after });
  const told = withVerification(target, result, "always", moment, tell);
  return stand(
    {
      ...told,
      // DNS shows values, not settings: where older settings were confirmed, the present ones still have to be sent.
      confirmed: { rdata: expected, at: moment.wall, configuration: confirmed?.configuration ?? target.configuration },
      unconfirmed: undefined,
      check: undefined,
      checkDue: Duration.milliseconds(moment.monotonic + traits.recheck),
      setback: undefined,
      lastOutcome: { at: moment.wall, kind: "updated", code: undefined, detail: "" },
    },
    context,
  );
}

function endProof(target: Target, result: Verification, context: TargetContext): Target {
  const { traits, moment } = context;
  const checkDue = Duration.milliseconds(moment.monotonic + traits.recheck);
  const checked: Target = { ...target, check: undefined, checkDue };
  const isContradicted = result.kind === "not-verified" && result.reason === "servers-disagree";
  // Where the provider was read its word counts, and DNS is only late. Elsewhere DNS is all there is to go by.
  if (traits.canRead || !isContradicted) return stand(checked, context);
  const sinceSent = moment.wall - (target.confirmed?.at ?? 0);
  if (sinceSent < 0 || sinceSent >= repeatPause) return stand({ ...checked, check: "disagreement" }, context);
  const wait = Math.min(traits.recheck, repeatPause - sinceSent);
  return stand({ ...checked, checkDue: Duration.milliseconds(moment.monotonic + wait) }, context);
}

/** Keeps the result and tells it, always or only when it says something else than the one before. */
export function withVerification(
  target: Target,
  result: Verification,
  telling: "always" | "news",
  { wall: at }: Moment,
  tell: (event: AgentEvent) => void,
): Target {
  const before = target.verification;
  const isSame =
    before?.kind === result.kind &&
    (before.kind === "verified" || result.kind === "verified" || before.reason === result.reason);
  if (telling === "always" || !isSame) tell({ ...result, at, target: target.target });
  return { ...target, verification: { ...result, at } };
}
