import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sourceFiles } from "./sources.ts";

/** Citations of RFCs, against the list of those that exist and that we mean. */

const listed = new Set(
  [...readFileSync(join(import.meta.dir, "../../docs/standards.md"), "utf8").matchAll(/^\| (\d+) \|/gm)].map(
    (match) => match[1],
  ),
);

const cited = new Map<string, string>();
for (const file of [...sourceFiles("src/**/*.ts"), ...sourceFiles("test/**/*.ts"), ...sourceFiles("bench/**/*.ts")]) {
  for (const [, number = ""] of file.text.matchAll(/\bRFC (\d{3,5})\b/g)) cited.set(number, file.path);
}

test("every RFC cited in a source is on the list", () => {
  expect([...cited].filter(([number]) => !listed.has(number))).toEqual([]);
});

test("every RFC on the list is cited in a source", () => {
  expect([...listed].filter((number) => number !== undefined && !cited.has(number))).toEqual([]);
});
