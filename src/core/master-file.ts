/** Master files with those they include, read before: what a file may open is for the one to decide who gives it. */

export interface MasterFile {
  /** As people know it, for messages. */
  readonly path: string;
  readonly text: string;
  readonly includes: Includes;
}

/** What `$INCLUDE` of each word, as written, stands for. */
export type Includes = Readonly<Record<string, MasterFile | UnreadFile>>;

/** A file that could not be read. */
export interface UnreadFile {
  readonly path: string;
  /** The system's own words. */
  readonly failure: string;
}

export const noIncludes: Includes = {};
