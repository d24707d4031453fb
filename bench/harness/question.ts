import type { Processors } from "./processors.ts";

/** A question that measuring can answer, and the form of an answer. */

export interface Question {
  readonly name: string;
  /** One sentence for the head of the table. */
  readonly asks: string;
  /** Programs that must be on the PATH, each with the Debian package that brings it. */
  readonly needs: readonly (readonly [program: string, debianPackage: string])[];
  /** True when it builds network namespaces. */
  readonly needsRoot: boolean;
  run(session: Session): Promise<Answer>;
}

/** What a run of a question works with. */
export interface Session {
  /** How often each thing is measured; the subjects take turns, so that a disturbance meets all of them. */
  readonly rounds: number;
  /** How long one round of load lasts. */
  readonly roundSeconds: number;
  readonly processors: Processors;
  /** An empty folder, gone afterwards. */
  readonly folder: string;
  /** Tells whoever watches what is going on. */
  say(line: string): void;
}

/** One kind of number. */
export interface Column {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  /** Digits behind the point in the table. */
  readonly digits: number;
}

/** What was found about one subject: for each column one number per round. Columns may be absent. */
export interface Row {
  readonly subject: string;
  readonly values: Readonly<Record<string, readonly number[]>>;
}

export interface Answer {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Shows a column also in relation to that of one subject. */
  readonly ratio?: { readonly key: string; readonly to: string };
  /** Versions of other programs that took part. */
  readonly versions: Readonly<Record<string, string>>;
  /** What a reader must know beside the numbers. */
  readonly remarks: readonly string[];
}

/** Gathers numbers by subject and column while rounds go on. */
export class Findings {
  readonly #rows = new Map<string, Map<string, number[]>>();

  note(subject: string, values: Readonly<Record<string, number>>): void {
    const row = this.#rows.getOrInsertComputed(subject, () => new Map());
    for (const [key, value] of Object.entries(values)) row.getOrInsertComputed(key, () => []).push(value);
  }

  get rows(): readonly Row[] {
    return [...this.#rows].map(([subject, values]) => ({ subject, values: Object.fromEntries(values) }));
  }
}

/** What was measured is wrong, so that its speed is of no interest. Ends the question. */
export class WrongAnswer extends Error {}
