import type { Family } from "../core/family.ts";
import type { ZoneApi } from "../core/provider.ts";
import type { Budget } from "./budget.ts";
import { type DesiredRRset, rdataOf } from "./desired.ts";
import type { ManagedName } from "./managed-name.ts";
import type { ManagedService } from "./managed-service.ts";
import type { WithdrawalScope } from "./plan.ts";
import { ZoneFinder } from "./read-actual.ts";
import type { Target, TargetTraits } from "./target.ts";

/** Targets with what surrounds them at run time: the name they belong to, the service they live at. */

/** What all services of one credential share. */
export interface Credential {
  readonly budget: Budget;
  /** True while a conversation runs: one at a time. */
  isBusy: boolean;
}

/** A service in use. */
export interface ConnectedService {
  readonly service: ManagedService;
  /** Set for services that can be read. */
  readonly zones: ZoneFinder | undefined;
  readonly credential: Credential;
}

/** Puts a service to use. */
export function connect(service: ManagedService, credential: Credential): ConnectedService {
  const zones = service.provider.kind === "zone-api" ? new ZoneFinder(service.provider satisfies ZoneApi) : undefined;
  return { service, zones, credential };
}

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

/** What talks to a service in one request goes together: all families of a name where the service is only told. */
export function laneOf({ name, at, target }: KeptTarget): string {
  return at.service.provider.kind === "push" ? `${name.providerKey}/${name.owner.key}` : target.target;
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

/** Counts what is about to be withdrawn, and what there is; what was withdrawn before counts as neither. */
export function withdrawalScope(targets: Iterable<Pick<Target, "confirmed" | "desired">>): WithdrawalScope {
  const scope = { withdrawing: 0, kept: 0 };
  for (const { confirmed, desired } of targets) {
    const isGone = confirmed !== undefined && confirmed.rdata.length === 0;
    const isWithdrawn = desired.kind === "withdrawn";
    if (isWithdrawn && isGone) continue;
    if (isWithdrawn) scope.withdrawing += 1;
    if (isWithdrawn || desired.kind === "present" || confirmed !== undefined) scope.kept += 1;
  }
  return scope;
}

/** True when two derivations of one RRset ask for the same. */
export function isSameDesired(a: DesiredRRset["desired"], b: DesiredRRset["desired"]): boolean {
  if (a.kind === "no-opinion" || b.kind === "no-opinion") {
    return a.kind === "no-opinion" && b.kind === "no-opinion" && a.because === b.because;
  }
  const [ours = [], theirs = []] = [rdataOf(a), rdataOf(b)];
  return a.kind === b.kind && ours.length === theirs.length && Buffer.concat(ours).equals(Buffer.concat(theirs));
}
