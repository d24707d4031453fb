import type { StatementSync } from "node:sqlite";
import { concatOctets } from "../../core/octets.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { journalSchema } from "../migrations/journal.ts";
import type { Answer, Incoming, JournalCalls, JournalOptions } from "../protocol.ts";
import { AccountTables } from "./account-tables.ts";
import { blob, integer, text } from "./columns.ts";
import { Database, type DatabaseFailure, type Tuning } from "./database.ts";
import { FoldSchedule } from "./fold-schedule.ts";
import { Folding } from "./folding.ts";
import { History } from "./history.ts";
import { Replays } from "./replays.ts";
import type { Answers, Store } from "./store.ts";
import { servedAfter, ZoneMarks } from "./zone-marks.ts";

/** `journal.db`: group commit of everything that waits, reads after it, folding in short steps between. */

type Call = Incoming<JournalCalls>;
type JournalAnswers = Answers<JournalCalls>;

/**
 * SQLite's usual values. More cache folded and committed no faster; a log of 16 MiB spared the slowest hundredth of 64
 * concurrent appends 2 ms, but folding filled the last space of a small disk with it, where no checkpoint could end it.
 */
const tuning: Tuning = { cacheKib: 2_048, checkpointPages: 1_000 };

/** A group ends before its changes grow beyond this, so that an import fails or waits alone. */
const groupOctets = 1024 * 1024;

export class JournalStore implements Store<JournalCalls> {
  readonly #database: Database;
  readonly #accounts: AccountTables;
  readonly #folding: Folding;
  readonly #history: History;
  readonly #replays: Replays;
  readonly #insert: StatementSync;
  readonly #marks = new ZoneMarks();
  readonly #schedule: FoldSchedule;
  #revision = 0;
  /** Octets of changes in the transaction in progress. */
  #groupOctets = 0;

  private constructor(database: Database, options: JournalOptions) {
    this.#database = database;
    this.#accounts = new AccountTables(database);
    this.#folding = new Folding(database);
    this.#schedule = new FoldSchedule(this.#folding, options);
    this.#history = new History(database);
    this.#replays = new Replays(database);
    this.#insert = database.prepare("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.#revision = this.#folding.revision;
  }

  static open(path: string, options: JournalOptions): Result<JournalStore, DatabaseFailure> {
    const database = Database.open(path, journalSchema, tuning);
    if (!database.ok) return database;
    const loaded = database.value.read(() => {
      const store = new JournalStore(database.value, options);
      store.#load();
      return store;
    });
    if (loaded.ok) return loaded;
    database.value.close();
    return failure({ code: loaded.code === "corrupt" ? "store-corrupt" : "store-unreadable", detail: loaded.detail });
  }

  get revision(): number {
    return this.#revision;
  }

  work(calls: readonly Call[], answers: JournalAnswers): void {
    const writes = calls.filter(isWrite);
    this.#schedule.noteWrites(writes.length);
    for (const group of groupsOf(writes)) this.#commit(group, answers);
    for (const call of calls) if (!isWrite(call)) this.#read(call, answers);
  }

  step(answers: JournalAnswers): boolean {
    // What a replay reads must not change below it; its end is a call, after which there is a step again.
    return !this.#replays.isAnyActive && this.#schedule.step(answers);
  }

  close(answers: JournalAnswers): void {
    this.#schedule.close(answers);
    this.#database.close();
  }

  /** Follows the zones through what is not folded yet. */
  #load(): void {
    for (const row of this.#database.prepare("SELECT key, revision, content FROM zone").iterate()) {
      this.#marks.note(text(row, "key"), integer(row, "revision"), row["content"] !== null);
    }
    const tail = this.#database.prepare(
      "SELECT revision, zone, changes FROM entry WHERE revision > ? ORDER BY revision",
    );
    for (const row of tail.iterate(this.#folding.revision)) {
      const changes = blob(row, "changes");
      this.#revision = integer(row, "revision");
      this.#marks.note(text(row, "zone").toLowerCase(), this.#revision, servedAfter(changes));
      this.#schedule.noteEntries(1, changes.length);
    }
    this.#marks.keep();
  }

  #commit(group: readonly Write[], answers: JournalAnswers): void {
    const before = this.#revision;
    const setBack = (): void => {
      this.#marks.drop();
      this.#revision = before;
      this.#groupOctets = 0;
    };
    const done = this.#database.write("full", () => {
      setBack();
      return ok(group.map((call) => this.#apply(call, answers)));
    });
    if (done.ok) {
      this.#marks.keep();
      this.#schedule.noteEntries(this.#revision - before, this.#groupOctets);
      for (const give of done.value) give();
      return;
    }
    setBack();
    for (const { kind, call } of group) answers.give(kind, call, done);
  }

  /** Does one write inside the transaction; its answer is given once that is durable. */
  #apply(call: Write, answers: JournalAnswers): () => void {
    switch (call.kind) {
      case "append": {
        const answer = this.#append(call);
        return () => answers.give("append", call.call, answer);
      }
      case "add-host": {
        const answer = this.#accounts.addHost(call.ask.host, call.ask.token);
        return () => answers.give("add-host", call.call, answer);
      }
      case "remove-host": {
        const answer = this.#accounts.removeHost(call.ask);
        return () => answers.give("remove-host", call.call, answer);
      }
      case "add-token": {
        const answer = this.#accounts.addToken(call.ask.token, call.ask.isReplacing);
        return () => answers.give("add-token", call.call, answer);
      }
      case "revoke-token": {
        const answer = this.#accounts.revokeToken(call.ask);
        return () => answers.give("revoke-token", call.call, answer);
      }
    }
  }

  #append({ ask, octets }: Extract<Call, { kind: "append" }>): Answer<JournalCalls["append"]> {
    const { entry, expected, isServed } = ask;
    const key = entry.zone.toLowerCase();
    if (expected !== undefined && this.#marks.hasMovedOn(key, expected)) {
      return failure({ code: "conflict", detail: `${entry.zone} has changed since revision ${expected}` });
    }
    this.#revision += 1;
    this.#groupOctets += octets.length;
    this.#marks.note(key, this.#revision, isServed);
    const { at, zone, actor, token = null, host = null, transport, peer = null } = entry;
    this.#insert.run(this.#revision, at, zone, actor, token, host, transport, peer, octets);
    return ok(this.#revision);
  }

  #read(call: Read, answers: JournalAnswers): void {
    switch (call.kind) {
      case "replay": {
        const batch = this.#replays.next(call.ask.replay, this.#folding.revision, () => this.#revision);
        if (!batch.ok) answers.give("replay", call.call, batch);
        else answers.give("replay", call.call, ok(batch.value.lines), batch.value.octets);
        return;
      }
      case "end-replay":
        this.#replays.end(call.ask.replay);
        answers.give("end-replay", call.call, ok(null));
        return;
      case "history": {
        const { ownerKey, before = Number.MAX_SAFE_INTEGER, limit } = call.ask;
        const found =
          ownerKey === undefined
            ? this.#history.all(before, limit)
            : this.#history.ofOwner(ownerKey, before, limit, this.#folding.revision);
        if (!found.ok) answers.give("history", call.call, found);
        else {
          const octets = concatOctets(found.value.map(([, changes]) => changes));
          answers.give("history", call.call, ok(found.value.map(([line]) => line)), octets);
        }
        return;
      }
      case "snapshot":
        this.#schedule.ask(call.call);
        return;
      case "host": {
        const found = this.#database.read(() => this.#accounts.host(call.ask));
        answers.give("host", call.call, found);
        return;
      }
      case "hosts": {
        const found = this.#database.read(() => this.#accounts.hosts(call.ask.after, call.ask.limit));
        answers.give("hosts", call.call, found);
        return;
      }
      case "token": {
        const found = this.#database.read(() => this.#accounts.token(call.ask));
        answers.give("token", call.call, found);
        return;
      }
      case "tokens-of": {
        const found = this.#database.read(() => this.#accounts.tokensOf(call.ask));
        answers.give("tokens-of", call.call, found);
        return;
      }
    }
  }
}

type Write = Extract<Call, { kind: "append" | "add-host" | "remove-host" | "add-token" | "revoke-token" }>;
type Read = Exclude<Call, Write>;

function isWrite(call: Call): call is Write {
  return (
    call.kind === "append" ||
    call.kind === "add-host" ||
    call.kind === "remove-host" ||
    call.kind === "add-token" ||
    call.kind === "revoke-token"
  );
}

/** Divides waiting writes into transactions, in their order. */
function groupsOf(writes: readonly Write[]): readonly (readonly Write[])[] {
  const groups: Write[][] = [];
  let octets = Number.POSITIVE_INFINITY;
  for (const write of writes) {
    octets += write.octets.length;
    if (octets > groupOctets) {
      groups.push([]);
      octets = write.octets.length;
    }
    groups.at(-1)?.push(write);
  }
  return groups;
}
