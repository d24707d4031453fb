import { describe, expect, test } from "bun:test";
import { formatKeyPath, type KeyPath } from "./key-path.ts";
import { assign, mergeLayers } from "./layers.ts";
import { emptyMap, type MapNode, nodeAt, type Origin, plainValue } from "./node.ts";
import { parseYaml } from "./parse-yaml.ts";
import { Problems } from "./problem.ts";

function layer(text: string, file = "a.yaml"): MapNode {
  const problems = new Problems();
  const root = parseYaml(text, file, problems);
  if (root === undefined) throw new Error(JSON.stringify(problems.all));
  return root;
}

function plain(node: MapNode): unknown {
  return JSON.parse(JSON.stringify(plainValue(node)));
}

describe("mergeLayers", () => {
  for (const [what, earlier, later, merged] of [
    ["keys are joined", "a: 1", "b: 2", { a: 1, b: 2 }],
    ["the later value wins", "a: 1", "a: 2", { a: 2 }],
    ["maps are merged at every depth", "a: { b: { c: 1, d: 2 } }", "a: { b: { d: 3 } }", { a: { b: { c: 1, d: 3 } } }],
    ["lists are replaced", "a: [1, 2]", "a: [3]", { a: [3] }],
    ["a map replaces a value", "a: 1", "a: { b: 1 }", { a: { b: 1 } }],
    ["a value replaces a map", "a: { b: 1 }", "a: 1", { a: 1 }],
    ["a key left empty erases nothing", "a: 1", "a:", { a: 1 }],
    ["a key left empty is not there", "a: 1", "b: { c: }", { a: 1, b: {} }],
    ["a key of JavaScript is a key like any other", "a: 1", "__proto__: { b: 1 }", { a: 1, ["__proto__"]: { b: 1 } }],
  ] as const) {
    test(what, () => {
      const result = plain(mergeLayers(layer(earlier), layer(later)));
      expect(JSON.stringify(result)).toBe(JSON.stringify(merged));
    });
  }

  test("every value remembers its file", () => {
    const merged = mergeLayers(layer("a: { b: 1, c: 2 }", "a.yaml"), layer("a: { c: 3 }", "b.yaml"));
    const fileAt = (path: KeyPath): unknown => {
      const origin = nodeAt(merged, path)?.origin;
      return origin?.kind === "file" ? origin.file : formatKeyPath(path);
    };
    expect([fileAt(["a", "b"]), fileAt(["a", "c"])]).toEqual(["a.yaml", "b.yaml"]);
  });
});

describe("assign", () => {
  const origin: Origin = { kind: "flag", flag: "--set" };
  const assigned = (text: string, path: KeyPath): unknown => {
    const root = assign(layer(text), path, { kind: "scalar", value: "new", text: "new", origin }, origin);
    return root === undefined ? undefined : plain(root);
  };

  for (const [what, text, path, result] of [
    ["makes what leads to it", "", ["a", "b"], { a: { b: "new" } }],
    ["replaces in place", "a: 1\nb: 2", ["a"], { a: "new", b: 2 }],
    [
      "meets a key whatever its case and hyphens",
      "providers: { my_CF: 1 }",
      ["providers", "my-cf"],
      { providers: { my_CF: "new" } },
    ],
    ["prefers the exact key", "{ a_b: 1, a-b: 2 }", ["a-b"], { a_b: 1, "a-b": "new" }],
    ["picks an item by its number", "a: [{ b: 1 }, { b: 2 }]", ["a", "1", "b"], { a: [{ b: 1 }, { b: "new" }] }],
    ["appends the next item", "a: [1]", ["a", 1], { a: [1, "new"] }],
    ["starts a list", "", ["a", "0", "b"], { a: [{ b: "new" }] }],
    ["does not skip items", "a: [1]", ["a", 2], undefined],
    ["takes a number for a key where there is a map", "a: { x: 1 }", ["a", "7"], { a: { x: 1, "7": "new" } }],
  ] as const) {
    test(what, () => expect(assigned(text, path)).toEqual(result));
  }

  test("leaves the original alone", () => {
    const root = emptyMap(origin);
    assign(root, ["a"], { kind: "scalar", value: 1, text: "1", origin }, origin);
    expect(root.entries).toEqual([]);
  });
});
