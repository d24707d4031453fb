import { describe, expect, test } from "bun:test";
import type { OpenFailureCode, StorageFailure } from "../storage-failure.ts";
import { isSyncFailure, openFailureCodeOf, storageFailureOf } from "./sqlite-error.ts";

/** An error as `node:sqlite` makes it. */
function sqlite(errcode: number): Error {
  return Object.assign(new Error("something"), { code: "ERR_SQLITE_ERROR", errcode });
}

// Extended result codes: sqlite.org/rescode.html
const rows: readonly [string, number, StorageFailure["code"] | undefined, OpenFailureCode | undefined][] = [
  ["SQLITE_FULL", 13, "full", "store-disk-full"],
  ["SQLITE_CORRUPT", 11, "corrupt", "store-corrupt"],
  ["SQLITE_CORRUPT_INDEX", 779, "corrupt", "store-corrupt"],
  ["SQLITE_NOTADB", 26, "corrupt", "not-a-store"],
  ["SQLITE_IOERR_WRITE", 778, "unavailable", "store-unreadable"],
  ["SQLITE_IOERR_FSYNC", 1034, "unavailable", "store-unreadable"],
  ["SQLITE_READONLY_DBMOVED", 1032, "unavailable", "store-not-permitted"],
  ["SQLITE_BUSY_RECOVERY", 261, "unavailable", "store-in-use"],
  ["SQLITE_CANTOPEN_ISDIR", 526, "unavailable", "store-unreadable"],
  ["SQLITE_NOMEM", 7, "unavailable", "store-unreadable"],
  ["SQLITE_ERROR, our SQL", 1, undefined, undefined],
  ["SQLITE_CONSTRAINT_UNIQUE, our bug", 2067, undefined, undefined],
  ["SQLITE_MISUSE", 21, undefined, undefined],
];

describe("what SQLite reports", () => {
  for (const [label, code, whenOpen, whenOpening] of rows) {
    test(`${label} / ${whenOpen ?? "thrown on"}, ${whenOpening ?? "thrown on"} while opening`, () => {
      const error = sqlite(code);
      if (whenOpen === undefined) expect(() => storageFailureOf(error)).toThrow(error);
      else expect(storageFailureOf(error)).toEqual({ code: whenOpen, detail: `something (SQLite ${code})` });
      expect(openFailureCodeOf(error)).toBe(whenOpening);
    });
  }

  test("only a failed sync makes a database useless for good", () => {
    expect([1034, 1290, 778, 13, 11].map((code) => isSyncFailure(sqlite(code)))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test("an error that is not SQLite's is thrown on", () => {
    expect(() => storageFailureOf(new TypeError("ours"))).toThrow("ours");
    expect(openFailureCodeOf(new TypeError("ours"))).toBeUndefined();
  });
});
