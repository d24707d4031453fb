import type { AdministrationFailure, HistoryEntry } from "../core/administration.ts";
import { Instant } from "../core/clock.ts";
import type { Entry, Journal, Revision } from "../core/journal.ts";
import { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { printRdata } from "../wire/rdata/registry.ts";

/** The server's journal as plain entries for people and programs, newest first. */

export interface HistoryRequest {
  /** Only entries that touch this name. */
  readonly owner: string | undefined;
  /** Only entries before this revision. */
  readonly before: number | undefined;
  /** At most so many, up to 1000. */
  readonly limit: number;
}

/** Changes of one entry that are shown. */
const mostChangesShown = 20;

export async function historyEntries(
  journal: Journal,
  query: HistoryRequest,
): Promise<Result<readonly HistoryEntry[], AdministrationFailure>> {
  const owner = query.owner === undefined ? ok(undefined) : OwnerName.parse(query.owner);
  if (!owner.ok) return failure({ code: "name-invalid", detail: query.owner ?? "" });
  const entries = await journal.history({
    ...(owner.value === undefined ? {} : { owner: owner.value }),
    ...(query.before === undefined ? {} : { before: query.before as Revision }),
    limit: Math.max(1, Math.min(1_000, Math.trunc(query.limit))),
  });
  return entries.ok ? ok(entries.value.map(historyEntry)) : failure({ code: entries.code, detail: entries.detail });
}

/** One entry in plain form. */
export function historyEntry(entry: Entry): HistoryEntry {
  const changes = entry.changes.slice(0, mostChangesShown).map((change) => {
    if (change.kind === "serial-set") {
      return { owner: entry.zone.hostname, type: change.kind, values: [String(change.serial)] };
    }
    if (change.kind === "zone-added" || change.kind === "zone-removed") {
      return { owner: entry.zone.hostname, type: change.kind, values: [] };
    }
    const values = change.kind === "rrset-replaced" ? change.rdata : [];
    return {
      owner: change.owner.hostname,
      type: change.type,
      values: values.map((rdata) => printRdata(change.type, rdata)),
    };
  });
  return {
    revision: entry.revision,
    at: Instant.format(entry.at),
    zone: entry.zone.hostname,
    actor: entry.actor.kind,
    tokenId: entry.actor.kind === "token" ? entry.actor.tokenId : null,
    keyName: entry.actor.kind === "key" ? entry.actor.name.hostname : null,
    transport: entry.transport,
    peer: entry.peer?.toString() ?? null,
    changes,
    changeCount: entry.changes.length,
  };
}
