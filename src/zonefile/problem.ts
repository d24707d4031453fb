import type { ScanCode } from "../wire/rdata/fields.ts";

/** What can be wrong with a master file. Sentences for people are in `problems.text.ts`. */

type None = Readonly<Record<string, never>>;

/** The codes of problems, which are stable, and the facts that come with each. */
export interface ProblemFacts {
  readonly "parenthesis-not-closed": None;
  readonly "parenthesis-not-opened": None;
  readonly "quote-not-closed": None;
  readonly "directive-unknown": { readonly directive: string };
  readonly "directive-malformed": { readonly directive: string };
  readonly "include-malformed": None;
  /** A file that could not be read, or that whoever gave the text did not give; `detail` is the system's words. */
  readonly "include-unread": { readonly file: string; readonly detail: string };
  readonly "generate-malformed": None;
  /** A line that begins with a blank means the last owner, and there is none. */
  readonly "owner-missing": None;
  readonly "name-invalid": { readonly text: string; readonly reason: ScanCode };
  readonly "ttl-invalid": { readonly text: string };
  readonly "ttl-missing": None;
  readonly "class-not-internet": { readonly text: string };
  readonly "type-missing": None;
  readonly "type-unknown": { readonly text: string };
  /** A type for questions and messages, as ANY or OPT. */
  readonly "type-not-zone-data": { readonly type: string };
  readonly "rdata-invalid": { readonly type: string; readonly text: string; readonly reason: ScanCode };
  readonly "outside-zone": { readonly owner: string; readonly apex: string };
  readonly "cname-with-other-data": { readonly owner: string; readonly type: string };
  readonly "several-cnames": { readonly owner: string };
  readonly "several-dnames": { readonly owner: string };
  readonly "soa-missing": None;
  readonly "soa-not-at-apex": { readonly owner: string; readonly apex: string };
  /** Two SOA records that differ. */
  readonly "second-soa": { readonly owner: string };
  readonly "ns-missing": { readonly apex: string };
  /** The records of one RRset have one TTL; the smallest is taken. RFC 2181 §5.2 */
  readonly "ttl-differs": { readonly owner: string; readonly type: string; readonly used: number };
  /** No TTL was given anywhere before the SOA; its minimum is taken, as BIND does. */
  readonly "ttl-from-minimum": { readonly used: number };
}

export type ProblemCode = keyof ProblemFacts;

/** An error refuses the whole zone; a warning says what was assumed. */
export type Severity = "error" | "warning";

/** A place in the text, both counted from 1; columns in UTF-16 code units, a tab being one. */
export interface Place {
  /** The included file it is in; undefined in the file that was given. */
  readonly file?: string | undefined;
  readonly line: number;
  readonly column: number;
}

export interface ZoneProblem<C extends ProblemCode = ProblemCode> extends Place {
  readonly code: C;
  readonly severity: Severity;
  readonly facts: ProblemFacts[C];
}

/** Whether a problem of this code refuses the zone. */
export function severityOf(code: ProblemCode): Severity {
  return code === "ttl-differs" || code === "ttl-from-minimum" ? "warning" : "error";
}

/** Most problems of each severity that are kept: enough to see a pattern, few enough to read. */
export const mostProblems = 50;

/** Gathers problems up to a limit. */
export class ProblemList {
  #errors: ZoneProblem[] = [];
  #warnings: ZoneProblem[] = [];

  add<C extends ProblemCode>(place: Place, code: C, facts: ProblemFacts[C]): void {
    const severity = severityOf(code);
    const list = severity === "error" ? this.#errors : this.#warnings;
    if (list.length < mostProblems) {
      const { file, line, column } = place;
      list.push({ code, severity, ...(file === undefined ? {} : { file }), line, column, facts });
    }
  }

  get hasErrors(): boolean {
    return this.#errors.length > 0;
  }

  /** True when further errors would be dropped. */
  get isFull(): boolean {
    return this.#errors.length >= mostProblems;
  }

  /** Everything gathered, file by file in the order they first appear, in the order of each text. */
  get all(): readonly ZoneProblem[] {
    const problems = [...this.#errors, ...this.#warnings];
    const files = [...new Set([undefined, ...problems.map(({ file }) => file)])];
    const position = ({ file }: ZoneProblem): number => files.indexOf(file);
    return problems.toSorted((a, b) => position(a) - position(b) || a.line - b.line || a.column - b.column);
  }
}
