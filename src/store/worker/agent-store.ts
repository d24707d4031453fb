import type { StatementSync } from "node:sqlite";
import { failure, ok, type Result } from "../../core/result.ts";
import { agentSchema } from "../migrations/agent.ts";
import type { AgentCalls, AgentOptions, Incoming } from "../protocol.ts";
import type { StorageFailure } from "../storage-failure.ts";
import { integer, text } from "./columns.ts";
import { Database, type DatabaseFailure, type Tuning } from "./database.ts";
import type { Answers, Store } from "./store.ts";

/** `agent.db`: group commit of events and memories, and old events that make room for new ones. */

type Call = Incoming<AgentCalls>;
type AgentAnswers = Answers<AgentCalls>;

/** An idle agent pays for the cache, and a small device for the log. */
const tuning: Tuning = { cacheKib: 256, checkpointPages: 250 };

/** Events deleted in one step. */
const stepEvents = 256;

export class AgentStore implements Store<AgentCalls> {
  readonly #database: Database;
  readonly #options: AgentOptions;
  readonly #record: StatementSync;
  readonly #remember: StatementSync;
  readonly #forget: StatementSync;
  readonly #memories: StatementSync;
  readonly #rememberMapping: StatementSync;
  readonly #forgetMapping: StatementSync;
  readonly #mappings: StatementSync;
  readonly #history: StatementSync;
  readonly #historyOf: StatementSync;
  readonly #prune: StatementSync;
  /** First and last sequence that may exist: nothing is ever deleted between. */
  #oldest = 1;
  #newest = 0;

  private constructor(database: Database, options: AgentOptions) {
    this.#database = database;
    this.#options = options;
    this.#record = database.prepare("INSERT INTO event VALUES (?, ?, ?, ?)");
    this.#remember = database.prepare("INSERT OR REPLACE INTO memory VALUES (?, ?)");
    this.#forget = database.prepare("DELETE FROM memory WHERE target = ?");
    this.#memories = database.prepare("SELECT memory FROM memory ORDER BY target");
    this.#rememberMapping = database.prepare("INSERT OR REPLACE INTO mapping VALUES (?, ?)");
    this.#forgetMapping = database.prepare("DELETE FROM mapping WHERE mapping = ?");
    this.#mappings = database.prepare("SELECT memory FROM mapping ORDER BY mapping");
    this.#history = database.prepare(
      "SELECT sequence, event FROM event WHERE sequence < ? ORDER BY sequence DESC LIMIT ?",
    );
    this.#historyOf = database.prepare(
      "SELECT sequence, event FROM event WHERE target = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?",
    );
    this.#prune = database.prepare("DELETE FROM event WHERE sequence < ?");
  }

  static open(path: string, options: AgentOptions): Result<AgentStore, DatabaseFailure> {
    const database = Database.open(path, agentSchema, tuning);
    if (!database.ok) return database;
    const loaded = database.value.read(() => {
      const store = new AgentStore(database.value, options);
      store.#load();
      return store;
    });
    if (loaded.ok) return loaded;
    database.value.close();
    return failure({ code: loaded.code === "corrupt" ? "store-corrupt" : "store-unreadable", detail: loaded.detail });
  }

  work(calls: readonly Call[], answers: AgentAnswers): void {
    const writes = calls.filter(isWrite);
    const before = this.#newest;
    if (writes.length > 0) {
      const done = this.#database.write("full", () => {
        this.#newest = before;
        for (const call of writes) this.#apply(call);
        return ok(null);
      });
      if (!done.ok) this.#newest = before;
      for (const { kind, call } of writes) answers.give(kind, call, done);
    }
    for (const call of calls) if (!isWrite(call)) this.#read(call, answers);
  }

  step(): boolean {
    const end = Math.min(this.#newest - this.#options.largestEventCount + 1, this.#oldest + stepEvents);
    // Waits until a step is worth its transaction.
    if (end - this.#oldest < stepEvents) return false;
    const pruned = this.#database.write("later", () => ok(this.#prune.run(end)));
    if (pruned.ok) this.#oldest = end;
    return pruned.ok;
  }

  close(): void {
    this.#database.close();
  }

  #load(): void {
    const row = this.#database.prepare("SELECT min(sequence) AS oldest, max(sequence) AS newest FROM event").get();
    if (row === undefined || row["oldest"] === null) return;
    this.#oldest = integer(row, "oldest");
    this.#newest = integer(row, "newest");
  }

  #apply(call: Write): void {
    switch (call.kind) {
      case "record":
        this.#newest += 1;
        this.#record.run(this.#newest, call.ask.at, call.ask.target ?? null, call.ask.event);
        return;
      case "remember":
        this.#remember.run(call.ask.target, call.ask.memory);
        return;
      case "forget":
        this.#forget.run(call.ask);
        return;
      case "remember-mapping":
        this.#rememberMapping.run(call.ask.mapping, call.ask.memory);
        return;
      case "forget-mapping":
        this.#forgetMapping.run(call.ask);
        return;
    }
  }

  #read(call: Read, answers: AgentAnswers): void {
    switch (call.kind) {
      case "memories":
        answers.give("memories", call.call, this.#memoriesOf(this.#memories));
        return;
      case "mappings":
        answers.give("mappings", call.call, this.#memoriesOf(this.#mappings));
        return;
      case "history": {
        const { target, before = Number.MAX_SAFE_INTEGER, limit } = call.ask;
        const found = this.#database.read(() =>
          target === undefined ? this.#history.all(before, limit) : this.#historyOf.all(target, before, limit),
        );
        if (!found.ok) answers.give("history", call.call, found);
        else {
          const events = found.value.map((row) => ({ sequence: integer(row, "sequence"), event: text(row, "event") }));
          answers.give("history", call.call, ok(events));
        }
        return;
      }
    }
  }

  #memoriesOf(statement: StatementSync): Result<readonly string[], StorageFailure> {
    return this.#database.read(() => statement.all().map((row) => text(row, "memory")));
  }
}

type Read = Extract<Call, { kind: "memories" | "mappings" | "history" }>;
type Write = Exclude<Call, Read>;

function isWrite(call: Call): call is Write {
  return call.kind !== "memories" && call.kind !== "mappings" && call.kind !== "history";
}
