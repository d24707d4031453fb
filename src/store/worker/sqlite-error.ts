import { fileFailureCodeOf, type OpenFailureCode, type StorageFailure } from "../storage-failure.ts";

/** Sorts what SQLite and the file system report into our codes. What is a bug of ours is not sorted but thrown on. */

/** A failure of SQLite itself, with its extended result code (sqlite.org/rescode.html). */
interface SqliteError extends Error {
  readonly errcode: number;
}

const resultCode = {
  perm: 3,
  busy: 5,
  locked: 6,
  readonly: 8,
  ioerr: 10,
  corrupt: 11,
  full: 13,
  cantopen: 14,
  notadb: 26,
};

/** SQLITE_IOERR_FSYNC and SQLITE_IOERR_DIR_FSYNC. */
const syncFailures: readonly number[] = [1034, 1290];

/** The primary result codes that the world outside can cause. */
const outsideCodes: readonly number[] = [...Object.values(resultCode), 7, 15, 22];

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number";
}

/**
 * What an error of an open database means.
 *
 * @throws the error itself when it is not the outside world's doing: wrong SQL, a broken constraint, a wrong type.
 */
export function storageFailureOf(error: unknown): StorageFailure {
  if (!isSqliteError(error) || !outsideCodes.includes(error.errcode & 0xff)) throw error;
  const primary = error.errcode & 0xff;
  const detail = `${error.message} (SQLite ${error.errcode})`;
  if (primary === resultCode.full) return { code: "full", detail };
  if (primary === resultCode.corrupt || primary === resultCode.notadb) return { code: "corrupt", detail };
  return { code: "unavailable", detail };
}

/**
 * True when the system could not promise that earlier writes are on the disk. Asking it again may succeed without their
 * being there (the pages count as clean after the first failure), so nothing may be acknowledged after it.
 */
export function isSyncFailure(error: unknown): boolean {
  return isSqliteError(error) && syncFailures.includes(error.errcode);
}

/**
 * What an error while opening means; undefined when it is not the outside world's doing.
 *
 * SQLite says only "unable to open" for most of what the file system refuses, so the file is opened by hand first.
 */
export function openFailureCodeOf(error: unknown): OpenFailureCode | undefined {
  if (isSqliteError(error)) {
    switch (error.errcode & 0xff) {
      case resultCode.busy:
      case resultCode.locked:
        return "store-in-use";
      case resultCode.perm:
      case resultCode.readonly:
        return "store-not-permitted";
      case resultCode.full:
        return "store-disk-full";
      case resultCode.notadb:
        return "not-a-store";
      case resultCode.corrupt:
        return "store-corrupt";
      default:
        return outsideCodes.includes(error.errcode & 0xff) ? "store-unreadable" : undefined;
    }
  }
  return fileFailureCodeOf(error);
}
