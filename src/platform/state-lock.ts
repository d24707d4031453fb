import { readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { failure, ok, type Result } from "../core/result.ts";
import { systemCode } from "./system-error.ts";

/**
 * At most one process for each state directory.
 *
 * The lock is an exclusive transaction of SQLite on an empty file that is never written, so it cannot be damaged. The
 * kernel gives it up when its holder ends in any way, hence there are no stale locks; it works alike on Linux, macOS and
 * Windows, without bun:ffi; and SQLite also refuses a second lock within one process. `flock` would need bun:ffi,
 * which needs the JIT, and a file with a process id alone would outlive `kill -9`.
 *
 * On POSIX systems a process loses its locks on a file when it closes any descriptor of that file. Nothing in this
 * program may therefore open `lock`, and the holder's number stands in a file beside it.
 */

export interface StateLock {
  /** Gives the directory free; calling it again does nothing. */
  release(): void;
}

/** A directory that was not locked. */
export interface StateLockFailure {
  /** `lock-unusable`: the file system refuses, which is no sign of another process. */
  readonly code: "state-in-use" | "lock-unusable";
  /** Process id of the holder, as far as it is known. */
  readonly holder: number | undefined;
  readonly detail: string;
}

/**
 * The locks this process holds. A lock belongs to the process and not to whoever took it: a database that nothing refers
 * to is closed by the garbage collector, and the directory would be free without anybody having said so.
 */
const held = new Set<DatabaseSync>();

/** SQLITE_BUSY, sqlite.org/rescode.html. */
const busy = 5;

/** The file that is locked. A folder without it has never been a state directory. */
export function lockPath(folder: string): string {
  return join(folder, "lock");
}

/** Takes the lock without waiting. */
export function lockState(folder: string): Result<StateLock, StateLockFailure> {
  const holderFile = join(folder, "lock.pid");
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(lockPath(folder));
    // No file for a journal: there is nothing to undo.
    database.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    const isBusy = error instanceof Error && "errcode" in error && error.errcode === busy;
    if (isBusy) return failure({ code: "state-in-use", holder: readHolder(holderFile), detail: `${folder} is locked` });
    const detail = error instanceof Error ? error.message : "unknown error";
    return failure({ code: "lock-unusable", holder: undefined, detail });
  }
  // Serves those who find the lock taken; without it they are only told less.
  tryQuietly(() => writeHolder(holderFile));
  const lock = database;
  held.add(lock);
  return ok({
    release: () => {
      if (!held.delete(lock)) return;
      // Before the lock goes: afterwards it may be the next holder's.
      tryQuietly(() => unlinkSync(holderFile));
      lock.close();
    },
  });
}

/**
 * Writes our number into a file of its own. Whatever is there was left by a holder that was killed, or put there by whom
 * the folder belongs to while we are root: written through a symbolic link, it would destroy what that leads to.
 */
function writeHolder(path: string): void {
  tryQuietly(() => unlinkSync(path));
  writeFileSync(path, `${process.pid}\n`, { mode: 0o600, flag: "wx" });
}

/** The number in the file when a process has it; a new holder may not have written its own yet. */
function readHolder(path: string): number | undefined {
  let pid = 0;
  tryQuietly(() => {
    pid = Number(readFileSync(path, "utf8"));
  });
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It exists but is another user's.
    return systemCode(error) === "EPERM";
  }
}

function tryQuietly(act: () => void): void {
  try {
    act();
  } catch {
    // The caller can do without.
  }
}
