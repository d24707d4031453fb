import { changesOfPiece, ZoneTable } from "../authority/zone-table.ts";
import type { Accounts } from "../core/accounts.ts";
import type { Clock } from "../core/clock.ts";
import type { Entry, Journal, JournalFailure, ReplayItem } from "../core/journal.ts";
import type { OwnerName } from "../core/name.ts";
import { inPieces } from "../core/pieces.ts";
import type { Random } from "../core/random.ts";
import { ok, type Result } from "../core/result.ts";
import { Authenticator } from "../updates/authenticate.ts";
import { Door } from "../updates/door.ts";
import { noteItem } from "../transfer/follow-journal.ts";
import type { ZoneDeltas } from "../transfer/zone-deltas.ts";
import { Presence } from "../updates/presence.ts";

/** What a server's state comes to in memory, with or without listeners: zones, the door to them, and who may knock. */

export interface ServedZonesPorts {
  readonly journal: Journal;
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly random: Random;
  /** Zones that are copied from a primary, which nobody else may change; default: none. */
  readonly isCopy?: (apex: OwnerName) => boolean;
}

export interface ServedZones {
  readonly table: ZoneTable;
  readonly door: Door;
  readonly authenticator: Authenticator;
  /** Empty at first. */
  readonly presence: Presence;
}

/** Most memory the zones may take, in octets: what one typed array can address, room for some 20 million hosts. */
const largestOctets = 2 ** 31 - 2 ** 16;

/**
 * Replays the journal into an empty table.
 *
 * @param onEntry hears of every later entry once it is served.
 * @param deltas follows the changes of the zones that have secondaries.
 */
export async function openServedZones(
  ports: ServedZonesPorts,
  onEntry: (entry: Entry) => void = () => undefined,
  deltas?: ZoneDeltas,
): Promise<Result<ServedZones, JournalFailure>> {
  const table = new ZoneTable({ random: ports.random, largestOctets });
  for await (const items of ports.journal.replay()) {
    if (!items.ok) return items;
    if (deltas === undefined) table.replay(items.value);
    else replayNoting(deltas, items.value, table);
  }
  const door = new Door({
    journal: ports.journal,
    view: table,
    apply: (entry) => {
      const item = { kind: "entry", entry } as const;
      const items = [item];
      if (deltas !== undefined) noteItem(deltas, item, table);
      if (entry.changes.length > changesOfPiece) {
        return inPieces(table.applyInPieces(items)).then(() => onEntry(entry));
      }
      table.apply(items);
      onEntry(entry);
      return undefined;
    },
    octetsLeft: () => table.octetsLeft,
    ...(ports.isCopy === undefined ? {} : { isCopy: ports.isCopy }),
    clock: ports.clock,
  });
  return ok({ table, door, authenticator: new Authenticator(ports.accounts), presence: new Presence(ports.clock) });
}

/** Replays item by item, so that it is known what each of them changes; what nobody follows goes in together. */
function replayNoting(deltas: ZoneDeltas, items: readonly ReplayItem[], table: ZoneTable): void {
  let together: ReplayItem[] = [];
  for (const item of items) {
    const isFollowed = deltas.wants(item.kind === "state" ? item.zone : item.entry.zone);
    if (isFollowed) {
      table.replay(together);
      together = [];
      noteItem(deltas, item, table);
    }
    together.push(item);
  }
  table.replay(together);
}
