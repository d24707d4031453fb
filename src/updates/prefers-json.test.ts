import { describe, expect, test } from "bun:test";
import { prefersJson } from "./prefers-json.ts";

describe("prefersJson", () => {
  const rows: readonly (readonly [name: string, accept: string | null, expected: boolean])[] = [
    ["nothing said", null, false],
    ["an empty field", "", false],
    ["anything (curl, wget)", "*/*", false],
    ["JSON only", "application/json", true],
    ["JSON in another case, with a parameter", "Application/JSON; charset=utf-8", true],
    ["JSON before anything", "application/json, */*", true],
    ["text before JSON (our own agent's echo source)", "text/plain, application/json;q=0.9, */*;q=0.1", false],
    ["JSON before text, equally good (axios)", "application/json, text/plain, */*", true],
    ["text before JSON, equally good", "text/plain, application/json", false],
    ["a page (browsers)", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false],
    ["any text, or else JSON", "text/*, application/json;q=0.5", false],
    ["JSON, or else any text", "application/json, text/*;q=0.5", true],
    ["no JSON", "application/json;q=0, */*", false],
    ["neither of the two", "image/png", false],
    ["a weight that is no number", "application/json;q=best", false],
  ];
  for (const [name, accept, expected] of rows) {
    test(`${name} / ${expected ? "JSON" : "text"}`, () => expect(prefersJson(accept)).toBe(expected));
  }
});
