import { accessSync, closeSync, constants, openSync, statSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { assert } from "../../core/assert.ts";
import { failure, ok, type Failure, type Result } from "../../core/result.ts";
import type { OpenFailureCode, StorageFailure } from "../storage-failure.ts";
import type { Schema } from "./schema.ts";
import { isSyncFailure, openFailureCodeOf, storageFailureOf } from "./sqlite-error.ts";

/** One SQLite file: opening with every check, transactions, errors as values. Knows no table. */

/** How long a transaction must last: `full` survives power loss, `later` does once a full one has followed. */
export type Durability = "full" | "later";

/** What a database may take of memory and disk for speed. */
export interface Tuning {
  /** SQLite's page cache. */
  readonly cacheKib: number;
  /** Pages in the write-ahead log, 4 KiB each, after which they are brought into the file: a commit waits for that. */
  readonly checkpointPages: number;
}

/** Why a database could not be opened; the caller knows the path. */
export interface DatabaseFailure {
  readonly code: OpenFailureCode;
  readonly detail: string;
}

export class Database {
  readonly #sqlite: DatabaseSync;
  #durability: Durability = "full";
  /** Set for good once the disk could not promise that a write is there. */
  #broken: StorageFailure | undefined;

  private constructor(sqlite: DatabaseSync) {
    this.#sqlite = sqlite;
  }

  /** Opens or creates a file and brings it to the schema's last version. */
  static open(path: string, schema: Schema, tuning: Tuning): Result<Database, DatabaseFailure> {
    let sqlite: DatabaseSync | undefined;
    try {
      const shouldCheck = endedUncleanly(path);
      ensureFile(path);
      sqlite = new DatabaseSync(path);
      const refused = prepareFile(sqlite, schema, tuning) ?? (shouldCheck ? checkPages(sqlite) : undefined);
      if (refused === undefined) return ok(new Database(sqlite));
      sqlite.close();
      return refused;
    } catch (error) {
      if (sqlite?.isOpen === true) sqlite.close();
      const code = openFailureCodeOf(error);
      if (code === undefined || !(error instanceof Error)) throw error;
      return failure({ code, detail: error.message });
    }
  }

  prepare(sql: string): StatementSync {
    return this.#sqlite.prepare(sql);
  }

  /**
   * Runs `work` as one transaction: all of it or, when it fails in any way, nothing.
   *
   * It runs a second time when the disk was full and there was room to be made, so it must begin by setting back what it
   * changes outside the database.
   */
  write<T>(durability: Durability, work: () => Result<T, StorageFailure>): Result<T, StorageFailure> {
    const done = this.#attempt(durability, work);
    return !done.ok && done.code === "full" && this.#makeRoom() ? this.#attempt(durability, work) : done;
  }

  #attempt<T>(durability: Durability, work: () => Result<T, StorageFailure>): Result<T, StorageFailure> {
    if (this.#broken !== undefined) return failure(this.#broken);
    try {
      if (durability !== this.#durability) {
        this.#sqlite.exec(`PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
        this.#durability = durability;
      }
      this.#sqlite.exec("BEGIN IMMEDIATE");
      const done = work();
      this.#sqlite.exec(done.ok ? "COMMIT" : "ROLLBACK");
      return done;
    } catch (error) {
      this.#rollBack();
      const found = storageFailureOf(error);
      if (isSyncFailure(error)) this.#broken = found;
      return failure(found);
    }
  }

  /** Brings the write-ahead log into the file, which mostly has the pages already, and cuts it; true when it was there. */
  #makeRoom(): boolean {
    const cut = this.read(() => {
      const log = this.#sqlite.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
      this.#sqlite.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      return log?.["log"] !== 0;
    });
    return cut.ok && cut.value;
  }

  #rollBack(): void {
    // SQLite has rolled back by itself after some errors, and then refuses to do it again.
    if (!this.#sqlite.isTransaction) return;
    try {
      this.#sqlite.exec("ROLLBACK");
    } catch (error) {
      this.#broken = storageFailureOf(error);
    }
  }

  /** Runs `work`, which only reads. */
  read<T>(work: () => T): Result<T, StorageFailure> {
    try {
      return ok(work());
    } catch (error) {
      return failure(storageFailureOf(error));
    }
  }

  close(): void {
    this.#sqlite.close();
  }
}

/**
 * Creates the file for its owner alone, and throws with the reason when it may not be used, which SQLite does not tell.
 *
 * A file that exists is not opened by hand: closing it again would end the locks that this process holds on it.
 */
function ensureFile(path: string): void {
  try {
    closeSync(openSync(path, "ax", 0o600));
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!isThere) throw error;
    accessSync(path, constants.R_OK | constants.W_OK);
  }
}

/**
 * Largest file whose pages are checked after an unclean end. It takes 4 ms per MiB, so this is a second; a larger file is
 * believed, since reading it all would keep names from being answered for longer than it is worth.
 */
const checkedOctets = 256 * 1024 * 1024;

/** Whether the last process left its write-ahead log behind, which a clean close removes. */
function endedUncleanly(path: string): boolean {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  const file = statSync(path, { throwIfNoEntry: false });
  return (log?.size ?? 0) > 0 && (file?.size ?? 0) <= checkedOctets;
}

function checkPages(sqlite: DatabaseSync): Failure<DatabaseFailure> | undefined {
  const found = sqlite.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  return found === "ok" ? undefined : failure({ code: "store-corrupt", detail: String(found) });
}

/** Settings, then whose file it is, then its version: nothing is written before the file is known to be ours. */
function prepareFile(sqlite: DatabaseSync, schema: Schema, tuning: Tuning): Failure<DatabaseFailure> | undefined {
  // Exclusive: no second process can open the file by mistake, and no shared memory is needed, which some network and
  // container file systems lack.
  sqlite.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -${tuning.cacheKib};
    PRAGMA wal_autocheckpoint = ${tuning.checkpointPages};
  `);
  const version = pragma(sqlite, "user_version");
  const newest = schema.steps.length;
  const applicationId = pragma(sqlite, "application_id");
  // A process that was killed while it created the file leaves a header and no table.
  const isNew =
    version === 0 && applicationId === 0 && sqlite.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
  if (!isNew && applicationId !== schema.applicationId) {
    return failure({ code: "not-a-store", detail: "another program's database" });
  }
  if (version > newest) {
    return failure({ code: "store-newer", detail: `layout ${version}, this program knows ${newest}` });
  }
  sqlite.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216");
  if (version < newest) migrate(sqlite, schema, version);
  return undefined;
}

function migrate(sqlite: DatabaseSync, schema: Schema, from: number): void {
  const steps = schema.steps.slice(from).join("\n");
  sqlite.exec(`
    BEGIN IMMEDIATE;
    ${steps}
    PRAGMA application_id = ${schema.applicationId};
    PRAGMA user_version = ${schema.steps.length};
    COMMIT;
  `);
}

function pragma(sqlite: DatabaseSync, name: string): number {
  const value = sqlite.prepare(`PRAGMA ${name}`).get()?.[name];
  assert(typeof value === "number", `PRAGMA ${name} is a number`);
  return value;
}
