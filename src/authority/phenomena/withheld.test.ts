import { describe, expect, test } from "bun:test";
import { AnsweringZones } from "../../../test/support/answering-zones.ts";
import { name } from "../../../test/support/values.ts";

/** A copy that is too old is not answered from, and says so. RFC 1034 §4.3.5, RFC 8914 §4.25 */

const zone = (apex: string): string => `
  $ORIGIN ${apex}.
  @    3600 SOA ns admin 1 3600 600 86400 300
  @    3600 NS  ns
  ns   3600 A   192.0.2.53
`;

describe("a zone that is withheld", () => {
  const zones = new AnsweringZones([zone("old.example"), zone("fresh.example")]);
  const old = name("old.example");

  test("is SERVFAIL whatever is asked, until it is not withheld any more; others are answered", () => {
    const asked = ["ns.old.example. A +edns", "old.example. SOA", "no.old.example. A", "ns.fresh.example. A"];
    const codes = (): readonly string[] => asked.map((question) => zones.ask(question)[0]?.split(" ")[0] ?? "");
    expect(codes()).toEqual(["NOERROR", "NOERROR", "NXDOMAIN", "NOERROR"]);
    zones.table.withhold(old, true);
    expect(codes()).toEqual(["SERVFAIL", "SERVFAIL", "SERVFAIL", "NOERROR"]);
    expect(zones.ask("ns.old.example. A +edns")).toEqual(["SERVFAIL", "edns 0 1232 ede=24"]);
    zones.change("old.example.", "new.old.example. 60 A 192.0.2.1");
    expect(codes()[0]).toBe("SERVFAIL");
    zones.table.withhold(old, false);
    expect(codes()).toEqual(["NOERROR", "NOERROR", "NXDOMAIN", "NOERROR"]);
    expect(zones.ask("new.old.example. A")[0]).toBe("NOERROR aa");
  });

  test("one that is not served is nothing to withhold", () => {
    zones.table.withhold(name("nowhere.example"), true);
    expect(zones.ask("ns.fresh.example. A")[0]).toBe("NOERROR aa");
  });
});
