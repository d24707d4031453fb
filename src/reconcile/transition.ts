import type { AgentEvent, TargetMemory } from "../core/agent-journal.ts";
import { assertNever } from "../core/assert.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { FailCode, RejectCode } from "../core/outcome.ts";
import { sameRdata } from "../core/rrset.ts";
import { shortestPause } from "../core/backoff.ts";
import { type Desired, rdataOf } from "./desired.ts";
import { endAttempt, type EndedAttempt } from "./ended-attempt.ts";
import { endVerification } from "./ended-verification.ts";
import { stand } from "./standing.ts";
import { memoryOf, type Setback, type Target, type TargetContext, withUnconfirmed } from "./target.ts";
import type { Verification } from "./verification.ts";

/** How a target moves: one event in, the next state and what to write down out. Pure; starts nothing by itself. */

/** What can happen to a target. */
export type TargetEvent =
  | { readonly kind: "desired"; readonly desired: Desired }
  | { readonly kind: "configured"; readonly configuration: string; readonly desired: Desired }
  /** Time has passed. */
  | { readonly kind: "tick" }
  /** A conversation with the provider has begun. */
  | { readonly kind: "begun" }
  /** The conversation is about to send a write. */
  | { readonly kind: "writing"; readonly values: readonly Uint8Array[] }
  /** The conversation ended before it wrote, because what is desired had changed meanwhile. */
  | { readonly kind: "superseded" }
  | ({ readonly kind: "ended" } & EndedAttempt)
  | { readonly kind: "verification"; readonly round: number; readonly result: Verification }
  /** This host's way to others may be another one now. */
  | { readonly kind: "network-changed" }
  /** A person wants an attempt now. */
  | { readonly kind: "asked"; readonly allowLargeChange: boolean }
  /** Another target was refused for a reason that concerns this one too. */
  | { readonly kind: "refused-alongside"; readonly code: RejectCode; readonly detail: string };

/** What follows from an event. */
export interface Transition {
  readonly next: Target;
  /** For the journal, in order. */
  readonly events: readonly AgentEvent[];
  /** Set when what must survive the process has changed. */
  readonly memory: TargetMemory | undefined;
}

/** Moves a target. An event that makes no sense in its phase was overtaken by another and changes nothing. */
export function transition(target: Target, event: TargetEvent, context: TargetContext): Transition {
  const events: AgentEvent[] = [];
  const next = move(target, event, context, (told) => events.push(told));
  const memory = memoryOf(next);
  return { next, events, memory: isSameMemory(memoryOf(target), memory) ? undefined : memory };
}

function move(target: Target, event: TargetEvent, context: TargetContext, tell: (told: AgentEvent) => void): Target {
  const { phase } = target;
  switch (event.kind) {
    case "desired":
      return desire(target, event.desired, context);
    case "configured":
      return configure(target, event.configuration, event.desired, context);
    case "tick":
      return phase.kind === "settled" || phase.kind === "backing-off" ? stand(target, context) : target;
    case "begun": {
      if (phase.kind === "applying" || phase.kind === "held") return target;
      const reason = phase.kind === "due" ? phase.reason : "changed";
      const { configuration, unconfirmed } = target;
      return { ...target, phase: { kind: "applying", reason, configuration, unconfirmed } };
    }
    case "writing":
      return phase.kind === "applying" ? { ...target, unconfirmed: withUnconfirmed(target, event.values) } : target;
    case "superseded":
      return phase.kind === "applying" ? stand({ ...target, unconfirmed: phase.unconfirmed }, context) : target;
    case "ended":
      return phase.kind === "applying" ? endAttempt(target, phase, event, context, tell) : target;
    case "verification":
      return phase.kind === "verifying" && phase.round === event.round
        ? endVerification(target, phase, event.result, context, tell)
        : target;
    case "network-changed": {
      const next = { ...target, setback: shortened(target.setback, context) };
      return phase.kind === "backing-off" ? stand(next, context) : next;
    }
    case "asked": {
      if (phase.kind === "applying") return target;
      const { allowLargeChange: isLargeChangeAllowed } = event;
      return stand({ ...target, held: undefined, setback: undefined, check: "asked", isLargeChangeAllowed }, context);
    }
    case "refused-alongside": {
      if (phase.kind === "applying" || phase.kind === "held") return target;
      const { code, detail } = event;
      const at = context.moment.wall;
      tell({ kind: "rejected", at, target: target.target, code, detail, retryAt: undefined });
      return stand({ ...target, held: { code, detail, since: at } }, context);
    }
    default:
      return assertNever(event);
  }
}

function desire(target: Target, desired: Desired, context: TargetContext): Target {
  const { phase, held } = target;
  const next = { ...target, desired };
  switch (phase.kind) {
    case "applying":
      // A write under way is left to end: cutting it short would only hide what it did.
      return next;
    case "held": {
      // The refused withdrawal is not wanted any more, and asking for something else repeats nothing.
      const isMoot = held?.code === "change-too-large" && desired.kind === "present";
      return isMoot ? stand({ ...next, held: undefined }, context) : next;
    }
    case "verifying": {
      const wanted = rdataOf(desired);
      return wanted === undefined || sameRdata(wanted, phase.expected) ? next : stand(next, context);
    }
    default:
      return stand(next, context);
  }
}

/** Failures of the way to the service, which say nothing about it once that way is another one. */
const networkFailures: ReadonlySet<FailCode> = new Set<FailCode>([
  "timed-out",
  "name-not-resolved",
  "connection-refused",
  "connection-reset",
  "unreachable",
]);

/**
 * Cuts a pause after a failure of the network down to the shortest one, in which routes and resolvers settle. What the
 * next pause grows from stays, so that a link that comes and goes is not answered with attempts without end.
 */
function shortened(setback: Setback | undefined, { moment }: TargetContext): Setback | undefined {
  const soon = Duration.milliseconds(moment.monotonic + shortestPause);
  if (setback === undefined || setback.wakeAt <= soon || !networkFailures.has(setback.code)) return setback;
  return { ...setback, wakeAt: soon, retryAt: Instant.plus(moment.wall, shortestPause) };
}

function configure(target: Target, configuration: string, desired: Desired, context: TargetContext): Target {
  if (configuration === target.configuration) return desire(target, desired, context);
  const next: Target = {
    ...target,
    configuration,
    desired,
    held: undefined,
    setback: undefined,
    check: "configuration",
  };
  return target.phase.kind === "applying" ? next : stand(next, context);
}

function isSameMemory(a: TargetMemory, b: TargetMemory): boolean {
  const isSameConfirmed =
    a.confirmed?.at === b.confirmed?.at &&
    a.confirmed?.configuration === b.confirmed?.configuration &&
    sameRdata(a.confirmed?.rdata ?? [], b.confirmed?.rdata ?? []);
  return (
    isSameConfirmed &&
    a.checkedAt === b.checkedAt &&
    a.configuration === b.configuration &&
    (a.unconfirmed === undefined) === (b.unconfirmed === undefined) &&
    sameRdata(a.unconfirmed ?? [], b.unconfirmed ?? []) &&
    a.held === b.held &&
    a.waiting?.until === b.waiting?.until &&
    a.waiting?.code === b.waiting?.code
  );
}
