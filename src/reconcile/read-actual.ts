import type { OwnerName } from "../core/name.ts";
import type { Outcome } from "../core/outcome.ts";
import type { ProviderZone, ReadFailure, Settings, ZoneApi } from "../core/provider.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRType } from "../core/rr-type.ts";
import type { Actual } from "./plan.ts";

/** Asks a provider what exists at one owner and type. Writes nothing and decides nothing. */

/** Lets so many requests be sent within the credential's pace; false when the attempt is to end first. */
export type TakeTurn = (requests: number) => Promise<boolean>;

/** What exists, and the zone it exists in. */
export interface FoundRRset {
  readonly zone: ProviderZone;
  readonly actual: Actual;
}

/** Why nothing was found out: the provider's outcome, or undefined when the attempt was ended first. */
export interface NotFound {
  readonly code: "not-read";
  readonly outcome: Outcome | undefined;
}

/** Remembers which zone holds which owner: it changes as good as never, and asking costs a request each time. */
export class ZoneFinder {
  readonly #api: ZoneApi;
  readonly #zones: Map<string, ProviderZone> = new Map();

  constructor(api: ZoneApi) {
    this.#api = api;
  }

  /** The zone that holds the owner; asks only for an owner whose zone is not known. */
  async find(
    owner: OwnerName,
    takeTurn: TakeTurn,
    signal: AbortSignal,
  ): Promise<Result<ProviderZone, ReadFailure> | undefined> {
    const known = this.#zones.get(owner.key);
    if (known !== undefined) return ok(known);
    if (!(await takeTurn(1))) return undefined;
    const found = await this.#api.zoneOf(owner, signal);
    if (found.ok) this.#zones.set(owner.key, found.value);
    return found;
  }

  /** The zone found before, without asking. */
  known(owner: OwnerName): ProviderZone | undefined {
    return this.#zones.get(owner.key);
  }

  /** Makes the next look-up ask, after an answer that an outdated zone may explain. */
  forget(owner: OwnerName): void {
    this.#zones.delete(owner.key);
  }
}

/**
 * Reads an RRset, and whether the owner is a CNAME when the RRset would have to be created.
 *
 * @param rrset `wantsRecords` says whether values are wanted, so that absence leads to a creation.
 */
export async function readActual(
  api: ZoneApi,
  zones: ZoneFinder,
  rrset: {
    readonly owner: OwnerName;
    readonly type: RRType;
    readonly options: Settings;
    readonly wantsRecords: boolean;
  },
  takeTurn: TakeTurn,
  signal: AbortSignal,
): Promise<Result<FoundRRset, NotFound>> {
  const { owner, type, options, wantsRecords } = rrset;
  const notRead = (outcome: Outcome | undefined): Result<never, NotFound> => {
    zones.forget(owner);
    // Nothing was written: an attempt that was cut short while reading leaves nothing to report.
    return failure({ code: "not-read", outcome: signal.aborted ? undefined : outcome });
  };
  const zone = await zones.find(owner, takeTurn, signal);
  if (zone === undefined) return notRead(undefined);
  if (!zone.ok) return notRead(zone.outcome);
  if (!(await takeTurn(1))) return notRead(undefined);
  const read = await api.read(zone.value, owner, type, options, signal);
  if (!read.ok) return notRead(read.outcome);
  const conflicting: RRType[] = [];
  if (read.value.records.length === 0 && wantsRecords) {
    if (!(await takeTurn(1))) return notRead(undefined);
    const alias = await api.read(zone.value, owner, "CNAME", options, signal);
    if (alias.ok && alias.value.records.length > 0) conflicting.push("CNAME");
    // A service that knows no CNAME records refuses the question; then there is none in the way. One that has an alias
    // which is not for us to change says so, and then there is.
    const isKnown = !alias.ok && (alias.outcome.kind !== "rejected" || alias.outcome.code === "conflicting-records");
    if (isKnown) return notRead(alias.outcome);
  }
  return ok({ zone: zone.value, actual: { kind: "known", rrset: read.value, conflicting } });
}
