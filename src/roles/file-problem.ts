import type { FileProblem } from "../core/administration.ts";
import type { ZoneProblem } from "../zonefile/problem.ts";
import { problemText } from "../zonefile/problems.text.ts";

/** A master file's problem in the form that passes through sockets and into messages. */
export function fileProblem(problem: ZoneProblem): FileProblem {
  const { line, column, code } = problem;
  return { line, column, code, text: { en: problemText(problem, "en"), "zh-CN": problemText(problem, "zh-CN") } };
}
