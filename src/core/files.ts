import type { Result } from "./result.ts";

/** Reading whole files of the user's, as a parameter. */

export interface FileContent {
  readonly octets: Uint8Array;
  /** Permission bits such as 0o600; undefined where the system has none. */
  readonly mode: number | undefined;
}

/** Why a file's content is not to be had. `file-missing` is the only code that allows to go on without it. */
export interface FileFailure {
  readonly code: "file-missing" | "file-unreadable" | "file-too-large";
  /** The system's own words, for instance `permission denied (EACCES)`; never content. */
  readonly detail: string;
}

export interface FileReader {
  /** Reads a regular file of at most `largestOctets`; a relative path is relative to the working directory. */
  read(path: string, largestOctets: number): Promise<Result<FileContent, FileFailure>>;
}
