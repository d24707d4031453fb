/** What storage can fail with, before each store gives it a name of its own. Reading SQLite's words is `worker/`'s. */

/** Why an open store did not do what it was asked. */
export interface StorageFailure {
  /**
   * - `full`: no space; nothing of the call was written, and it works again when space returns.
   * - `corrupt`: what was read cannot be what was written.
   * - `unavailable`: anything else the disk says, and everything once the storage thread is gone. A write that had
   *   begun may have been done.
   */
  readonly code: "full" | "corrupt" | "unavailable";
  readonly detail: string;
}

export type OpenFailureCode =
  | "store-not-permitted"
  | "store-unreadable"
  | "store-disk-full"
  | "store-in-use"
  | "not-a-store"
  | "store-corrupt"
  | "store-newer"
  | "storage-thread-failed";

/** Why a store could not be opened. Its text is `open-failure.text.ts`'s. */
export interface OpenFailure {
  readonly code: OpenFailureCode;
  /** The file, or the directory when that is what failed. */
  readonly path: string;
  readonly detail: string;
}

/** What an error of the file system means; undefined when it is none. */
export function fileFailureCodeOf(error: unknown): OpenFailureCode | undefined {
  if (!(error instanceof Error && "code" in error && "syscall" in error)) return undefined;
  switch (error.code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "store-not-permitted";
    case "ENOSPC":
    case "EDQUOT":
      return "store-disk-full";
    default:
      return "store-unreadable";
  }
}
