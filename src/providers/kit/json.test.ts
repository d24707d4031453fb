import { describe, expect, test } from "bun:test";
import { allAt, at, isObject, numberOf, parseJson, textOf } from "./json.ts";

describe("parseJson", () => {
  test("reads values", () => {
    expect(parseJson('{"a":[1,"x",null,true]}')).toEqual({ a: [1, "x", null, true] });
    expect(parseJson("null")).toBeNull();
  });

  for (const text of ["", "{", '{"a":1', "<html>", "OK", "{a:1}", "[".repeat(1_000_000)]) {
    test(`is undefined for ${text.slice(0, 12)}`, () => expect(parseJson(text)).toBeUndefined());
  }

  test("keeps identifiers beyond 2^53 exact", () => {
    expect(parseJson('{"id":12345678901234567891,"small":9007199254740991,"part":1.5}')).toEqual({
      id: "12345678901234567891",
      small: 9_007_199_254_740_991,
      part: 1.5,
    });
  });
});

describe("paths", () => {
  const tree = parseJson('{"a":{"b":[{"c":1},{"c":2},{}]},"n":null,"__proto__":{"x":1}}');
  const rows: readonly (readonly [path: string, found: readonly unknown[]])[] = [
    ["", [tree]],
    ["a.b.0.c", [1]],
    ["a.b.*.c", [1, 2]],
    ["a.*.1.c", [2]],
    ["n", [null]],
    ["n.x", []],
    ["a.b.3", []],
    ["a.b.-1", []],
    ["a.b.length", []],
    ["missing.*.c", []],
    ["toString", []],
    ["a.constructor", []],
  ];
  for (const [path, found] of rows) {
    test(`"${path}"`, () => {
      expect(allAt(tree, path)).toEqual(found as never);
      expect(at(tree, path)).toEqual(found[0] as never);
    });
  }

  test("of nothing find nothing", () => expect(allAt(undefined, "")).toEqual([]));
});

test("textOf takes strings, numbers and booleans", () => {
  expect(["x", 5, true, null, [], {}, undefined].map((value) => textOf(value))).toEqual([
    "x",
    "5",
    "true",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("numberOf takes numbers and their text, and nothing that only begins like one", () => {
  expect([5, "600", "-1.5", "", "5m", "0x10", null, true].map((value) => numberOf(value))).toEqual([
    5,
    600,
    -1.5,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("isObject is false for null and lists", () => {
  expect([{}, null, [], "x", undefined].map((value) => isObject(value))).toEqual([true, false, false, false, false]);
});
