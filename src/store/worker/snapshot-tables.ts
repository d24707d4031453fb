import type { StatementSync } from "node:sqlite";
import { assert } from "../../core/assert.ts";
import { OwnerName } from "../../core/name.ts";
import { blob, integer, optionalInteger, text } from "./columns.ts";
import type { Database } from "./database.ts";

/** Writes the tables that hold the snapshot. Every method runs inside a transaction of its caller's. */

/** A row of `zone`; serial base and content are undefined while the zone does not exist. */
export interface ZoneRow {
  readonly apex: string;
  revision: number;
  serialBase: number | undefined;
  content: number | undefined;
}

/** How far entries are folded: all up to the revision, and of the next one so many octets of changes. */
export interface FoldProgress {
  readonly revision: number;
  readonly octets: number;
  readonly nextContent: number;
}

export class SnapshotTables {
  readonly #zone: StatementSync;
  readonly #putZone: StatementSync;
  readonly #putRRset: StatementSync;
  readonly #removeRRset: StatementSync;
  readonly #touch: StatementSync;
  readonly #discard: StatementSync;
  readonly #progress: StatementSync;
  readonly #putProgress: StatementSync;
  readonly #discarded: StatementSync;
  readonly #discardEnd: StatementSync;
  readonly #discardPart: StatementSync;
  readonly #discardRest: StatementSync;
  readonly #discardDone: StatementSync;

  constructor(database: Database) {
    this.#zone = database.prepare("SELECT apex, revision, serial_base, content FROM zone WHERE key = ?");
    this.#putZone = database.prepare("INSERT OR REPLACE INTO zone VALUES (?, ?, ?, ?, ?)");
    this.#putRRset = database.prepare("INSERT OR REPLACE INTO rrset VALUES (?, ?, ?, ?)");
    this.#removeRRset = database.prepare("DELETE FROM rrset WHERE content = ? AND owner = ? AND type = ?");
    this.#touch = database.prepare("INSERT OR IGNORE INTO touch VALUES (?, ?)");
    this.#discard = database.prepare("INSERT INTO discarded VALUES (?)");
    this.#progress = database.prepare("SELECT revision, octets, next_content FROM snapshot");
    this.#putProgress = database.prepare("UPDATE snapshot SET revision = ?, octets = ?, next_content = ?");
    this.#discarded = database.prepare("SELECT content FROM discarded LIMIT 1");
    this.#discardEnd = database.prepare(
      "SELECT owner, type FROM rrset WHERE content = ? ORDER BY owner, type LIMIT 1 OFFSET ?",
    );
    this.#discardPart = database.prepare("DELETE FROM rrset WHERE content = ? AND (owner, type) < (?, ?)");
    this.#discardRest = database.prepare("DELETE FROM rrset WHERE content = ?");
    this.#discardDone = database.prepare("DELETE FROM discarded WHERE content = ?");
  }

  /** The zone's row, or what it is before the first entry. */
  zone(apex: string): ZoneRow {
    const row = this.#zone.get(apex.toLowerCase());
    if (row === undefined) return { apex, revision: 0, serialBase: undefined, content: undefined };
    return {
      apex: text(row, "apex"),
      revision: integer(row, "revision"),
      serialBase: optionalInteger(row, "serial_base"),
      content: optionalInteger(row, "content"),
    };
  }

  putZone({ apex, revision, serialBase, content }: ZoneRow): void {
    this.#putZone.run(apex.toLowerCase(), apex, revision, serialBase ?? null, content ?? null);
  }

  /** Without a change the RRset is removed. */
  putRRset(content: number, owner: Uint8Array, type: number, change: Uint8Array | undefined): void {
    if (change === undefined) this.#removeRRset.run(content, owner, type);
    else this.#putRRset.run(content, owner, type, change);
  }

  /** Notes that an entry touched an owner; the apex stands for the zone itself. */
  touch(owner: Uint8Array, revision: number): void {
    this.#touch.run(owner, revision);
  }

  touchApex(apex: string, revision: number): void {
    const name = OwnerName.parse(apex);
    assert(name.ok, "the apex of a zone is a name");
    this.touch(name.value.canonicalWire, revision);
  }

  /** Leaves the RRsets of a content to `deleteDiscarded`. */
  discard(content: number): void {
    this.#discard.run(content);
  }

  /** A content whose RRsets are still to be deleted. */
  get discarded(): number | undefined {
    const row = this.#discarded.get();
    return row === undefined ? undefined : integer(row, "content");
  }

  /** Deletes up to `count` RRsets of a discarded content. */
  deleteDiscarded(content: number, count: number): void {
    const end = this.#discardEnd.get(content, count);
    if (end !== undefined) {
      this.#discardPart.run(content, blob(end, "owner"), integer(end, "type"));
      return;
    }
    this.#discardRest.run(content);
    this.#discardDone.run(content);
  }

  get progress(): FoldProgress {
    const row = this.#progress.get();
    assert(row !== undefined, "the snapshot's progress has its row");
    return {
      revision: integer(row, "revision"),
      octets: integer(row, "octets"),
      nextContent: integer(row, "next_content"),
    };
  }

  putProgress({ revision, octets, nextContent }: FoldProgress): void {
    this.#putProgress.run(revision, octets, nextContent);
  }
}
