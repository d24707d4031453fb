import type { StatementSync } from "node:sqlite";
import { concatOctets } from "../../core/octets.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { serialOf } from "../../core/serial.ts";
import { changeSpan, changeTarget, encodeChanges } from "../../core/zone-change.ts";
import type { ReplayLine } from "../protocol.ts";
import type { StorageFailure } from "../storage-failure.ts";
import { blob, integer, type Row, text } from "./columns.ts";
import type { Database } from "./database.ts";
import { entryColumns, storedEntryLine } from "./entry-line.ts";

/** Reads replays batch by batch. The snapshot must not be folded while one is in progress; entries may be added. */

/** Octets after which a batch is full: large enough to be worth a message, small enough to decode between packets. */
const batchOctets = 256 * 1024;

/** Changes of one zone that are read at once. */
const pieceRows = 2_048;

/** Zones that are read at once. */
const zoneRows = 512;

/** What one call gets; the octets belong to the lines in their order. */
export interface ReplayBatch {
  readonly lines: readonly ReplayLine[];
  readonly octets: Uint8Array;
}

/** Yields undefined whenever there is nothing more for now; returns only when it cannot go on. */
type Items = Generator<readonly [ReplayLine, Uint8Array] | undefined, StorageFailure, void>;

export class Replays {
  readonly #database: Database;
  readonly #zones: StatementSync;
  readonly #rrsets: StatementSync;
  readonly #entry: StatementSync;
  readonly #active = new Map<number, Items>();

  constructor(database: Database) {
    this.#database = database;
    this.#zones = database.prepare(
      "SELECT key, apex, revision, serial_base, content FROM zone WHERE key > ? AND content IS NOT NULL ORDER BY key LIMIT ?",
    );
    this.#rrsets = database.prepare(
      "SELECT change FROM rrset WHERE content = ? AND (owner, type) > (?, ?) ORDER BY owner, type LIMIT ?",
    );
    this.#entry = database.prepare(`SELECT ${entryColumns} FROM entry WHERE revision = ?`);
  }

  get isAnyActive(): boolean {
    return this.#active.size > 0;
  }

  /**
   * The next batch of a replay, empty when it has caught up with the journal. It stays in progress until it is ended.
   *
   * @param snapshot the revision the snapshot stands for.
   * @param last the last durable revision now.
   */
  next(replay: number, snapshot: number, last: () => number): Result<ReplayBatch, StorageFailure> {
    const items = this.#active.get(replay) ?? this.#items(snapshot, last);
    this.#active.set(replay, items);
    const read = this.#database.read(() => takeBatch(items));
    return read.ok ? read.value : read;
  }

  /** Ends a replay; one that has ended is left alone. */
  end(replay: number): void {
    this.#active.delete(replay);
  }

  *#items(snapshot: number, last: () => number): Items {
    for (let key = ""; ; ) {
      const zones = this.#zones.all(key, zoneRows);
      for (const zone of zones) {
        const found = yield* this.#pieces(zone);
        if (found !== undefined) return found;
        key = text(zone, "key");
      }
      if (zones.length < zoneRows) break;
    }
    for (let revision = snapshot + 1; ; revision += 1) {
      while (revision > last()) yield undefined;
      const row = this.#entry.get(revision);
      if (row === undefined) return { code: "corrupt", detail: `entry ${revision} is missing` };
      const [entry, changes] = storedEntryLine(row);
      yield [{ entry }, changes];
    }
  }

  *#pieces(zone: Row): Generator<readonly [ReplayLine, Uint8Array], StorageFailure | undefined, void> {
    const content = integer(zone, "content");
    const line = { zone: text(zone, "apex"), revision: integer(zone, "revision") };
    let octets = encodeChanges([{ kind: "zone-added", serialBase: serialOf(integer(zone, "serial_base")) }]);
    let owner: Uint8Array = new Uint8Array();
    let type = 0;
    for (;;) {
      const rows = this.#rrsets.all(content, owner, type, pieceRows).map((row) => blob(row, "change"));
      octets = concatOctets([octets, ...rows]);
      if (octets.length > 0) yield [{ ...line, octetCount: octets.length }, octets];
      const lastChange = rows.at(-1);
      if (lastChange === undefined || rows.length < pieceRows) return undefined;
      const span = changeSpan(lastChange, 0);
      const target = span.ok ? changeTarget(lastChange, span.value) : undefined;
      if (target === undefined) return { code: "corrupt", detail: `an RRset of ${line.zone} cannot be read back` };
      ({ owner, type } = target);
      octets = new Uint8Array();
    }
  }
}

function takeBatch(items: Items): Result<ReplayBatch, StorageFailure> {
  const lines: ReplayLine[] = [];
  const parts: Uint8Array[] = [];
  for (let count = 0; count < batchOctets; ) {
    const next = items.next();
    if (next.done === true) return failure(next.value);
    if (next.value === undefined) break;
    const [line, octets] = next.value;
    lines.push(line);
    parts.push(octets);
    // The text of a line weighs about as much as a small entry's octets.
    count += octets.length + 100;
  }
  const [first] = parts;
  // A zone that was imported is one part of a hundred mebioctets, which need not be there twice.
  const isAlone = first !== undefined && parts.length === 1 && first.byteLength === first.buffer.byteLength;
  return ok({ lines, octets: isAlone ? first : concatOctets(parts) });
}
