import { describe, expect, test } from "bun:test";
import { name } from "../../test/support/values.ts";
import { parseTargetId, targetId } from "./target-id.ts";

describe("target id", () => {
  const rows = [
    { text: "cf/home.example.net./A", providerKey: "cf", owner: "Home.Example.NET", type: "A" },
    { text: "my-server/*.example.net./AAAA", providerKey: "my-server", owner: "*.example.net", type: "AAAA" },
    { text: "cf/0/25.2.0.192.in-addr.arpa./PTR", providerKey: "cf", owner: "0/25.2.0.192.in-addr.arpa", type: "PTR" },
    { text: "x/./TYPE65280", providerKey: "x", owner: ".", type: "TYPE65280" },
  ] as const;
  for (const row of rows) {
    test(`${row.text} is composed and read`, () => {
      const parts = { providerKey: row.providerKey, owner: name(row.owner), type: row.type };
      expect<string>(targetId(parts)).toBe(row.text);
      const read = parseTargetId(row.text);
      expect(read?.owner.equals(parts.owner)).toBe(true);
      expect({ providerKey: read?.providerKey, type: read?.type }).toEqual({
        providerKey: row.providerKey,
        type: row.type,
      });
    });
  }

  for (const text of [
    "",
    "cf",
    "cf/home.example.net.",
    "/home.example.net./A",
    "cf/home..net/A",
    "cf/home.net./WHAT",
  ]) {
    test(`"${text}" is nobody's name`, () => {
      expect(parseTargetId(text)).toBeUndefined();
    });
  }
});
