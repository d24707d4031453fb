import type { FileProblem } from "../core/administration.ts";
import type { ZoneProblem } from "../zonefile/problem.ts";
import { problemText } from "../zonefile/problems.text.ts";

/** A master file's problem in the form that passes through sockets and into messages. */
export function fileProblem(problem: ZoneProblem): FileProblem {
  const { file, line, column, code } = problem;
  const included = file === undefined ? {} : { file };
  return {
    ...included,
    line,
    column,
    code,
    text: { en: problemText(problem, "en"), "zh-CN": problemText(problem, "zh-CN") },
  };
}

/** Where a problem of the master file at `path` is, as editors understand it. */
export function filePlace(path: string, { file, line, column }: FileProblem): string {
  return `${file ?? path}:${line}:${column}`;
}
