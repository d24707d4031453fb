import { expect, test } from "bun:test";
import { counted, listed } from "./plural.ts";

test("counted nouns", () => {
  expect([0, 1, 2].map((count) => counted(count, "name"))).toEqual(["0 names", "1 name", "2 names"]);
  expect(counted(2, "address", "addresses")).toBe("2 addresses");
});

test("lists in a sentence", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((items) => listed(items))).toEqual([
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
  expect(listed(["on", "off"], "or")).toBe("on or off");
});
