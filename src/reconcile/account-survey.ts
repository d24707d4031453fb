import type { OwnerName } from "../core/name.ts";
import type { Failed, Rejected } from "../core/outcome.ts";
import type { CredentialFinding, ProviderZone, ReadFailure, Settings, ZoneApi } from "../core/provider.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRType } from "../core/rr-type.ts";

/** Finds out what credentials can see at a service, by reading alone. */

/** A name that is to be kept there. */
export interface SurveyedName {
  readonly owner: OwnerName;
  /** Of the RRset that is read, as a sample. */
  readonly type: RRType;
  readonly options: Settings;
}

/** Where a name is, and whether its records could be read. */
export interface PlacedName {
  readonly owner: OwnerName;
  readonly zone: ProviderZone | undefined;
  /** Undefined when its records were read. */
  readonly trouble: Rejected | Failed | undefined;
}

export interface AccountSurvey {
  /** `rejected` where the service has no list, or does not show it to these credentials. */
  readonly zones: Result<readonly ProviderZone[], ReadFailure>;
  readonly names: readonly PlacedName[];
  /** Undefined when no record was read: there was neither a name nor a zone to look into. */
  readonly sample: "read" | Rejected | Failed | undefined;
  readonly findings: Result<readonly CredentialFinding[], ReadFailure>;
}

/** What is done next, for whoever waits. */
export type SurveyStep =
  | { readonly kind: "zones" }
  | { readonly kind: "name"; readonly owner: OwnerName; readonly ordinal: number; readonly of: number }
  | { readonly kind: "credentials" };

export interface SurveyLimits {
  /** What is read at the apex of a zone when there is no name; of a family that the service has. */
  readonly sampleType: RRType;
  readonly signal: AbortSignal;
  readonly onStep: (step: SurveyStep) => void;
}

/**
 * Lists the zones, finds each name's zone and reads one of its RRsets, and asks what the service tells of the credentials.
 * Without a name the apex of a zone is read, because a zone may be known from the settings alone and then proves nothing.
 */
export async function surveyAccount(
  api: ZoneApi,
  names: readonly SurveyedName[],
  { sampleType, signal, onStep }: SurveyLimits,
): Promise<AccountSurvey> {
  onStep({ kind: "zones" });
  const zones = await api.zones(signal);
  if (!zones.ok && !isHidden(zones.outcome)) {
    return { zones, names: [], sample: zones.outcome, findings: ok([]) };
  }
  const placed: PlacedName[] = [];
  for (const [index, name] of names.entries()) {
    onStep({ kind: "name", owner: name.owner, ordinal: index + 1, of: names.length });
    placed.push(await place(api, zones.ok ? zones.value : undefined, name, signal));
  }
  const first = zones.ok ? zones.value[0] : undefined;
  const sample = sampleOf(placed) ?? (first && (await readApex(api, first, sampleType, signal)));
  if (api.inspect === undefined) return { zones, names: placed, sample, findings: ok([]) };
  onStep({ kind: "credentials" });
  return { zones, names: placed, sample, findings: await api.inspect(signal) };
}

/** The zone of a list that holds an owner: the longest. */
export function zoneHolding(owner: OwnerName, zones: readonly ProviderZone[]): ProviderZone | undefined {
  return zones
    .filter(({ apex }) => owner.isAtOrBelow(apex))
    .toSorted((a, b) => b.apex.labelCount - a.apex.labelCount)[0];
}

/** No list does not mean no zones: single names can still be asked for. */
function isHidden(outcome: Rejected | Failed): boolean {
  return outcome.code === "unsupported" || outcome.code === "not-authorized";
}

async function place(
  api: ZoneApi,
  zones: readonly ProviderZone[] | undefined,
  { owner, type, options }: SurveyedName,
  signal: AbortSignal,
): Promise<PlacedName> {
  const zone = zones === undefined ? await api.zoneOf(owner, signal) : listedZone(owner, zones);
  if (!zone.ok) return { owner, zone: undefined, trouble: zone.outcome };
  const read = await api.read(zone.value, owner, type, options, signal);
  return { owner, zone: zone.value, trouble: read.ok ? undefined : read.outcome };
}

function listedZone(owner: OwnerName, zones: readonly ProviderZone[]): Result<ProviderZone, ReadFailure> {
  const zone = zoneHolding(owner, zones);
  if (zone !== undefined) return ok(zone);
  const detail = `no zone of these credentials holds ${owner.hostname}`;
  return failure({ outcome: { kind: "rejected", code: "zone-not-found", detail } });
}

function sampleOf(placed: readonly PlacedName[]): AccountSurvey["sample"] {
  return placed.some(({ trouble }) => trouble === undefined) ? "read" : placed[0]?.trouble;
}

async function readApex(
  api: ZoneApi,
  zone: ProviderZone,
  type: RRType,
  signal: AbortSignal,
): Promise<AccountSurvey["sample"]> {
  const read = await api.read(zone, zone.apex, type, {}, signal);
  return read.ok ? "read" : read.outcome;
}
