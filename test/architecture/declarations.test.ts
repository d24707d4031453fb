import { describe, expect, test } from "bun:test";
import { sourceFiles, withoutComments } from "./sources.ts";

/**
 * Keeps declarations of DNS services what they are: facts and request shapes. What grows beyond that belongs into
 * `kit/`, and what two of them say alike belongs there once.
 */

/** Lines of code, without blanks and comments, of every declaration. */
const linesOf: ReadonlyMap<string, readonly string[]> = new Map(
  sourceFiles("src/providers/*.ts")
    .filter(({ text }) => /export const provider\b/.test(text) && !/from "bun:test"/.test(text))
    .map(({ path, text }) => [idOf(path), codeLines(text)]),
);

function idOf(path: string): string {
  return path.replace(/^.*\/|\.ts$/g, "");
}

function codeLines(text: string): readonly string[] {
  return withoutComments(text)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

const files = new Map(sourceFiles("src/**/*.ts").map((file) => [file.path, file]));

/** All that is loaded with a file, at whatever distance. */
function loadedWith(path: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const next of files.get(path)?.loads ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    loadedWith(next, seen);
  }
  return seen;
}

/** The value that a share of the declarations does not exceed. */
function quantile(share: number): number {
  const sizes = [...linesOf.values()].map((lines) => lines.length).toSorted((a, b) => a - b);
  return sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))] ?? 0;
}

/** Lines that say something: not imports, which all share, and not brackets. */
function saying(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !/^(import\b|[\])}>,;([{]*$)/.test(line));
}

/** The share of the longer list that the other one has too, line by line. */
function likeness(one: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of one) {
    const count = left.get(line) ?? 0;
    if (count > 0) common += 1;
    left.set(line, count - 1);
  }
  return common / Math.max(one.length, other.length);
}

describe("declarations", () => {
  test("are all looked at", () => {
    expect(linesOf.size).toBeGreaterThan(100);
  });

  test("have 25 to 60 lines of code in the median", () => {
    expect(quantile(0.5)).toBeGreaterThanOrEqual(25);
    expect(quantile(0.5)).toBeLessThanOrEqual(60);
  });

  test("have at most 120 lines of code in nine of ten", () => {
    expect(quantile(0.9)).toBeLessThanOrEqual(120);
  });

  test("are not more than half alike", () => {
    const said = [...linesOf].map(([id, lines]) => [id, saying(lines)] as const);
    const twins = said.flatMap(([id, lines], index) =>
      said.slice(index + 1).flatMap(([other, others]) => (likeness(lines, others) > 0.5 ? [`${id} and ${other}`] : [])),
    );
    expect(twins).toEqual([]);
  });
});

describe("an agent that uses one service", () => {
  const isOfAnother = (path: string, id: string): boolean =>
    /^src\/providers\/[^/]+\.ts$/.test(path) && path !== `src/providers/${id}.ts`;

  test("loads no declaration before it has to, and then that one only", () => {
    expect([...loadedWith("src/providers/catalogue.ts")].filter((path) => linesOf.has(idOf(path)))).toEqual([]);
    for (const id of linesOf.keys()) {
      expect([...loadedWith(`src/providers/${id}.ts`)].filter((path) => isOfAnother(path, id))).toEqual([]);
    }
  });

  test("loads no package with it, and no module of the runtime that it would not have loaded anyway", () => {
    const hadAnyway = loadedWith("src/core/name.ts");
    // Transaction signatures are made at once, and Web Crypto would have them wait.
    const exceptions: Readonly<Record<string, readonly string[]>> = { rfc2136: ["node:crypto"] };
    for (const id of linesOf.keys()) {
      const foreign = [...loadedWith(`src/providers/${id}.ts`)].filter(
        (path) => !path.startsWith("src/") && !hadAnyway.has(path),
      );
      expect([id, ...foreign]).toEqual([id, ...(exceptions[id] ?? [])]);
    }
  });

  test("reads the graph: what a declaration surely loads is found", () => {
    expect([...loadedWith("src/providers/strato.ts")]).toContain("src/providers/kit/families/dyndns2.ts");
    expect([...loadedWith("src/providers/strato.ts")]).not.toContain("src/providers/kit/xml.ts");
  });
});

describe("likeness", () => {
  const rows: readonly (readonly [one: readonly string[], other: readonly string[], share: number])[] = [
    [["a", "b"], ["a", "b"], 1],
    [["a", "b"], ["c", "d"], 0],
    [["a", "a"], ["a", "b"], 0.5],
    [["a"], ["a", "b", "c", "d"], 0.25],
  ];
  for (const [one, other, share] of rows) {
    test(`${one.join("")} and ${other.join("")}: ${share}`, () => {
      expect(likeness(one, other)).toBe(share);
    });
  }
});
