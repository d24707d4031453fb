/** How a database is laid out, and the way there from every earlier layout. */
export interface Schema {
  /** Written into the file, so that another program's database is never taken for ours. */
  readonly applicationId: number;
  /** SQL from version n to n+1, the first from an empty file. A step that was released is never edited. */
  readonly steps: readonly string[];
}
