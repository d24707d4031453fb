import { expect } from "bun:test";
import { expectOk } from "../support/expect-ok.ts";
import type { LabHome } from "./lab-home.ts";
import type { SampledAnswers } from "./sampled-answers.ts";
import { firstWrong, type Truth } from "./truths.ts";
import { until } from "./until.ts";

/** The values of an RRset over time, by `name/type`, oldest first. */
export type ValuesOf = (question: string) => readonly string[];

/** Everything a server was ever told to store. */
export async function everWritten(home: LabHome): Promise<ValuesOf> {
  const asked = { owner: undefined, before: undefined, limit: 1_000 };
  const entries = expectOk(await home.server.administration.history(asked));
  const changes = entries.toReversed().flatMap((entry) => entry.changes);
  return (question) =>
    changes.filter(({ owner, type }) => `${owner}/${type}` === question).map(({ values }) => values.join(" "));
}

/** What had to be published when, held against what was written and what was answered. */
export class LabRecord {
  readonly #home: LabHome;
  readonly #sampled: SampledAnswers;
  readonly #truths: ReadonlyMap<string, Truth[]>;

  /** @param sampled asks all of the questions, from the beginning. */
  constructor(home: LabHome, sampled: SampledAnswers, questions: readonly string[]) {
    this.#home = home;
    this.#sampled = sampled;
    this.#truths = new Map(questions.map((question) => [question, []]));
  }

  /** @param since milliseconds since the epoch; absent for what was true all along. */
  becameTrue(questions: readonly string[], text: string, since?: number): void {
    for (const question of questions) this.#of(question).push({ text, since });
  }

  /** What is true now, or was so many changes ago. */
  truth(question: string, changesAgo = 0): string {
    const found = this.#of(question).at(-1 - changesAgo);
    if (found === undefined) throw new Error(`${question} has not changed ${changesAgo} times`);
    return found.text;
  }

  lastAnswer(question: string): { readonly at: number; readonly text: string } {
    return this.#sampled.answers(question).at(-1) ?? { at: 0, text: "" };
  }

  /** Waits until the server answers with what is true. */
  async untilRight(...questions: readonly string[]): Promise<void> {
    for (const question of questions) {
      const truth = this.truth(question);
      await until(
        `${question} is answered with ${truth}`,
        () => (this.lastAnswer(question).text === truth ? true : undefined),
        () => JSON.stringify(this.#sampled.answers(question).slice(-5)),
      );
    }
  }

  /** No write but the right ones, each once and in order, and no answer but true ones. */
  async expectOnlyTruths(): Promise<void> {
    const valuesOf = await everWritten(this.#home);
    for (const [question, truths] of this.#truths) {
      expect([question, firstWrong(this.#sampled.answers(question), truths)]).toEqual([question, undefined]);
      expect([question, valuesOf(question)]).toEqual([question, truths.map(({ text }) => text)]);
    }
  }

  #of(question: string): Truth[] {
    const truths = this.#truths.get(question);
    if (truths === undefined) throw new Error(`nobody samples ${question}`);
    return truths;
  }
}
