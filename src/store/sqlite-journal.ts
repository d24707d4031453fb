import type {
  AppendFailure,
  Entry,
  HistoryQuery,
  Journal,
  JournalFailure,
  Proposal,
  ReplayItem,
  Revision,
} from "../core/journal.ts";
import { EncodedChanges } from "../core/change-cursor.ts";
import { inPieces } from "../core/pieces.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { changesOfPiece, encodeChanges, encodeChangesInPieces, type ZoneChange } from "../core/zone-change.ts";
import { corrupt, EntryReader, entryLineOf } from "./entry-codec.ts";
import type { JournalCalls, ReplayLine } from "./protocol.ts";
import type { StorageFailure } from "./storage-failure.ts";
import type { StoreLine } from "./storage-client.ts";

/** How much a journal takes. */
export interface JournalLimits {
  /** Most octets of changes in one entry. It is held in memory twice while it is written. */
  readonly largestEntryOctets: number;
  /**
   * Most appends that wait for the disk at once. A disk that stands still for ten seconds while ten thousand changes a
   * second come in must not take the process's memory; who is refused tries again.
   */
  readonly mostWaitingAppends: number;
}

/** About six million addresses in one entry; SQLite itself ends at a thousand million octets. */
const usualLimits: JournalLimits = { largestEntryOctets: 256 * 1024 * 1024, mostWaitingAppends: 65_536 };

/** The embedded journal, seen from the thread that uses it. */
export class SqliteJournal implements Journal {
  readonly #line: StoreLine<JournalCalls>;
  readonly #limits: JournalLimits;
  #revision: Revision;
  #lastReplay = 0;
  #waitingAppends = 0;
  /** A large append is being encoded; what comes behind it waits. */
  #encoding: Promise<Uint8Array> | undefined;
  #closing: Promise<void> | undefined;

  constructor(line: StoreLine<JournalCalls>, revision: Revision, limits: JournalLimits = usualLimits) {
    this.#line = line;
    this.#revision = revision;
    this.#limits = limits;
  }

  get revision(): Revision {
    return this.#revision;
  }

  async append(proposal: Proposal, expected?: Revision): Promise<Result<Revision, AppendFailure>> {
    if (this.#closing !== undefined) return failure(closed);
    const { mostWaitingAppends } = this.#limits;
    if (this.#waitingAppends >= mostWaitingAppends) {
      return failure({ code: "journal-unavailable", detail: `${mostWaitingAppends} appends wait for the disk` });
    }
    this.#waitingAppends += 1;
    try {
      return await this.#write(proposal, expected);
    } finally {
      this.#waitingAppends -= 1;
    }
  }

  async #write(proposal: Proposal, expected: Revision | undefined): Promise<Result<Revision, AppendFailure>> {
    // Appends keep their order. Where none is large there is no pause, and those of one moment reach the disk together.
    while (this.#encoding !== undefined) await this.#encoding;
    const octets =
      proposal.changes.length > changesOfPiece
        ? await this.#encodeInPieces(proposal.changes)
        : encodeChanges(proposal.changes);
    if (this.#closing !== undefined) return failure(closed);
    const most = this.#limits.largestEntryOctets;
    if (octets.length > most) {
      return failure({ code: "entry-too-large", detail: `${octets.length} octets, at most ${most}` });
    }
    const isServed = servedAfter(proposal.changes);
    const ask = {
      entry: entryLineOf(proposal),
      ...(expected !== undefined && { expected }),
      ...(isServed !== undefined && { isServed }),
    };
    const { answer } = await this.#line.call("append", ask, octets);
    if (answer.ok) {
      this.#revision = Math.max(this.#revision, answer.value) as Revision;
      return ok(answer.value as Revision);
    }
    return failure({ code: appendFailureCodes[answer.code], detail: answer.detail });
  }

  #encodeInPieces(changes: readonly ZoneChange[]): Promise<Uint8Array> {
    const encoding = inPieces(encodeChangesInPieces(changes)).finally(() => {
      this.#encoding = undefined;
    });
    this.#encoding = encoding;
    return encoding;
  }

  async *replay(): AsyncGenerator<Result<readonly ReplayItem[], JournalFailure>> {
    if (this.#closing !== undefined) {
      yield failure(closed);
      return;
    }
    this.#lastReplay += 1;
    const ask = { replay: this.#lastReplay };
    const reader = new EntryReader();
    try {
      let next = this.#line.call("replay", ask);
      for (let isAhead = false; ; ) {
        const { answer, octets } = await next;
        const items = answer.ok ? readItems(reader, answer.value, octets) : answer;
        if (!items.ok) {
          yield journalFailure(items);
          return;
        }
        const isEmpty = items.value.length === 0;
        // What was acknowledged since a batch was asked for ahead is not in it, so only a batch of now can be the end.
        if (isEmpty && !isAhead) return;
        next = this.#line.call("replay", ask);
        isAhead = !isEmpty;
        if (!isEmpty) yield items;
      }
    } finally {
      await this.#line.call("end-replay", ask);
    }
  }

  async history(query: HistoryQuery): Promise<Result<readonly Entry[], JournalFailure>> {
    if (this.#closing !== undefined) return failure(closed);
    const { owner, before, limit } = query;
    const { answer, octets } = await this.#line.call("history", {
      ...(owner !== undefined && { ownerKey: owner.key }),
      ...(before !== undefined && { before }),
      limit,
    });
    if (!answer.ok) return journalFailure(answer);
    const reader = new EntryReader();
    const entries: Entry[] = [];
    let offset = 0;
    for (const line of answer.value) {
      const entry = reader.read(line, octets.subarray(offset, offset + line.octetCount));
      if (!entry.ok) return journalFailure(entry);
      entries.push(entry.value);
      offset += line.octetCount;
    }
    return ok(entries);
  }

  async snapshot(): Promise<Result<void, JournalFailure>> {
    if (this.#closing !== undefined) return failure(closed);
    const { answer } = await this.#line.call("snapshot", null);
    return answer.ok ? ok(undefined) : journalFailure(answer);
  }

  close(): Promise<void> {
    this.#closing ??= this.#line.close();
    return this.#closing;
  }
}

/** Turns one batch of a replay into items. */
function readItems(
  reader: EntryReader,
  lines: readonly ReplayLine[],
  octets: Uint8Array,
): Result<readonly ReplayItem[], StorageFailure> {
  const items: ReplayItem[] = [];
  let offset = 0;
  for (const line of lines) {
    const end = offset + ("entry" in line ? line.entry.octetCount : line.octetCount);
    const item = readItem(reader, line, octets.subarray(offset, end));
    if (!item.ok) return item;
    items.push(item.value);
    offset = end;
  }
  return ok(items);
}

function readItem(reader: EntryReader, line: ReplayLine, octets: Uint8Array): Result<ReplayItem, StorageFailure> {
  if ("entry" in line) return reader.readItem(line.entry, octets);
  const zone = reader.name(line.zone);
  const changes = EncodedChanges.of(octets);
  if (zone === undefined || !changes.ok) return corrupt(`the snapshot of ${line.zone} cannot be read back`);
  const encoded = changes.value;
  return ok({
    kind: "state",
    revision: line.revision as Revision,
    zone,
    get changes() {
      return encoded.decoded();
    },
    encoded,
  });
}

/** Whether the zone exists after these changes; undefined when they leave that as it is. */
function servedAfter(changes: readonly ZoneChange[]): boolean | undefined {
  const last = changes.findLast(({ kind }) => kind === "zone-added" || kind === "zone-removed");
  return last && last.kind === "zone-added";
}

const appendFailureCodes = {
  conflict: "conflict",
  full: "journal-full",
  corrupt: "journal-unavailable",
  unavailable: "journal-unavailable",
} as const;

const failureCodes = { full: "journal-full", corrupt: "journal-corrupt", unavailable: "journal-unavailable" } as const;

function journalFailure({ code, detail }: StorageFailure): Result<never, JournalFailure> {
  return failure({ code: failureCodes[code], detail });
}

const closed = { code: "journal-unavailable", detail: "the journal is closed" } as const;
