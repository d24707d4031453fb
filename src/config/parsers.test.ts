import { expect, test } from "bun:test";
import { dirname, join, normalize } from "node:path";
import { isTest, sourceFiles } from "../../test/architecture/sources.ts";

/** Where the two heavy libraries are, so that a process that only idles never has them. */

const files = sourceFiles("src/**/*.ts").filter(({ path }) => !isTest(path));
const transpiler = new Bun.Transpiler({ loader: "ts" });

/** What a file imports when it is imported itself: neither types nor `import()`. */
const importsOf = new Map(
  files.map(({ path, text }) => {
    const found = transpiler.scanImports(text).filter(({ kind }) => kind === "import-statement");
    const targets = found.map((target) => target.path);
    return [path, targets.map((target) => (target.startsWith(".") ? normalize(join(dirname(path), target)) : target))];
  }),
);

function loadedWith(entry: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (!seen.has(entry)) {
    seen.add(entry);
    for (const target of importsOf.get(entry) ?? []) loadedWith(target, seen);
  }
  return seen;
}

function parsersIn(loaded: Iterable<string>): readonly string[] {
  return [...loaded].filter((target) => /^(zod|yaml)(\/|$)/.test(target)).toSorted();
}

test("only this folder, and update dialects of JSON, import zod and yaml", () => {
  const isAllowed = (path: string): boolean => /^src\/(?:config|updates\/dialects)\//.test(path);
  const others = [...importsOf].filter(([path, targets]) => !isAllowed(path) && parsersIn(targets).length > 0);
  expect(others).toEqual([]);
});

test("a server brings neither before a dialect of JSON is used", () => {
  expect(parsersIn(loadedWith("src/updates/http.ts"))).toEqual([]);
});

for (const entry of ["settle", "excerpt", "explain", "problem.text"].map((name) => `src/config/${name}.ts`)) {
  test(`${entry} brings neither`, () => expect(parsersIn(loadedWith(entry))).toEqual([]));
}

test("the command line brings neither", () => {
  const folder = files.map(({ path }) => path).filter((path) => path.startsWith("src/cli/"));
  expect(folder).toContain("src/cli/load-config.ts");
  for (const path of folder) expect([path, ...parsersIn(loadedWith(path))]).toEqual([path]);
});

test("reading brings both", () => {
  expect(parsersIn(loadedWith("src/config/read-document.ts"))).toEqual(["yaml", "zod"]);
});
