import type {
  AppendFailure,
  Entry,
  HistoryQuery,
  Journal,
  JournalFailure,
  Proposal,
  ReplayItem,
  Revision,
} from "../../src/core/journal.ts";
import type { OwnerName } from "../../src/core/name.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";
import { decodeChanges, encodeChanges, type ZoneChange } from "../../src/core/zone-change.ts";
import { expectOk } from "./expect-ok.ts";
import { ZoneModel } from "./zone-model.ts";

/** What lies on the "disk": entries in their durable form, and how far the snapshot reaches. */
export interface MemoryJournalDisk {
  readonly entries: (Omit<Entry, "changes"> & { readonly changes: Uint8Array })[];
  snapshotRevision: number;
}

/**
 * A journal that keeps everything in memory and passes the contract suite. A test may make it refuse, or let appends
 * wait, and may open a second one on the same `disk`, as after a restart.
 */
export class MemoryJournal implements Journal {
  readonly disk: MemoryJournalDisk;
  /** While set, every append fails so and nothing is written. */
  refusal: AppendFailure | undefined;
  /** While set, appends are neither durable nor answered before it resolves. */
  held: Promise<void> | undefined;
  #isClosed = false;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(disk: MemoryJournalDisk = { entries: [], snapshotRevision: 0 }) {
    this.disk = disk;
  }

  get revision(): Revision {
    return this.disk.entries.length as Revision;
  }

  append(proposal: Proposal, expected?: Revision): Promise<Result<Revision, AppendFailure>> {
    if (this.#isClosed) return Promise.resolve(closed);
    const changes = encodeChanges(proposal.changes);
    const appended = this.#tail.then(async () => {
      await this.held;
      if (this.refusal !== undefined) return failure(this.refusal);
      if (expected !== undefined && this.#hasMovedOn(proposal.zone, expected)) {
        return failure({ code: "conflict" as const, detail: `${proposal.zone.hostname} has changed` });
      }
      this.disk.entries.push({ ...proposal, changes, revision: (this.revision + 1) as Revision });
      return ok(this.revision);
    });
    this.#tail = appended;
    return appended;
  }

  async *replay(): AsyncGenerator<Result<readonly ReplayItem[], JournalFailure>> {
    if (this.#isClosed) {
      yield closed;
      return;
    }
    let next = this.disk.snapshotRevision;
    for (const zone of this.#model(next).zones) {
      const added: ZoneChange = { kind: "zone-added", serialBase: zone.serialBase };
      const changes = [added, ...zone.rrsets.values()];
      yield ok([{ kind: "state", revision: zone.revision, zone: zone.apex, changes }]);
    }
    for (; next < this.disk.entries.length; next += 1) {
      yield ok(this.#entries.slice(next, next + 1).map((entry) => ({ kind: "entry", entry })));
    }
  }

  async history(query: HistoryQuery): Promise<Result<readonly Entry[], JournalFailure>> {
    if (this.#isClosed) return closed;
    const { owner, before = Number.POSITIVE_INFINITY, limit } = query;
    const matching = this.#entries.filter(
      (entry) => entry.revision < before && (owner === undefined || touches(entry, owner)),
    );
    return ok(matching.toReversed().slice(0, limit));
  }

  async snapshot(): Promise<Result<void, JournalFailure>> {
    if (this.#isClosed) return closed;
    this.disk.snapshotRevision = this.disk.entries.length;
    return ok(undefined);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#tail;
  }

  get #entries(): readonly Entry[] {
    return this.disk.entries.map((entry) => ({ ...entry, changes: expectOk(decodeChanges(entry.changes)) }));
  }

  #model(revision: number): ZoneModel {
    const model = new ZoneModel();
    for (const entry of this.#entries.slice(0, revision)) model.apply(entry.zone, entry.revision, entry.changes);
    return model;
  }

  #hasMovedOn(zone: OwnerName, expected: number): boolean {
    const last = this.disk.entries.findLast((entry) => entry.zone.equals(zone))?.revision ?? 0;
    if (last <= expected) return false;
    return expected > 0 || this.#model(last).zones.some((served) => served.apex.equals(zone));
  }
}

const closed = failure({ code: "journal-unavailable", detail: "the journal is closed" });

function touches(entry: Entry, owner: OwnerName): boolean {
  return entry.changes.some((change) => ("owner" in change ? change.owner : entry.zone).equals(owner));
}
