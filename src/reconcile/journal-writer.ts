import type { AgentEvent, AgentJournal, AgentJournalFailure, TargetId, TargetMemory } from "../core/agent-journal.ts";
import type { Log } from "../core/log.ts";
import type { Result } from "../core/result.ts";
import { journalUnwritten } from "./schedule.text.ts";

/**
 * Writes to the agent's journal in the order of what happened. A journal that fails stops nothing: a name that points to
 * the right address matters more than the record of how it came to.
 */
export class JournalWriter {
  readonly #journal: AgentJournal;
  readonly #log: Log;
  #written: Promise<void> = Promise.resolve();

  constructor(journal: AgentJournal, log: Log) {
    this.#journal = journal;
    this.#log = log;
  }

  record(event: AgentEvent): void {
    this.#enqueue(() => this.#journal.record(event));
  }

  remember(memory: TargetMemory): void {
    this.#enqueue(() => this.#journal.remember(memory));
  }

  forget(target: TargetId): void {
    this.#enqueue(() => this.#journal.forget(target));
  }

  /** Resolves when everything given so far is written, or has failed to be. */
  flushed(): Promise<void> {
    return this.#written;
  }

  #enqueue(write: () => Promise<Result<void, AgentJournalFailure>>): void {
    // A bug of ours must not keep what comes after it from being written, nor those from going on who wait for that.
    this.#written = this.#written.then(write).then(
      (result) => {
        if (!result.ok) this.#log.write(journalUnwritten, { code: result.code, detail: result.detail });
      },
      (error: unknown) => {
        const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.#log.write(journalUnwritten, { code: "agent-journal-unavailable", detail });
      },
    );
  }
}
