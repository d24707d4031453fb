import { expect, test } from "bun:test";
import { name } from "../../test/support/values.ts";
import { printRdata } from "../wire/rdata/registry.ts";
import { catalogContent } from "./catalog.ts";

const lines = (...members: readonly string[]): readonly string[] =>
  catalogContent(
    name("catalog.invalid"),
    members.map((member) => name(member)),
  ).map(({ owner, type, rdata }) => `${owner} ${type} ${rdata.map((value) => printRdata(type, value)).join(" ")}`);

test("a catalog has its version, and a label for each zone that stays the same", () => {
  const [start, servers, version, ...members] = lines("dyn.example", "Other.example");
  expect([start, servers, version]).toEqual([
    "catalog.invalid. SOA invalid. invalid. 0 3600 600 2147483646 0",
    "catalog.invalid. NS invalid.",
    'version.catalog.invalid. TXT "2"',
  ]);
  expect(members.map((line) => line.replace(/^[0-9a-f]{16}\./, "*."))).toEqual([
    "*.zones.catalog.invalid. PTR dyn.example.",
    "*.zones.catalog.invalid. PTR Other.example.",
  ]);
  const [, , , again] = lines("other.EXAMPLE");
  expect(again?.split(" ")[0]).toBe(members[1]?.split(" ")[0] ?? "");
});
