import { describe, expect, test } from "bun:test";
import { formatKeyPath, parseKeyPath } from "./key-path.ts";

describe("key paths", () => {
  for (const [path, text] of [
    [[], ""],
    [["log", "level"], "log.level"],
    [["agent", "names", 0, "ipv4"], "agent.names[0].ipv4"],
    [["providers", "my.cf", "type"], 'providers["my.cf"].type'],
    [["providers", "a\nb"], 'providers["a\\nb"]'],
    [["providers", ""], 'providers[""]'],
  ] as const) {
    test(text, () => expect(formatKeyPath(path)).toBe(text));
  }

  for (const [text, path] of [
    ["log.level", ["log", "level"]],
    ["agent.names[12].ipv4", ["agent", "names", 12, "ipv4"]],
    ["a[0][1]", ["a", 0, 1]],
    ["server.http.trusted-proxies", ["server", "http", "trusted-proxies"]],
    ["", undefined],
    [".a", undefined],
    ["a..b", undefined],
    ["a.", undefined],
    ["a[]", undefined],
    ["a[99999]", undefined],
    ["a b", undefined],
    ["[0]", undefined],
  ] as const) {
    test(`reads ${JSON.stringify(text)}`, () => expect<unknown>(parseKeyPath(text)).toEqual(path));
  }
});
