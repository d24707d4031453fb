import { expect, test } from "bun:test";
import type { CopySummary } from "../core/administration.ts";
import { zoneTable } from "./zone-table.ts";

const own = { apex: "own.example", serial: 7, revision: 3, ownerCount: 2 };
const copy: CopySummary = {
  primaries: ["192.0.2.1:53", "192.0.2.2:53"],
  primary: "192.0.2.2:53",
  checkedAt: "2026-11-20T10:00:00.000Z",
  nextCheckAt: "2026-11-20T11:00:00.000Z",
  expiresAt: "2026-11-27T10:00:00.000Z",
  hasExpired: false,
  failure: null,
};
const copied = { ...own, apex: "copied.example", copy };
const awaited = {
  ...own,
  apex: "awaited.example",
  copy: { ...copy, primary: null, checkedAt: null, expiresAt: null, failure: { code: "timed-out", detail: "x" } },
};
const expired = { ...own, apex: "expired.example", copy: { ...copy, hasExpired: true } };

const lines = (language: "en" | "zh-CN", ...zones: Parameters<typeof zoneTable>[0]): readonly string[] =>
  zoneTable(zones, { language, offset: () => 0 }).split("\n");

test("zones of our own have three columns", () => {
  expect(lines("en", own)).toEqual(["ZONE         SERIAL  NAMES", "own.example  7       2"]);
});

test("where one is a copy, roles and freshness are told", () => {
  const [head, first, second, third, fourth] = lines("en", own, copied, awaited, expired);
  expect(head).toContain("ROLE");
  expect(first).toContain("primary");
  expect(second).toMatch(/secondary {2}192\.0\.2\.2:53 .*10:00:00.*11:00:00.*11-27/);
  expect(third).toMatch(/192\.0\.2\.1:53 192\.0\.2\.2:53 .*it does not answer/);
  expect(fourth).toContain("expired 2026-11-27");
  expect(lines("zh-CN", copied)[1]).toContain("辅");
});
