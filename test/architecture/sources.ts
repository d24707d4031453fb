import { Glob } from "bun";
import { dirname, join, normalize } from "node:path";
import { readFileSync } from "node:fs";

/** Reads the project's sources for the tests that hold its structure together. */

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** Project files this one imports, types included. */
  readonly imports: readonly string[];
  /** Project files and packages that are loaded with this one: neither types nor what it imports when it is used. */
  readonly loads: readonly string[];
}

const repository = normalize(join(import.meta.dir, "../.."));

/** Files that match a pattern, sorted. */
export function sourceFiles(pattern: string): readonly SourceFile[] {
  const paths = [...new Glob(pattern).scanSync({ cwd: repository })]
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted();
  return paths.map((path) => {
    const text = readFileSync(join(repository, path), "utf8");
    return { path, text, imports: importedFiles(path, text), loads: loadedFiles(path, text) };
  });
}

/** True for files that exist to test. */
export function isTest(path: string): boolean {
  return path.endsWith(".test.ts") || path.startsWith("test/");
}

function importedFiles(path: string, text: string): readonly string[] {
  const code = withoutComments(text);
  const specifiers = [
    ...code.matchAll(/(?:^|[;\s}])(?:import|export)\s[^"';]*?from\s*"(\.[^"]+)"/g),
    ...code.matchAll(/(?:^|[;\s}])import\s*"(\.[^"]+)"/g),
    ...code.matchAll(/import\(\s*"(\.[^"]+)"/g),
    ...code.matchAll(/new URL\(\s*"(\.[^"]+)"/g),
  ];
  return specifiers.map((match) => resolved(path, match[1] ?? ""));
}

function loadedFiles(path: string, text: string): readonly string[] {
  const statements = withoutComments(text).matchAll(/(?:^|[;\s}])(?:import|export)\s([^"';]*?)from\s*"([^"]+)"/g);
  return [...statements]
    .filter(([, names = ""]) => !/^type\s/.test(names.trim()))
    .map(([, , specifier = ""]) => resolved(path, specifier));
}

/** A project file by its path from the repository, anything else by its name. */
function resolved(path: string, specifier: string): string {
  return specifier.startsWith(".") ? normalize(join(dirname(path), specifier)).replaceAll("\\", "/") : specifier;
}

/** The text with comments blanked, so that prose about an API is not taken for its use. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, " ").replaceAll(/(^|\s)\/\/[^\n]*/g, "$1");
}
