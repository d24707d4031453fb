import type { Entry } from "../../src/core/journal.ts";
import { toHex } from "../../src/core/octets.ts";
import type { ZoneChange } from "../../src/core/zone-change.ts";

/**
 * Entries and changes as text, numbers and lists. A matcher sees nothing of a name or an address but its class, so two
 * different ones would count as equal.
 */

/** One line per change: everything in it, names in the case they were written in. */
export function plainChange(change: ZoneChange): string {
  switch (change.kind) {
    case "rrset-replaced":
      return `replace ${change.owner} ${change.type} ${change.ttl} ${change.rdata.map(toHex).join(" ")}`;
    case "rrset-removed":
      return `remove ${change.owner} ${change.type}`;
    case "zone-added":
      return `add zone ${change.serialBase}`;
    case "zone-removed":
      return "remove zone";
    case "serial-set":
      return `serial ${change.serial}`;
  }
}

/** Everything in an entry. */
export function plainEntry(entry: Entry): object {
  const { actor } = entry;
  return {
    revision: entry.revision,
    at: entry.at,
    zone: entry.zone.toString(),
    actor: actor.kind === "token" ? `token ${actor.tokenId} of ${actor.host}` : actor.kind,
    transport: entry.transport,
    peer: entry.peer?.toString(),
    changes: entry.changes.map(plainChange),
  };
}
