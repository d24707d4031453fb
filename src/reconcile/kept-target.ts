import type { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import { sameRdata } from "../core/rrset.ts";
import type { ConnectedService } from "./connected-services.ts";
import { type Desired, rdataOf } from "./desired.ts";
import type { ManagedName } from "./managed-name.ts";
import type { WithdrawalScope } from "./plan.ts";
import type { Target, TargetTraits } from "./target.ts";

/** Targets with what surrounds them at run time: the name they belong to, the service they live at. */

/** A target that is kept. Its owner, the scheduler, replaces what changes. */
export interface KeptTarget {
  name: ManagedName;
  readonly family: Family;
  at: ConnectedService;
  target: Target;
  /** Grows with every target that becomes due, so that the first comes first. */
  dueOrder: number;
  /** Values of ours that the last write took away; where others publish too, only their absence shows it arrived. */
  replaced: readonly Uint8Array[];
}

/** What a target's service and configuration make possible. */
export function traitsOf({ name, at }: KeptTarget, recheck: TargetTraits["recheck"]): TargetTraits {
  return {
    canRead: at.service.provider.kind === "zone-api",
    canVerify: name.verify.kind !== "off",
    recheck,
    refreshEvery: at.service.limits.refreshEvery,
  };
}

/** What goes within this time goes at once. Families are found out about one after the other, and services have a pace. */
const atOnce: Duration = Duration.hours(1);

/**
 * Counts what is about to be withdrawn or just has been, and what there is; what was withdrawn long ago counts as
 * neither.
 */
export function withdrawalScope(
  targets: Iterable<Pick<Target, "confirmed" | "desired">>,
  now: Instant,
): WithdrawalScope {
  const scope = { withdrawing: 0, kept: 0 };
  for (const { confirmed, desired } of targets) {
    const isGone = confirmed?.rdata.length === 0 && now - confirmed.at > atOnce;
    const isWithdrawn = desired.kind === "withdrawn";
    if (isWithdrawn && isGone) continue;
    if (isWithdrawn) scope.withdrawing += 1;
    if (isWithdrawn || desired.kind === "present" || confirmed !== undefined) scope.kept += 1;
  }
  return scope;
}

/** True when both ask for the same, and for the same reason where they ask for nothing. */
export function isSameDesired(a: Desired, b: Desired): boolean {
  if (a.kind === "no-opinion" || b.kind === "no-opinion") {
    return a.kind === "no-opinion" && b.kind === "no-opinion" && a.because === b.because;
  }
  return sameRdata(rdataOf(a) ?? [], rdataOf(b) ?? []);
}
