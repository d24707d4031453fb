import { describe, expect, test } from "bun:test";
import { runCommand } from "./command-bench.ts";

/** Runs `config check` over files with something wrong, and compares every word. */

export interface BrokenFile {
  readonly name: string;
  /** Lines of `holdfast.yaml`. */
  readonly file: readonly string[];
  /** What is said in English, excerpts included. */
  readonly en: readonly string[];
  /** What is said in Chinese, without the excerpts, which are the same. */
  readonly chinese: readonly string[];
}

/** The variable T is set and EMPTY is empty; no file but the one is there. */
const environment = { T: "t", EMPTY: "" };

export function brokenFiles(subject: string, rows: readonly BrokenFile[]): void {
  describe(subject, () => {
    for (const { name, file, en, chinese } of rows) {
      test(name, async () => {
        const files = { "holdfast.yaml": `${file.join("\n")}\n` };
        const english = await runCommand(["config", "check"], { files, environment });
        expect(linesOf(english.stderr)).toEqual([...en]);
        const translated = await runCommand(["config", "check"], { files, environment, language: "zh-CN" });
        expect(linesOf(translated.stderr).filter((line) => !isExcerpt(line))).toEqual([...chinese]);
        const hasError = en.some((line) => !isExcerpt(line) && !/: (warning|hint): /.test(line));
        expect(english.status).toBe(hasError ? 1 : 0);
      });
    }
  });
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").slice(0, -1);
}

function isExcerpt(line: string): boolean {
  return /^\s*\d* \| /.test(line);
}
