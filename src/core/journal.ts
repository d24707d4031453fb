import type { Address } from "./address.ts";
import type { EncodedChanges } from "./change-cursor.ts";
import type { Instant } from "./clock.ts";
import type { OwnerName } from "./name.ts";
import type { Result } from "./result.ts";
import type { ZoneChange } from "./zone-change.ts";

/**
 * The server's journal: the truth about served zones. Zone tables, serials, history and other nodes are views that
 * follow it. Two implementations stand behind this contract; no other part knows which one runs.
 */

/** Position of an entry: 1 for the first, one more for each next; 0 before any. */
export type Revision = number & { readonly unit: "revision" };

/** Who caused a change. */
export type Actor =
  | { readonly kind: "token"; readonly tokenId: string; readonly host: OwnerName }
  /** Whoever holds a TSIG key of the configuration. */
  | { readonly kind: "key"; readonly name: OwnerName }
  | { readonly kind: "administrator" }
  | { readonly kind: "configuration" }
  /** The server that a zone is copied from. */
  | { readonly kind: "primary" };

/** The languages of update clients that are understood over HTTP. */
export const httpDialects = [
  "dyndns2",
  "rest",
  "duckdns",
  "freedns",
  "dynv6",
  "desec",
  "nsupdate-info",
  "acme-dns",
  "httpreq",
  "powerdns",
  "report",
] as const;

export type HttpDialect = (typeof httpDialects)[number];

/** How a change arrived; `lease` when a host had been silent for too long, or was heard again. */
export type Transport =
  | HttpDialect
  | "admin-socket"
  | "offline"
  | "dns-update"
  | "beacon"
  | "lease"
  | "start"
  | "transfer";

/** Where a change came from; the peer is undefined for local transports. */
export interface Origin {
  readonly actor: Actor;
  readonly transport: Transport;
  readonly peer: Address | undefined;
}

/** What somebody wants to become the next entry. All changes concern one zone and take effect together. */
export interface Proposal extends Origin {
  readonly at: Instant;
  readonly zone: OwnerName;
  readonly changes: readonly ZoneChange[];
}

/** A change that happened. */
export interface Entry extends Proposal {
  readonly revision: Revision;
}

/** Why an entry was not written. */
export interface AppendFailure {
  /**
   * - `conflict`: the zone has moved on since the caller looked.
   * - `entry-too-large`: more changes than this journal takes in one entry.
   * - `journal-full`: nothing was written; it may work again when space returns.
   * - `journal-unavailable`: the disk or cluster refused, or died before it answered: what was proposed may still turn
   *   up after a restart.
   */
  readonly code: "conflict" | "entry-too-large" | "journal-full" | "journal-unavailable";
  readonly detail: string;
}

/** Why the journal could not be read or folded. */
export interface JournalFailure {
  /** `journal-corrupt`: what lies there cannot be read back; asking again does not help. */
  readonly code: "journal-full" | "journal-unavailable" | "journal-corrupt";
  readonly detail: string;
}

/**
 * What replaying delivers: first the state of the snapshot, in pieces, then the entries after it. The pieces of a zone
 * come one after the other and begin with its `zone-added`; zones that were removed have none.
 */
export type ReplayItem =
  | {
      readonly kind: "state";
      /** The last revision that touched this zone, as far as the snapshot reaches. */
      readonly revision: Revision;
      readonly zone: OwnerName;
      readonly changes: readonly ZoneChange[];
      /** The same, where they are as they were stored; `changes` is then made when it is asked for. */
      readonly encoded?: EncodedChanges;
    }
  | { readonly kind: "entry"; readonly entry: Entry; readonly encoded?: EncodedChanges };

/** Restricts what history returns. */
export interface HistoryQuery {
  /** Only entries that touch this owner name; adding or removing a zone touches its apex. */
  readonly owner?: OwnerName;
  /** Only entries before this revision, for paging backwards. */
  readonly before?: Revision;
  /** At most so many, 1 to 1000. Fewer come where entries are large: only a page without any is the end. */
  readonly limit: number;
}

export interface Journal {
  /** The last durable revision. */
  readonly revision: Revision;
  /**
   * Makes the proposal the next entry; resolves when it would survive power loss. Entries of concurrent calls are made
   * durable together and in the order of the calls.
   *
   * @param expected the zone's revision the caller decided on; `conflict` when the zone has a later one. 0 says that
   * the caller saw no such zone; a removed one counts as none.
   */
  append(proposal: Proposal, expected?: Revision): Promise<Result<Revision, AppendFailure>>;
  /**
   * Everything needed to rebuild a view, in order, up to the last entry that is durable when the end is reached. A
   * failure is the last item. Leave the loop or read to the end: until then the snapshot stays as it is.
   */
  replay(): AsyncIterable<Result<readonly ReplayItem[], JournalFailure>>;
  /** Newest first. */
  history(query: HistoryQuery): Promise<Result<readonly Entry[], JournalFailure>>;
  /** Folds entries into the snapshot, so that the next replay is short; waits for replays in progress. */
  snapshot(): Promise<Result<void, JournalFailure>>;
  /** Waits for what was appended before; every later call fails with `journal-unavailable`. */
  close(): Promise<void>;
}
