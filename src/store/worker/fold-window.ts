import type { ChangeTarget } from "../../core/zone-change.ts";

/**
 * What a run of changes comes to: for each RRset only the last of its changes, in the order of the tables' keys. Writing
 * that touches each page of a table once, where writing change by change would touch one for every change.
 */
export class FoldWindow {
  /** The entry the window ends with or in, and how much of it is inside. */
  revision: number;
  octets: number;
  /** Entries that end inside, and octets of changes inside. */
  readonly folded = { entries: 0, octets: 0 };
  readonly #puts = new Map<string, RRsetPut>();
  readonly #touches = new Map<string, { readonly owner: Uint8Array; readonly revisions: number[] }>();
  #changeCount = 0;
  #rows: readonly FoldRow[] | undefined;
  #writtenRows = 0;

  constructor(progress: { readonly revision: number; readonly octets: number }) {
    this.revision = progress.revision;
    this.octets = progress.octets;
  }

  get changeCount(): number {
    return this.#changeCount;
  }

  get isEmpty(): boolean {
    return this.#changeCount === 0 && this.folded.entries === 0;
  }

  /** True once nothing may be added any more. */
  get isClosed(): boolean {
    return this.#rows !== undefined;
  }

  /** Adds a change of an RRset in the entry behind `revision`; without content its zone does not exist. */
  add(content: number | undefined, target: ChangeTarget, change: Uint8Array | undefined): void {
    const { owner, type } = target;
    const ownerKey = String.fromCharCode(...owner);
    this.#changeCount += 1;
    if (content !== undefined) {
      this.#puts.set(`${content}/${ownerKey}/${type}`, { kind: "rrset", content, owner, type, change });
    }
    const touch = this.#touches.get(ownerKey);
    const revision = this.revision + 1;
    if (touch === undefined) this.#touches.set(ownerKey, { owner, revisions: [revision] });
    else if (touch.revisions.at(-1) !== revision) touch.revisions.push(revision);
  }

  /** Moves the end behind the entry it is in. */
  endEntry(): void {
    this.revision += 1;
    this.octets = 0;
    this.folded.entries += 1;
  }

  close(): void {
    const puts = [...this.#puts.keys()].sort().flatMap((key) => this.#puts.get(key) ?? []);
    const touches = [...this.#touches.keys()].sort().flatMap((key): readonly FoldRow[] => {
      const touch = this.#touches.get(key);
      return touch === undefined
        ? []
        : touch.revisions.map((revision) => ({ kind: "touch", owner: touch.owner, revision }));
    });
    this.#rows = [...puts, ...touches];
    this.#puts.clear();
    this.#touches.clear();
  }

  /** The next rows to write, at most `count`; they come again until `noteWritten`. */
  next(count: number): { readonly rows: readonly FoldRow[]; readonly isLast: boolean } {
    const all = this.#rows ?? [];
    const end = this.#writtenRows + count;
    return { rows: all.slice(this.#writtenRows, end), isLast: end >= all.length };
  }

  noteWritten(count: number): void {
    this.#writtenRows += count;
  }
}

/** One row to write. */
export type FoldRow = RRsetPut | { readonly kind: "touch"; readonly owner: Uint8Array; readonly revision: number };

interface RRsetPut {
  readonly kind: "rrset";
  readonly content: number;
  readonly owner: Uint8Array;
  readonly type: number;
  /** Undefined when the RRset is gone. */
  readonly change: Uint8Array | undefined;
}
