import type { ConfigDocument } from "./document.ts";
import type { HiddenRun } from "./hidden-text.ts";
import type { Origin } from "./node.ts";

/** The line a problem points at, fit to be shown. */

export interface Excerpt {
  /** The line without what must not be shown; never longer than a terminal is wide. */
  readonly line: string;
  /** Characters of `line` before the part that is meant. */
  readonly start: number;
  /** How many characters are meant, at least one; it may be the place right after the end. */
  readonly length: number;
}

const dots = "••••••";

/** Longest piece of a line that is shown around the place that is meant. */
const widest = 100;

/** Undefined for what was not written in a file. */
export function excerptOf(document: ConfigDocument, at: Origin): Excerpt | undefined {
  if (at.kind !== "file") return undefined;
  const source = document.files.find((file) => file.path === at.file);
  const content = source?.text.split("\n")[at.line - 1]?.replace(/\r$/, "");
  if (content === undefined) return undefined;
  const runs = document.hidden.filter((run) => run.file === at.file && run.line === at.line);
  const { line, columns } = withoutRuns(content, runs);
  const last = columns.length - 1;
  const start = columns[Math.min(at.column - 1, last)] ?? 0;
  const end = columns[Math.min(at.endLine === at.line ? at.endColumn - 1 : last, last)] ?? 0;
  return cut(line.trimEnd(), start, Math.max(1, end - start));
}

/** The line with dots for its hidden runs, and where each of its characters (and its end) went. */
function withoutRuns(
  content: string,
  runs: readonly HiddenRun[],
): { readonly line: string; readonly columns: readonly number[] } {
  let line = "";
  const columns: number[] = [];
  let next = 0;
  for (let index = 0; index < content.length; index += 1) {
    while (index + 1 >= (runs[next]?.endColumn ?? Number.POSITIVE_INFINITY)) next += 1;
    const candidate = runs[next];
    const run = candidate !== undefined && index + 1 >= candidate.column ? candidate : undefined;
    if (run !== undefined && index + 1 > run.column) {
      // Inside a run, every character is at its beginning: where in a secret a parser stumbled tells about the secret.
      columns.push(columns.at(-1) ?? 0);
      continue;
    }
    columns.push(line.length);
    line += run === undefined ? content[index] : replacement(run);
  }
  columns.push(line.length);
  return { line, columns };
}

function replacement(run: HiddenRun): string {
  return run.isComment ? "" : dots;
}

/** A window on a long line, as minified JSON has. */
function cut(line: string, start: number, length: number): Excerpt {
  if (line.length <= widest) return { line, start, length };
  const from = Math.max(0, Math.min(start - 40, line.length - widest));
  const lead = from > 0 ? "…" : "";
  const trail = from + widest < line.length ? "…" : "";
  const shownLength = Math.max(1, Math.min(length, from + widest - start));
  return {
    line: lead + line.slice(from, from + widest) + trail,
    start: start - from + lead.length,
    length: shownLength,
  };
}
