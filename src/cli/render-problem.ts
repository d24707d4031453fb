import type { ConfigDocument } from "../config/document.ts";
import { excerptOf } from "../config/excerpt.ts";
import type { Origin } from "../config/node.ts";
import { type Problem, severityOf } from "../config/problem.ts";
import { problemText, severityTexts } from "../config/problem.text.ts";
import type { Language } from "../core/language.ts";
import { blankLike } from "../text/display-width.ts";
import { printable } from "../text/printable.ts";

/** Problems of the configuration as a good compiler shows them: place, key, sentence, and the line with a mark below. */

/** Without the excerpt: one line, ending without a line break. */
export function renderProblemLine(problem: Problem, language: Language): string {
  const severity = severityOf(problem);
  const colon = language === "en" ? ": " : "：";
  const place = placeText(problem.at);
  const label = severity === "error" ? "" : severityTexts[language][severity] + colon;
  const key = problem.key === "" ? "" : problem.key + colon;
  return printable(`${place}${label}${key}${problemText(problem, language)}`);
}

/** With the excerpt, ending in a line break. */
export function renderProblem(problem: Problem, document: ConfigDocument, language: Language): string {
  const head = `${renderProblemLine(problem, language)}\n`;
  const excerpt = excerptOf(document, problem.at);
  if (excerpt === undefined || problem.at.kind !== "file") return head;
  const line = withoutTabs(excerpt.line);
  const before = blankLike(withoutTabs(excerpt.line.slice(0, excerpt.start)));
  const meant = withoutTabs(excerpt.line.slice(excerpt.start, excerpt.start + excerpt.length));
  const mark = "^".repeat(Math.max(1, blankLike(meant).length));
  const gutter = String(problem.at.line).padStart(5);
  return `${head}${gutter} | ${line}\n${" ".repeat(gutter.length)} | ${before}${mark}\n`;
}

/** One object per problem, for programs. */
export function problemRecord(problem: Problem, language: Language): Readonly<Record<string, unknown>> {
  const { at } = problem;
  return {
    severity: severityOf(problem),
    code: problem.code,
    ...(at.kind === "file" || at.kind === "whole-file" ? { file: at.file } : {}),
    ...(at.kind === "file" ? { line: at.line, column: at.column } : {}),
    ...(at.kind === "environment" ? { variable: at.variable } : {}),
    ...(at.kind === "flag" ? { flag: at.flag } : {}),
    key: problem.key,
    facts: problem.facts,
    text: problemText(problem, language),
  };
}

/** Where a value was written, for people. */
export function originText(at: Origin): string {
  switch (at.kind) {
    case "file":
      return `${at.file}:${at.line}:${at.column}`;
    case "whole-file":
      return at.file;
    case "environment":
      return at.variable;
    case "flag":
      return at.flag;
    case "default":
      return "";
  }
}

function placeText(at: Origin): string {
  const text = originText(at);
  return text === "" ? "" : `${text}: `;
}

/** A tab takes as many columns as the terminal likes, so the mark below could not be placed. */
function withoutTabs(line: string): string {
  return printable(line.replaceAll("\t", "    "));
}
