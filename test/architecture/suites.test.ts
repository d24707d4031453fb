import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answersDocument } from "../../scripts/answers-document.ts";
import { suites } from "../../scripts/suites.ts";
import { differences } from "../interop/answer-differences.ts";

/** A test that no suite runs looks like one that passes. */
test("every interop test is in a suite", () => {
  const listed = new Set(suites.flatMap(({ paths }) => paths));
  const files = [...new Bun.Glob("test/interop/*.test.ts").scanSync(join(import.meta.dir, "../.."))];
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !listed.has(file))).toEqual([]);
});

test("the page about answers is that of the list, and every row says what decides", () => {
  const page = readFileSync(join(import.meta.dir, "../../docs/answer-differences.md"), "utf8");
  expect(page).toBe(answersDocument());
  expect(differences.filter(({ decidedBy }) => !/^RFC \d+ §/.test(decidedBy))).toEqual([]);
});
