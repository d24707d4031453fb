import type { ReplayItem } from "../core/journal.ts";
import type { OwnerName } from "../core/name.ts";
import type { RRset } from "../core/rrset.ts";
import { isOfZone, type ZoneChange } from "../core/zone-change.ts";
import type { ZoneView } from "../core/zone-view.ts";
import type { Delta, ZoneDeltas } from "./zone-deltas.ts";

/** Larger entries are imports; who follows then gets the whole zone. */
const mostChanges = 10_000;

/** Notes what an item of the journal is about to do to the served zones; to be called before it is applied. */
export function noteItem(deltas: ZoneDeltas, item: ReplayItem, view: Pick<ZoneView, "rrset">): void {
  if (item.kind === "state") {
    if (deltas.wants(item.zone)) deltas.begin(item.zone, item.revision);
    return;
  }
  const { zone, revision, changes } = item.entry;
  if (!deltas.wants(zone)) return;
  // Serials of a copy do not tell the revision, so whoever follows a copy gets the whole zone.
  const isNew = changes.some(({ kind }) => isOfZone(kind));
  if (isNew || changes.length > mostChanges || !deltas.knows(zone)) deltas.begin(zone, revision);
  else deltas.add(zone, revision, entryDeltas(changes, view));
}

function entryDeltas(changes: readonly ZoneChange[], view: Pick<ZoneView, "rrset">): readonly Delta[] {
  const deltas: Delta[] = [];
  /** An entry may touch an RRset more than once. */
  const latest = new Map<string, RRset | undefined>();
  for (const change of changes) {
    if (change.kind !== "rrset-replaced" && change.kind !== "rrset-removed") continue;
    const { owner, type } = change;
    const key = keyOf(owner, type);
    const before = latest.has(key) ? latest.get(key) : view.rrset(owner, type);
    const after = change.kind === "rrset-replaced" ? { owner, type, ttl: change.ttl, rdata: change.rdata } : undefined;
    latest.set(key, after);
    deltas.push({ owner, type, before, after });
  }
  return deltas;
}

function keyOf(owner: OwnerName, type: string): string {
  return `${owner.key} ${type}`;
}
