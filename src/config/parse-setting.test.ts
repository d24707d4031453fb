import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { plainValue } from "./node.ts";
import { parseSetting } from "./parse-setting.ts";
import { Problems } from "./problem.ts";

describe("a setting from outside the files", () => {
  const setting = (text: string): unknown => {
    const problems = new Problems();
    const node = parseSetting(text, { kind: "flag", flag: "--set" }, ["a"], problems);
    return node === undefined ? problems.all.map(({ facts }) => facts) : plainValue(node);
  };
  for (const [text, value] of [
    ["30s", "30s"],
    ["", null],
    [" null ", null],
    ["true", true],
    ["-12", -12],
    ["1.5", 1.5],
    ["0x1F", 31],
    ["1e999", "1e999"],
    ["a: b #c", "a: b #c"],
    ["*star", "*star"],
    ["!bang", "!bang"],
    ["[1, a]", [1, "a"]],
    ['{ "a": [":53"] }', { a: [":53"] }],
    ['"12"', "12"],
    ["'it''s'", "it's"],
    ["[1", [{ reason: "bracket-not-closed" }]],
    ["'a' b", [{ reason: "unexpected-character" }]],
    ["[a]\nb: c", [{ reason: "bad-indentation" }]],
  ] as const) {
    test(JSON.stringify(text), () => expect(JSON.stringify(setting(text))).toBe(JSON.stringify(value)));
  }

  test("no text makes it throw", () => {
    fc.assert(
      fc.property(fc.constantFrom("", "[", "{", '"', "'"), fc.string(), (start, text) => {
        setting(start + text);
      }),
      { numRuns: 1_000 },
    );
  });
});
