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

export class History {
  readonly #database: Database;
  readonly #before: StatementSync;
  readonly #unfolded: StatementSync;
  readonly #folded: StatementSync;

  constructor(database: Database) {
    this.#database = database;
    this.#before = database.prepare(
      `SELECT ${entryColumns} FROM entry WHERE revision < ? ORDER BY revision DESC LIMIT ?`,
    );
    this.#unfolded = database.prepare(
      `SELECT ${entryColumns} FROM entry WHERE revision > ? AND revision < ? ORDER BY revision DESC`,
    );
    this.#folded = database.prepare(
      `SELECT ${entryColumns} FROM touch JOIN entry USING (revision)
       WHERE touch.owner = ? AND touch.revision <= ? AND touch.revision < ? ORDER BY touch.revision DESC LIMIT ?`,
    );
  }

  /** The newest entries before a revision. */
  all(before: number, limit: number): Result<Found, StorageFailure> {
    return this.#database.read(() => this.#before.all(before, limit).map(storedEntryLine));
  }

  /** The newest entries before a revision that touch an owner; those after the snapshot are looked through. */
  ofOwner(ownerKey: string, before: number, limit: number, snapshot: number): Result<Found, StorageFailure> {
    const parsed = OwnerName.parse(ownerKey);
    assert(parsed.ok, "the key of an owner is a name");
    const owner = parsed.value.canonicalWire;
    return this.#database.read(() => {
      const rows: Row[] = [];
      for (const row of this.#unfolded.iterate(snapshot, before)) {
        if (rows.length >= limit) break;
        if (touches(row, ownerKey, owner)) rows.push(row);
      }
      const left = limit - rows.length;
      if (left > 0) rows.push(...this.#folded.all(owner, snapshot, before, left));
      return rows.map(storedEntryLine);
    });
  }
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
