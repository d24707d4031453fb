import type { Family } from "../core/family.ts";

/** Takes turns at asking the operating system for addresses. What an answer means is `host-lookup.ts`'s. */

/** Asks the system once; settles when the system feels like it, which may be never. Rejects with a system error. */
export type NameQuery = (hostname: string, family: Family) => Promise<readonly string[]>;

/** A place among those who wait for an answer. */
export interface PendingAnswer {
  readonly answer: Promise<readonly string[]>;
  /** Gives the place up; a question nobody waits for any more is not asked. */
  leave(): void;
}

interface Question {
  readonly ask: () => void;
  readonly answer: Promise<readonly string[]>;
  waiting: number;
  isAsked: boolean;
}

/**
 * Queues questions so that at most `laneCount` are before the system at a time, and joins equal ones.
 *
 * `getaddrinfo` blocks a thread of the runtime's pool until it is done, up to half a minute when resolvers are silent,
 * and cannot be cancelled. Bun 1.4.4 has two such threads on a machine of one or two processors, and reads every file
 * on them: measured, two hanging names stop all asynchronous file work.
 */
export class NameQueries {
  readonly #query: NameQuery;
  readonly #laneCount: number;
  readonly #questions = new Map<string, Question>();
  readonly #queue: Question[] = [];
  #busyLanes = 0;

  constructor(query: NameQuery, laneCount: number) {
    this.#query = query;
    this.#laneCount = laneCount;
  }

  /** Joins the question if it is already waiting or asked, else queues it. */
  ask(hostname: string, family: Family): PendingAnswer {
    const key = `${family} ${hostname}`;
    const question = this.#questions.get(key) ?? this.#enqueue(key, hostname, family);
    question.waiting += 1;
    this.#advance();
    let hasLeft = false;
    return {
      answer: question.answer,
      leave: () => {
        if (hasLeft) return;
        hasLeft = true;
        question.waiting -= 1;
        if (question.waiting > 0 || question.isAsked) return;
        this.#questions.delete(key);
        this.#queue.splice(this.#queue.indexOf(question), 1);
      },
    };
  }

  #enqueue(key: string, hostname: string, family: Family): Question {
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
    // Everybody may have left before it fails.
    promise.catch(() => undefined);
    const ask = (): void => {
      const done = (): void => {
        this.#questions.delete(key);
        this.#busyLanes -= 1;
        this.#advance();
      };
      this.#query(hostname, family).then(resolve, reject).finally(done);
    };
    const question: Question = { ask, answer: promise, waiting: 0, isAsked: false };
    this.#questions.set(key, question);
    this.#queue.push(question);
    return question;
  }

  #advance(): void {
    while (this.#busyLanes < this.#laneCount) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#busyLanes += 1;
      next.isAsked = true;
      next.ask();
    }
  }
}
