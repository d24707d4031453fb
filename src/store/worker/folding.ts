import type { StatementSync } from "node:sqlite";
import { assert } from "../../core/assert.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { serialBaseAt } from "../../core/serial.ts";
import { changeAt, changeSpan, changeTarget, isOfZone } from "../../core/zone-change.ts";
import type { StorageFailure } from "../storage-failure.ts";
import { blob, text } from "./columns.ts";
import type { Database } from "./database.ts";
import { FoldWindow } from "./fold-window.ts";
import { type FoldProgress, SnapshotTables, type ZoneRow } from "./snapshot-tables.ts";

/**
 * Folds entries into the snapshot in short steps, and fills the index that history by owner uses. When to do it is the
 * store's decision.
 *
 * Changes are gathered in windows, then written. Until a window is written whole, the snapshot holds some RRsets as they
 * are at its end and the progress still says its beginning. Doing it again after a crash, or replaying the entries from
 * that beginning, gives the same state, because changes of RRsets say what is true, not what to add. Changes of a zone
 * itself are therefore never inside a window but steps of their own.
 *
 * A fold that power loss undoes is done again from the entries, so its transactions need not wait for the disk.
 */
export class Folding {
  readonly #database: Database;
  readonly #tables: SnapshotTables;
  readonly #entryAfter: StatementSync;
  readonly #windowChanges: number;
  #progress: FoldProgress;
  #window: FoldWindow | undefined;
  readonly #zones = new Map<string, ZoneRow>();
  /** The entry that the last step ended in: a large one is read once and folded in many steps. */
  #entry: FoldingEntry | undefined;

  /** `windowChanges` is for tests that want to see many windows in a short history. */
  constructor(database: Database, windowChanges: number = usualWindowChanges) {
    this.#database = database;
    this.#windowChanges = windowChanges;
    this.#tables = new SnapshotTables(database);
    this.#entryAfter = database.prepare("SELECT zone, changes FROM entry WHERE revision = ? + 1");
    this.#progress = this.#tables.progress;
  }

  /** The last entry that is folded whole. */
  get revision(): number {
    return this.#progress.revision;
  }

  /** Octets of the entry behind `revision` that are folded already. */
  get octetsBehind(): number {
    return this.#progress.octets;
  }

  /** Does about `budget` changes' worth of folding entries up to `last`. */
  step(last: number, budget: number): Result<Folded, StorageFailure> {
    const window = this.#window;
    if (window?.isClosed === true) return this.#write(window, budget);
    const gathered = this.#database.read(() => this.#gather(last, budget));
    return gathered.ok ? gathered.value : gathered;
  }

  /** Deletes up to `count` RRsets of removed zones; true when there may be more. */
  discard(count: number): Result<boolean, StorageFailure> {
    const content = this.#tables.discarded;
    if (content === undefined) return ok(false);
    return this.#database.write("later", () => {
      this.#tables.deleteDiscarded(content, count);
      return ok(true);
    });
  }

  /** Adds entries to the window until it is full, the budget is used up, or a change of a zone is next. */
  #gather(last: number, budget: number): Result<Folded, StorageFailure> {
    this.#window ??= new FoldWindow(this.#progress);
    const window = this.#window;
    for (let left = budget; window.revision < last && window.changeCount < this.#windowChanges; ) {
      if (left <= 0) return ok(nothingYet);
      const entry = this.#entryBehind(window.revision);
      if (!entry.ok) return entry;
      const { zone, changes, windowStart } = entry.value;
      if (window.octets < windowStart) {
        if (!window.isEmpty) break;
        this.#window = undefined;
        return this.#foldHead(entry.value, window);
      }
      const { content } = this.#zone(zone);
      const before = window.octets;
      for (; window.octets < changes.length && window.changeCount < this.#windowChanges; left -= 1) {
        if (left <= 0) break;
        const span = changeSpan(changes, window.octets);
        const target = span.ok ? changeTarget(changes, span.value) : undefined;
        assert(span.ok && target !== undefined, "the entry was looked through");
        const change =
          span.value.kind === "rrset-replaced" ? changes.subarray(window.octets, span.value.end) : undefined;
        window.add(content, target, change);
        window.octets = span.value.end;
      }
      window.folded.octets += window.octets - before;
      if (window.octets < changes.length) continue;
      window.endEntry();
      this.#zone(zone).revision = window.revision;
      left -= 1;
    }
    window.close();
    return ok(nothingYet);
  }

  /** Writes the next rows of a window, and with the last ones its end. */
  #write(window: FoldWindow, budget: number): Result<Folded, StorageFailure> {
    const { rows, isLast } = window.next(budget);
    const progress = { ...this.#progress, revision: window.revision, octets: window.octets };
    const written = this.#database.write("later", () => {
      for (const row of rows) {
        if (row.kind === "touch") this.#tables.touch(row.owner, row.revision);
        else this.#tables.putRRset(row.content, row.owner, row.type, row.change);
      }
      if (isLast) this.#end(progress);
      return ok(isLast ? window.folded : nothingYet);
    });
    if (!written.ok) return written;
    window.noteWritten(rows.length);
    if (isLast) {
      this.#progress = progress;
      this.#window = undefined;
      this.#zones.clear();
    }
    return written;
  }

  /** Folds the part of an entry that must not be in a window, as one transaction. */
  #foldHead(entry: FoldingEntry, { revision: before, octets: start }: FoldWindow): Result<Folded, StorageFailure> {
    const { changes, windowStart } = entry;
    const isWhole = windowStart >= changes.length;
    const revision = before + 1;
    let nextContent = this.#progress.nextContent;
    const progress = (): FoldProgress =>
      isWhole ? { revision, octets: 0, nextContent } : { revision: before, octets: windowStart, nextContent };
    const written = this.#database.write("later", () => {
      this.#zones.clear();
      nextContent = this.#progress.nextContent;
      const zone = this.#zone(entry.zone);
      for (let offset = start; offset < windowStart; ) {
        const span = changeSpan(changes, offset);
        assert(span.ok, "the entry was looked through");
        const change = changeAt(changes, span.value);
        const target = changeTarget(changes, span.value);
        if (target !== undefined) {
          const put = change.kind === "rrset-replaced" ? changes.subarray(offset, span.value.end) : undefined;
          if (zone.content !== undefined) this.#tables.putRRset(zone.content, target.owner, target.type, put);
          this.#tables.touch(target.owner, revision);
        } else this.#tables.touchApex(zone.apex, revision);
        if (change.kind === "zone-added" && zone.content === undefined) {
          zone.content = nextContent;
          zone.serialBase = change.serialBase;
          nextContent += 1;
        }
        if (change.kind === "serial-set" && zone.content !== undefined) {
          zone.serialBase = serialBaseAt(change.serial, revision);
        }
        if (change.kind === "zone-removed" && zone.content !== undefined) {
          this.#tables.discard(zone.content);
          zone.content = undefined;
          zone.serialBase = undefined;
        }
        offset = span.value.end;
      }
      if (isWhole) zone.revision = revision;
      this.#end(progress());
      return ok({ entries: isWhole ? 1 : 0, octets: windowStart - start });
    });
    this.#zones.clear();
    if (written.ok) this.#progress = progress();
    return written;
  }

  #end(progress: FoldProgress): void {
    for (const zone of this.#zones.values()) this.#tables.putZone(zone);
    this.#tables.putProgress(progress);
  }

  #zone(apex: string): ZoneRow {
    const key = apex.toLowerCase();
    const known = this.#zones.get(key);
    if (known !== undefined) return known;
    const row = this.#tables.zone(apex);
    this.#zones.set(key, row);
    return row;
  }

  #entryBehind(revision: number): Result<FoldingEntry, StorageFailure> {
    if (this.#entry?.revision === revision + 1) return ok(this.#entry);
    const row = this.#entryAfter.get(revision);
    if (row === undefined) return failure({ code: "corrupt", detail: `entry ${revision + 1} is missing` });
    const changes = blob(row, "changes");
    const windowStart = windowStartOf(changes);
    if (windowStart === undefined) {
      return failure({ code: "corrupt", detail: `the changes of entry ${revision + 1} cannot be read back` });
    }
    this.#entry = { revision: revision + 1, zone: text(row, "zone"), changes, windowStart };
    return ok(this.#entry);
  }
}

/** What a step has folded for good. */
export interface Folded {
  readonly entries: number;
  readonly octets: number;
}

interface FoldingEntry {
  readonly revision: number;
  readonly zone: string;
  readonly changes: Uint8Array;
  /** From here on changes may be in windows. */
  readonly windowStart: number;
}

const nothingYet: Folded = { entries: 0, octets: 0 };

/** Enough that names which change often are written once for many changes; some MB while it lasts. */
const usualWindowChanges = 16_384;

/**
 * Where the part begins that may be in windows: behind the changes of the zone that lead. An entry in which one follows
 * later has no such part, since an earlier RRset might find the zone when half of the entry is done twice. Undefined when
 * something cannot be read.
 */
function windowStartOf(changes: Uint8Array): number | undefined {
  let start = 0;
  let hasRRset = false;
  for (let offset = 0; offset < changes.length; ) {
    const span = changeSpan(changes, offset);
    if (!span.ok) return undefined;
    const isLeading = isOfZone(span.value.kind);
    offset = span.value.end;
    if (isLeading) start = hasRRset ? changes.length : offset;
    hasRRset ||= !isLeading;
  }
  return start;
}
