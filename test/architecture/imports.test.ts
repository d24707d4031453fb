import { describe, expect, test } from "bun:test";
import { isTest, sourceFiles, withoutComments } from "./sources.ts";

/**
 * What each folder may import besides itself. Imports point downward only; what is missing here is an upward edge.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  text: ["core"],
  wire: ["core"],
  zonefile: ["core", "wire"],
  platform: ["core"],
  config: ["core"],
  gateway: ["core"],
  detect: ["core", "text", "wire", "gateway"],
  expose: ["core", "text", "gateway"],
  reconcile: ["core", "text", "wire"],
  "providers/kit": ["core", "wire"],
  providers: ["core", "wire", "providers/kit"],
  authority: ["core", "wire"],
  beacon: ["core", "wire"],
  store: ["core"],
  updates: ["core", "wire"],
  transfer: ["core", "wire"],
  dashboard: ["core", "text"],
  roles: [
    "core",
    "text",
    "wire",
    "zonefile",
    "platform",
    "config",
    "gateway",
    "detect",
    "expose",
    "reconcile",
    "providers/kit",
    "providers",
    "authority",
    "beacon",
    "store",
    "updates",
    "transfer",
    "dashboard",
  ],
  cli: [
    "core",
    "text",
    "wire",
    "zonefile",
    "platform",
    "config",
    "gateway",
    "detect",
    "expose",
    "reconcile",
    "providers/kit",
    "providers",
    "store",
    "updates",
    "dashboard",
    "roles",
  ],
};

function folderOf(path: string): string {
  const [, first = "", second = "", third] = path.split("/");
  if (second === "") return "main";
  return first === "providers" && second === "kit" && third !== undefined ? "providers/kit" : first;
}

const files = sourceFiles("src/**/*.ts").filter((file) => !isTest(file.path));
const known = new Set(files.map((file) => file.path));

describe("import graph", () => {
  for (const file of files) {
    const folder = folderOf(file.path);
    test(`${file.path} imports downward only`, () => {
      const allowed = folder === "main" ? undefined : mayImport[folder];
      expect(folder === "main" || allowed !== undefined).toBe(true);
      const upward = file.imports.filter((target) => {
        const other = folderOf(target);
        return other !== folder && allowed !== undefined && !allowed.includes(other);
      });
      expect(upward).toEqual([]);
      expect(file.imports.filter((target) => !known.has(target) && target.endsWith(".ts"))).toEqual([]);
    });
  }

  test("has no cycle", () => {
    const importsOf = new Map(files.map((file) => [file.path, file.imports]));
    const finished = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
        return;
      }
      if (finished.has(path)) return;
      for (const target of importsOf.get(path) ?? []) visit(target, [...trail, path]);
      finished.add(path);
    };
    for (const file of files) visit(file.path, []);
    expect(cycles).toEqual([]);
  });

  test("knows the runtime in platform/ and the first files only", () => {
    const offenders = files
      .filter((file) => !["platform", "main"].includes(folderOf(file.path)))
      .filter((file) => /\bBun\.|from "bun(:[a-z]+)?"|import\("bun/.test(withoutComments(file.text)))
      .map((file) => file.path);
    expect(offenders).toEqual([]);
  });

  test("takes time and chance as parameters", () => {
    const offenders = files
      .filter((file) => !["platform", "main"].includes(folderOf(file.path)))
      .filter((file) =>
        /\bDate\.now\(|new Date\(\)|performance\.now\(|Math\.random\(|\bsetTimeout\(|\bsetInterval\(/.test(
          withoutComments(file.text),
        ),
      )
      .map((file) => file.path);
    expect(offenders).toEqual([]);
  });
});
