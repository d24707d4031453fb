import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Instant } from "../../core/clock.ts";
import { basicTime, canonicalPath, canonicalQuery, encodeStrictly, extendedTime } from "./canonical-request.ts";

describe("strict encoding", () => {
  const rows: readonly (readonly [text: string, expected: string])[] = [
    ["azAZ09-._~", "azAZ09-._~"],
    ["!'()*", "%21%27%28%29%2A"],
    [" +&=/?:@", "%20%2B%26%3D%2F%3F%3A%40"],
    ["默认", "%E9%BB%98%E8%AE%A4"],
  ];
  for (const [text, expected] of rows) test(text, () => expect(encodeStrictly(text)).toBe(expected));
});

describe("canonical query", () => {
  const rows: readonly (readonly [title: string, search: string, expected: string])[] = [
    ["nothing", "", ""],
    ["names in order", "?b=2&a=1", "a=1&b=2"],
    ["one name, values in order", "?a=2&a=10", "a=10&a=2"],
    ["a name that begins another", "?a-b=1&a=2", "a=2&a-b=1"],
    ["blanks and pluses", "?a=x+y%2Bz", "a=x%20y%2Bz"],
    ["an empty value", "?a", "a="],
    ["what forms leave unencoded", "?a=*~", "a=%2A~"],
  ];
  for (const [title, search, expected] of rows) {
    test(title, () => expect(canonicalQuery(new URL(`https://x.example/${search}`))).toBe(expected));
  }

  test("survives being sent, whatever it holds", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }))), (pairs) => {
        const url = new URL("https://x.example/");
        for (const [name, value] of pairs) url.searchParams.append(name, value);
        const query = canonicalQuery(url);
        url.search = query;
        expect(url.search.replace("?", "")).toBe(query);
        expect(canonicalQuery(url)).toBe(query);
      }),
    );
  });
});

test("a path is encoded segment by segment", () => {
  expect(canonicalPath(new URL("https://x.example/a/*.b%2Fc/~d"))).toBe("/a/%2A.b%2Fc/~d");
});

test("times are of the second and in UTC", () => {
  const instant = Instant.ofMs(Date.UTC(2026, 10, 20, 1, 2, 3, 999));
  expect([basicTime(instant), extendedTime(instant)]).toEqual(["20261120T010203Z", "2026-11-20T01:02:03Z"]);
});
