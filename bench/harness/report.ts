import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { renderTable } from "../../src/text/table.ts";
import type { Machine } from "./machine.ts";
import type { Answer, Column, Question, Row } from "./question.ts";
import { median } from "./statistics.ts";

/** Answers as a table for people, and as lines of JSON that stay. */

/** Medians with least and largest in parentheses, and the ratio where the answer has one. */
export function tableOf({ columns, rows, ratio }: Answer): string {
  const base = rows.find((row) => row.subject === ratio?.to);
  const ratioOf = (row: Row): string => {
    if (ratio === undefined || base === undefined) return "";
    const share = median(row.values[ratio.key] ?? []) / median(base.values[ratio.key] ?? []);
    return Number.isNaN(share) ? "" : share.toFixed(2);
  };
  const titles = columns.map(({ title, unit }) => (unit === "" ? title : `${title} [${unit}]`));
  if (base !== undefined) titles.push(`ratio to ${base.subject}`);
  return renderTable(
    [{ title: "" }, ...titles.map((title) => ({ title, align: "right" as const }))],
    rows.map((row) => [row.subject, ...columns.map((column) => cellOf(row, column)), ratioOf(row)]),
  );
}

function cellOf(row: Row, { key, digits }: Column): string {
  const values = row.values[key] ?? [];
  if (values.length === 0) return "-";
  const format = (value: number): string => value.toLocaleString("en", fraction(digits));
  const middle = format(median(values));
  return values.length === 1 ? middle : `${middle} (${format(Math.min(...values))}–${format(Math.max(...values))})`;
}

function fraction(digits: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

/** Where and when a run took place. */
export interface Circumstances {
  readonly at: string;
  readonly commit: string;
  readonly machine: Machine;
}

/** The commit that is checked out; with `+` when files differ from it. */
export function checkedOutCommit(): string {
  const git = (...args: readonly string[]): string =>
    String(spawnSync("git", args, { cwd: import.meta.dir, encoding: "utf8" }).stdout ?? "").trim();
  const changed = git("status", "--porcelain", "--untracked-files=no", "--", "../../src", "../../package-lock.json");
  return git("rev-parse", "--short=12", "HEAD") + (changed === "" ? "" : "+");
}

/** Appends one line per subject to the question's file. */
export function keep(question: Question, answer: Answer, circumstances: Circumstances, folder: string): string {
  const lines = answer.rows.map(({ subject, values }) => {
    const found = Object.fromEntries(
      answer.columns.flatMap(({ key, unit }) => {
        const ofRounds = values[key] ?? [];
        return ofRounds.length === 0 ? [] : [[key, { unit, ...summary(ofRounds) }]];
      }),
    );
    const { versions } = answer;
    return `${JSON.stringify({ question: question.name, subject, found, versions, ...circumstances })}\n`;
  });
  const file = join(folder, `${question.name}.jsonl`);
  mkdirSync(folder, { recursive: true });
  appendFileSync(file, lines.join(""));
  return file;
}

function summary(values: readonly number[]): Readonly<Record<string, unknown>> {
  const [middle, least, largest] = [median(values), Math.min(...values), Math.max(...values)].map(rounded);
  return { median: middle, min: least, max: largest, rounds: values.map(rounded) };
}

/** Six digits are more than any measurement here is worth. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
