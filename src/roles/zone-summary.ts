import type { ZoneSummary } from "../core/administration.ts";
import type { OwnerName } from "../core/name.ts";
import type { ServedZone } from "../core/zone-view.ts";

/** A served zone as administrators see it. */
export function zoneSummary({ apex, serial, revision, ownerCount }: ServedZone): ZoneSummary {
  return { apex: apex.hostname, serial, revision, ownerCount };
}

/** A zone that is not there. */
export function noZone(apex: OwnerName): ZoneSummary {
  return { apex: apex.hostname, serial: 0, revision: 0, ownerCount: 0 };
}
