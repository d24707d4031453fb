import { type Failure, failure, ok } from "../../core/result.ts";
import type { JournalCalls, JournalOptions } from "../protocol.ts";
import type { StorageFailure } from "../storage-failure.ts";
import type { Folding } from "./folding.ts";
import type { Answers } from "./store.ts";

/**
 * When to fold: once enough entries wait, in the pauses between commits; along with the commits when there are no pauses
 * for long; and for everybody who asked for a snapshot.
 */

/** Changes folded in one step: about 0.6 ms, which a commit that arrives just then waits. */
const stepChanges = 256;

/** Commits are left alone until this many times as much waits as folding begins with. */
const patience = 16;

type JournalAnswers = Answers<JournalCalls>;

export class FoldSchedule {
  readonly #folding: Folding;
  readonly #options: JournalOptions;
  /** The last revision that is durable. */
  #revision: number;
  /** What is not folded yet. */
  #waiting = { entries: 0, octets: 0 };
  /** Folding goes on until this revision. */
  #goal = 0;
  /** Writes since the last step. */
  #pace = 0;
  #mayHaveDiscarded = true;
  #snapshots: { readonly call: number; readonly revision: number }[] = [];

  constructor(folding: Folding, options: JournalOptions) {
    this.#folding = folding;
    this.#options = options;
    this.#revision = folding.revision;
    this.#waiting.octets = -folding.octetsBehind;
  }

  /** Takes notice of entries that became durable. */
  noteEntries(entries: number, octets: number): void {
    this.#revision += entries;
    this.#waiting = { entries: this.#waiting.entries + entries, octets: this.#waiting.octets + octets };
    if (this.#isWorth(1)) this.#goal = this.#revision;
  }

  /** Takes notice of writes, which folding should not hold up. */
  noteWrites(count: number): void {
    this.#pace += count;
  }

  /** Folds everything there is now, then answers the call. */
  ask(call: number): void {
    this.#snapshots.push({ call, revision: this.#revision });
    this.#goal = this.#revision;
  }

  /** Does one short piece, and says whether there is more. */
  step(answers: JournalAnswers): boolean {
    const pace = this.#pace;
    this.#pace = 0;
    this.#answerDone(answers);
    if (this.#goal > this.#folding.revision) {
      const isBusy = pace > 0 && this.#snapshots.length === 0 && !this.#isWorth(patience);
      // Twice the pace of the commits, so that folding catches up even when they never pause.
      return isBusy || this.#fold(stepChanges + 2 * pace, answers);
    }
    if (!this.#mayHaveDiscarded) return false;
    const discarded = this.#folding.discard(stepChanges);
    this.#mayHaveDiscarded = discarded.ok && discarded.value;
    return this.#mayHaveDiscarded;
  }

  /** Answers whoever still waits. */
  close(answers: JournalAnswers): void {
    this.#failAll(failure({ code: "unavailable", detail: "the journal was closed" }), answers);
  }

  #fold(budget: number, answers: JournalAnswers): boolean {
    const folded = this.#folding.step(this.#goal, budget);
    if (!folded.ok) {
      // The next entry that becomes durable tries again.
      this.#goal = 0;
      this.#failAll(folded, answers);
      return false;
    }
    const { entries, octets } = folded.value;
    this.#waiting = { entries: this.#waiting.entries - entries, octets: this.#waiting.octets - octets };
    this.#mayHaveDiscarded = true;
    this.#answerDone(answers);
    return true;
  }

  /** Whether so many times as much waits as folding begins with. */
  #isWorth(times: number): boolean {
    const { foldAfterEntries, foldAfterOctets } = this.#options;
    return this.#waiting.entries >= times * foldAfterEntries || this.#waiting.octets >= times * foldAfterOctets;
  }

  #answerDone(answers: JournalAnswers): void {
    if (this.#snapshots.length === 0) return;
    const done = this.#snapshots.filter(({ revision }) => revision <= this.#folding.revision);
    this.#snapshots = this.#snapshots.filter(({ revision }) => revision > this.#folding.revision);
    for (const { call } of done) answers.give("snapshot", call, ok(null));
  }

  #failAll(found: Failure<StorageFailure>, answers: JournalAnswers): void {
    for (const { call } of this.#snapshots) answers.give("snapshot", call, found);
    this.#snapshots = [];
  }
}
