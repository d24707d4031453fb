import type { StatementSync } from "node:sqlite";
import { assert } from "../../core/assert.ts";
import { OwnerName } from "../../core/name.ts";
import { equalOctets } from "../../core/octets.ts";
import type { Result } from "../../core/result.ts";
import { changeSpan, changeTarget } from "../../core/zone-change.ts";
import type { StoredEntryLine } from "../protocol.ts";
import type { StorageFailure } from "../storage-failure.ts";
import type { Row } from "./columns.ts";
import { blob, text } from "./columns.ts";
import type { Database } from "./database.ts";
import { entryColumns, storedEntryLine } from "./entry-line.ts";

/** Reads entries backwards: all, or those of one owner through the index that folding fills. */

type Found = readonly (readonly [StoredEntryLine, Uint8Array])[];

/** Octets of changes after which a page ends early: entries may hold whole zones. */
const pageOctets = 32 * 1024 * 1024;

export class History {
  readonly #database: Database;
  readonly #entries: StatementSync;
  readonly #touched: StatementSync;

  constructor(database: Database) {
    this.#database = database;
    this.#entries = database.prepare(
      `SELECT ${entryColumns} FROM entry WHERE revision > ? AND revision < ? ORDER BY revision DESC`,
    );
    this.#touched = database.prepare(
      `SELECT ${entryColumns} FROM touch JOIN entry USING (revision)
       WHERE touch.owner = ? AND touch.revision <= ? AND touch.revision < ? ORDER BY touch.revision DESC`,
    );
  }

  /** The newest entries before a revision. */
  all(before: number, limit: number): Result<Found, StorageFailure> {
    return this.#database.read(() => page(limit, this.#entries.iterate(0, before)));
  }

  /** The newest entries before a revision that touch an owner; those after the snapshot are looked through. */
  ofOwner(ownerKey: string, before: number, limit: number, snapshot: number): Result<Found, StorageFailure> {
    const parsed = OwnerName.parse(ownerKey);
    assert(parsed.ok, "the key of an owner is a name");
    const owner = parsed.value.canonicalWire;
    const entries = this.#entries;
    const touched = this.#touched;
    function* rows(): Generator<Row> {
      for (const row of entries.iterate(snapshot, before)) if (touches(row, ownerKey, owner)) yield row;
      yield* touched.iterate(owner, snapshot, before);
    }
    return this.#database.read(() => page(limit, rows()));
  }
}

function page(limit: number, rows: Iterable<Row>): Found {
  const found: (readonly [StoredEntryLine, Uint8Array])[] = [];
  let octets = 0;
  for (const row of rows) {
    const line = storedEntryLine(row);
    found.push(line);
    octets += line[1].length;
    if (found.length >= limit || octets >= pageOctets) break;
  }
  return found;
}

function touches(row: Row, ownerKey: string, owner: Uint8Array): boolean {
  const changes = blob(row, "changes");
  for (let offset = 0; offset < changes.length; ) {
    const span = changeSpan(changes, offset);
    if (!span.ok) return false;
    const target = changeTarget(changes, span.value);
    if (target === undefined ? text(row, "zone").toLowerCase() === ownerKey : equalOctets(target.owner, owner)) {
      return true;
    }
    offset = span.value.end;
  }
  return false;
}
