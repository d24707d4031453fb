import type { Address } from "../core/address.ts";
import type { MappingLoss } from "../core/agent-journal.ts";
import { assertNever } from "../core/assert.ts";
import { pauseAfter, shortestPause } from "../core/backoff.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { Random } from "../core/random.ts";
import type { GatewayProtocol } from "../gateway/gateway.ts";
import type { Exposure } from "./exposure.ts";
import type { DueReason, KeptMapping, MappingSetback } from "./kept-mapping.ts";
import { hasEnded, type Lease, type Moment, renewalOf } from "./lease.ts";
import type { MappingEvent } from "./mapping.text.ts";
import type { MappingFailure } from "./mapping-failure.ts";

/** How a mapping moves: one event in, the next state and what follows from it out. Pure; asks no router. */

/** What can happen to a mapping. */
export type MappingHappening =
  | { readonly kind: "configured"; readonly exposure: Exposure }
  /** Time has passed. */
  | { readonly kind: "tick" }
  /** Something may have changed: the router is to be asked whatever is known. */
  | { readonly kind: "check" }
  /** The router is about to be talked to, and this is where we are; undefined when nothing of that is known. */
  | { readonly kind: "begun"; readonly at: { readonly router: string; readonly internalAddress: Address } | undefined }
  /** A router told the external address of a family, or that it began anew. */
  | {
      readonly kind: "looked";
      readonly router: string;
      readonly family: Family;
      readonly protocol: GatewayProtocol;
      readonly externalAddress: Address | undefined;
      readonly hasRestarted: boolean;
    }
  /** A lease that cannot be renewed was given up, or nobody knows it any more. */
  | { readonly kind: "given-up" }
  /** A request for a new lease is about to be sent. */
  | { readonly kind: "asked"; readonly lease: Lease }
  | { readonly kind: "granted"; readonly lease: Lease }
  | { readonly kind: "failed"; readonly failure: MappingFailure };

export interface MappingContext {
  readonly moment: Moment;
  readonly random: Random;
}

export interface MappingTransition {
  readonly next: KeptMapping;
  /** For journal and log, in order. */
  readonly events: readonly MappingEvent[];
  /** Leases that may still be open at a router and are ours no more. */
  readonly leftovers: readonly Lease[];
}

/**
 * Least pauses after refusals in a row, each four times the one before: routers refuse for a moment while their line comes
 * back (miniupnpd 2.3.1), and for good where somebody has to change a setting first.
 */
const firstRefusedPause = Duration.seconds(30);
const longestRefusedPause = Duration.hours(1);

/** Moves a mapping. An event that makes no sense in its phase was overtaken by another and changes nothing. */
export function transition(kept: KeptMapping, event: MappingHappening, context: MappingContext): MappingTransition {
  const effects: Effects = { events: [], leftovers: [] };
  return { next: move(kept, event, context, effects), ...effects };
}

interface Effects {
  readonly events: MappingEvent[];
  readonly leftovers: Lease[];
}

function move(kept: KeptMapping, event: MappingHappening, context: MappingContext, effects: Effects): KeptMapping {
  const { phase, lease } = kept;
  switch (event.kind) {
    case "configured": {
      const { exposure } = event;
      if (exposure.wishedPort === kept.exposure.wishedPort) return { ...kept, exposure };
      const next = { ...kept, exposure, setback: undefined, isStale: lease !== undefined };
      return due(next, "configuration");
    }
    case "tick":
      return tick(kept, context, effects);
    case "check":
      if (phase.kind === "open") return due(kept, "check");
      return phase.kind === "waiting" ? hurry(kept, context) : kept;
    case "begun": {
      const asking: KeptMapping = { ...kept, phase: { kind: "asking" } };
      if (lease === undefined || event.at === undefined) return asking;
      if (lease.router === event.at.router && lease.internalAddress.equals(event.at.internalAddress)) return asking;
      effects.leftovers.push(lease);
      return lose(asking, "network-changed", context, effects);
    }
    case "looked": {
      if (lease?.router !== event.router || lease.protocol !== event.protocol) return kept;
      if (kept.exposure.family !== event.family) return kept;
      const [before, now] = [lease.externalAddress, event.externalAddress];
      const isMoved = before !== undefined && now !== undefined && !before.equals(now);
      if (!isMoved && !event.hasRestarted) return kept;
      const lost = lose(kept, isMoved ? "external-address-changed" : "router-restarted", context, effects);
      // Some routers bind an entry to the address or the interface it was made under, renew it as it is, and begin a new
      // age all the same (miniupnpd 2.3.1): what is left of it must go first.
      return due({ ...lost, lease, isStale: true }, "lost");
    }
    case "given-up":
      return { ...kept, lease: undefined, isStale: false };
    case "asked":
      return phase.kind === "asking" && lease === undefined ? { ...kept, lease: event.lease } : kept;
    case "granted":
      return phase.kind === "asking" ? grant(kept, event.lease, context, effects) : kept;
    case "failed":
      return phase.kind === "asking" ? fail(kept, event.failure, context, effects) : kept;
    default:
      return assertNever(event);
  }
}

/** To be asked; what is being asked already will see for itself. */
function due(kept: KeptMapping, reason: DueReason): KeptMapping {
  return kept.phase.kind === "asking" ? kept : { ...kept, phase: { kind: "due", reason } };
}

function tick(kept: KeptMapping, context: MappingContext, effects: Effects): KeptMapping {
  const { lease, renewAt } = kept;
  const { monotonic } = context.moment;
  if (lease !== undefined && hasEnded(lease, context.moment)) {
    const lost = lose(kept, "lease-ended", context, effects);
    // A pause after failures goes on: that the lease has ended does not make the router answer.
    return kept.phase.kind === "waiting" ? wake(lost, monotonic) : due(lost, "lost");
  }
  if (kept.phase.kind === "open" && renewAt !== undefined && renewAt <= monotonic) return due(kept, "renewal");
  return kept.phase.kind === "waiting" ? wake(kept, monotonic) : kept;
}

function wake(kept: KeptMapping, monotonic: Duration): KeptMapping {
  return kept.setback === undefined || kept.setback.wakeAt <= monotonic ? due(kept, "retry") : kept;
}

/**
 * Cuts a pause down to the shortest one, unless the router named it. What the next pause grows from stays, so that a
 * network that never comes to rest is not answered with requests without end.
 */
function hurry(kept: KeptMapping, { moment }: MappingContext): KeptMapping {
  const soon = Duration.milliseconds(moment.monotonic + shortestPause);
  const { setback } = kept;
  if (setback === undefined || setback.isNamed || setback.wakeAt <= soon) return kept;
  return { ...kept, setback: { ...setback, wakeAt: soon, retryAt: Instant.plus(moment.wall, shortestPause) } };
}

/** The lease is gone; that is news only where the way was open. */
function lose(kept: KeptMapping, because: MappingLoss, { moment }: MappingContext, { events }: Effects): KeptMapping {
  if (kept.openSince !== undefined) {
    events.push({ kind: "mapping-lost", at: moment.wall, mapping: kept.exposure.mapping, because });
  }
  return { ...kept, lease: undefined, isStale: false, renewAt: undefined, openSince: undefined };
}

function grant(kept: KeptMapping, lease: Lease, { moment, random }: MappingContext, { events }: Effects): KeptMapping {
  const { exposure, openSince } = kept;
  const isAsBefore = openSince !== undefined && kept.lease !== undefined && isSameHole(kept.lease, lease);
  if (!isAsBefore) {
    events.push({
      kind: "mapping-made",
      at: moment.wall,
      mapping: exposure.mapping,
      protocol: lease.protocol,
      router: lease.label,
      externalAddress: lease.externalAddress,
      externalPort: lease.externalPort,
      wishedPort: exposure.wishedPort,
    });
  }
  return {
    ...kept,
    phase: { kind: "open" },
    lease,
    isStale: false,
    renewAt: renewalOf(lease, moment, random),
    setback: undefined,
    openSince: openSince ?? moment.wall,
  };
}

function isSameHole(a: Lease, b: Lease): boolean {
  return (
    a.protocol === b.protocol &&
    a.router === b.router &&
    a.externalPort === b.externalPort &&
    String(a.externalAddress) === String(b.externalAddress)
  );
}

function fail(
  kept: KeptMapping,
  { code, detail, retryAfter }: MappingFailure,
  context: MappingContext,
  { events }: Effects,
): KeptMapping {
  const { moment, random } = context;
  const { lease } = kept;
  const isHeld = lease?.isGranted === true && !kept.isStale && !hasEnded(lease, moment);
  const least = code === "gateway-refused" ? refusedPause(kept.setback) : undefined;
  const pause = pauseAfter(kept.setback?.grown, retryAfter, least, random);
  // While the way is open there is time, and after its end none must be lost.
  const wait = isHeld ? renewalOf(lease, moment, random) - moment.monotonic : pause.wait;
  const paused = Duration.milliseconds(Math.max(wait, isHeld ? (retryAfter ?? 0) : 0));
  const retryAt = Instant.plus(moment.wall, paused);
  if (kept.setback?.code !== code) {
    events.push({ kind: "mapping-failed", at: moment.wall, mapping: kept.exposure.mapping, code, detail, retryAt });
  }
  return {
    ...kept,
    phase: { kind: "waiting" },
    setback: {
      code,
      detail,
      retryAt,
      wakeAt: Duration.milliseconds(moment.monotonic + paused),
      grown: isHeld ? kept.setback?.grown : Duration.milliseconds(Math.max(pause.grown, least ?? 0)),
      isNamed: retryAfter !== undefined,
    },
  };
}

function refusedPause(before: MappingSetback | undefined): Duration {
  const grown = before?.code === "gateway-refused" ? 4 * (before.grown ?? 0) : 0;
  return Duration.milliseconds(Math.min(longestRefusedPause, Math.max(firstRefusedPause, grown)));
}
