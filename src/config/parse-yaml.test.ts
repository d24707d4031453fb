import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { plainValue } from "./node.ts";
import { parseYaml } from "./parse-yaml.ts";
import { Problems } from "./problem.ts";

function parsed(text: string): unknown {
  const problems = new Problems();
  const root = parseYaml(text, "f", problems);
  return root === undefined ? problems.all.map(({ code, facts }) => ({ code, facts })) : plainValue(root);
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

describe("values", () => {
  for (const [text, value] of [
    ["a: off", { a: "off" }],
    ["a: yes", { a: "yes" }],
    ["a: 0123", { a: 123 }],
    ["a: 0o17", { a: 15 }],
    ["a: 1e3", { a: 1_000 }],
    ["a: 12:30:45", { a: "12:30:45" }],
    ["a: 2026-11-20", { a: "2026-11-20" }],
    ["a: .inf", { a: ".inf" }],
    ["a: .nan", { a: ".nan" }],
    ["a: ~", { a: null }],
    ["a: !!str 12", { a: "12" }],
    ["a: :53", { a: ":53" }],
    ["a: b#c #d", { a: "b#c" }],
    ["1: a\ntrue: b\nnull: c", { 1: "a", true: "b", null: "c" }],
    ["a: &x { b: 1 }\nc: *x", { a: { b: 1 }, c: { b: 1 } }],
    ["a: &x 1\nb: &x 2\nc: *x", { a: 1, b: 2, c: 2 }],
    ["<<: { a: 1 }", { "<<": { a: 1 } }],
    ["a: |\n  x\n  y\n", { a: "x\ny\n" }],
    ['{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
    ["a: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
    ["# nothing", {}],
    ["---\n...\n", {}],
  ] as const) {
    test(json(text), () => expect(json(parsed(text))).toBe(json(value)));
  }
});

describe("what is refused", () => {
  for (const [what, text, problem] of [
    ["an alias before its anchor", "a: *x\nb: &x 1", { code: "not-yaml", facts: { reason: "alias-unknown" } }],
    ["an alias to what it is part of", "a: &x [*x]", { code: "too-deep", facts: { limit: 24 } }],
    [
      "a billion laughs",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghi"].map((key, at) => `${key}: &${key} [${`*${"abcdefgh"[at]},`.repeat(9)}]\n`).join("")}`,
      { code: "too-many-aliases", facts: { limit: 10_000 } },
    ],
    ["a hundred thousand brackets", "[".repeat(100_000), { code: "not-yaml", facts: { reason: "too-nested" } }],
    ["a tag of somebody's", "a: !!python/object x", { code: "not-yaml", facts: { reason: "tag" } }],
    ["a date by tag", "a: !!timestamp 2026-11-20", { code: "not-yaml", facts: { reason: "tag" } }],
    ["a set by tag", "a: !!set { b }", { code: "not-yaml", facts: { reason: "tag" } }],
    ["a list as a key", "? [a]\n: b", { code: "not-yaml", facts: { reason: "key-not-scalar" } }],
    ["an older YAML", "%YAML 1.1\n---\na: yes", { code: "not-yaml", facts: { reason: "directive" } }],
  ] as const) {
    test(what, () => expect(parsed(text)).toEqual([problem]));
  }

  test("a broken line is told once, and at most five of them", () => {
    expect(parsed("a: b: c: d\n".repeat(50))).toHaveLength(5);
  });
});

describe("no text makes the parser throw", () => {
  const fragments = fc.constantFrom(
    ..."a b : , - ? [ ] { } # & * ! | > ' \" % @ ` \\ \n \t ~ 0 é 文 🌊 \u0000 \u2028 \ufeff".split(" "),
    " ",
    "\r\n",
    ": ",
    "- ",
    "---\n",
    "&a ",
    "*a ",
    "!!str ",
    "<<: ",
    "__proto__: ",
  );

  test("built of YAML's own characters", () => {
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 40 }), (parts) => {
        parsed(parts.join(""));
      }),
      { numRuns: 2_000 },
    );
  });

  test("or of any", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        parsed(text);
      }),
      { numRuns: 500 },
    );
  });

  test("and JSON is read as JSON means it", () => {
    const key = fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((text) => !/[\u0000-\u001f\u007f\u2028\u2029]/.test(text));
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), key);
    const tree = fc.dictionary(key, fc.oneof(leaf, fc.array(leaf), fc.dictionary(key, leaf)));
    fc.assert(
      fc.property(tree, (value) => {
        expect(JSON.parse(json(parsed(json(value))))).toEqual(JSON.parse(json(value)));
      }),
    );
  });
});
