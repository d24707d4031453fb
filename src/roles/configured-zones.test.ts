import { describe, expect, test } from "bun:test";
import { type AdministrationBench, administrationBench } from "../../test/support/administration-bench.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { MemoryFiles } from "../../test/support/memory-files.ts";
import { FakeLog } from "../../test/support/reconcile-world.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import type { ZoneConfig } from "../config/config.ts";
import { toHex } from "../core/octets.ts";
import { ok } from "../core/result.ts";
import type { RRType } from "../core/rr-type.ts";
import { createConfiguredZones } from "./configured-zones.ts";

const files = new MemoryFiles({
  "/dyn.zone": "@ 60 SOA ns1 hostmaster 41 1 1 1 1\n@ 60 NS ns1\nhome 60 A 192.0.2.1\nhome 30 A 192.0.2.2\n",
  "/bad.zone": "@ 60 SOA ns1 hostmaster 41 1 1 1 1\n@ 60 NS ns1\nhome 60 A 192.0.2.256\n",
  "/other.zone": "other.example. 60 SOA ns1 hostmaster 41 1 1 1 1\nother.example. 60 NS ns1\n",
  "/locked.zone": { failure: "unreadable" },
});

function zone(apex: string, more: Partial<ZoneConfig> = {}): ZoneConfig {
  return {
    apex: name(apex),
    file: undefined,
    nameServers: [name("ns1.example.net")],
    nameServerAddresses: [],
    rname: name("hostmaster.example.net"),
    ttl: ttl(60),
    whoami: undefined,
    lease: undefined,
    secondaries: [],
    primaries: [],
    ...more,
  };
}

async function create(
  bench: AdministrationBench,
  ...zones: readonly ZoneConfig[]
): Promise<{ readonly result: Awaited<ReturnType<typeof createConfiguredZones>>; readonly log: readonly string[] }> {
  const log = new FakeLog();
  const result = await createConfiguredZones(zones, { ...bench, files, log });
  return { result, log: log.lines };
}

describe("zones of the configuration", () => {
  test("are created with the servers and the contact it names", async () => {
    const bench = await administrationBench();
    const { result, log } = await create(bench, zone("dyn.example"), zone("b.example"));
    expect(result).toEqual(ok(undefined));
    expect(log).toEqual([
      "info server.zone-created Created the zone dyn.example that the configuration lists.",
      "info server.zone-created Created the zone b.example that the configuration lists.",
    ]);
    const text = expectOk(await bench.administration.exportZone("dyn.example"));
    expect(text).toContain("ns1.example.net. hostmaster.example.net.");
    const [entry] = expectOk(await bench.administration.history({ owner: undefined, before: undefined, limit: 1 }));
    expect(entry).toMatchObject({ actor: "configuration", transport: "start" });
  });

  test("hold the addresses of name servers that lie inside", async () => {
    const bench = await administrationBench();
    const nameServers = [name("ns1.example.net"), name("ns2.dyn.example")];
    const nameServerAddresses = [address("192.0.2.53"), address("2001:db8::53")];
    await create(bench, zone("dyn.example", { nameServers, nameServerAddresses }));
    const rdataOf = (owner: string, type: RRType): unknown => bench.table.rrset(name(owner), type)?.rdata.map(toHex);
    expect([rdataOf("ns2.dyn.example", "A"), rdataOf("ns2.dyn.example", "AAAA")]).toEqual([
      ["c0000235"],
      ["20010db8000000000000000000000053"],
    ]);
    expect(bench.table.rrset(name("ns1.example.net"), "A")).toBeUndefined();
  });

  test("come with the content of their file, whose warnings are told, and go on after its serial", async () => {
    const bench = await administrationBench();
    const { result, log } = await create(bench, zone("dyn.example", { file: "/dyn.zone" }));
    expect(result).toEqual(ok(undefined));
    expect(bench.table.zone(name("dyn.example"))).toMatchObject({ serial: 42, ownerCount: 2 });
    expect(log[0]).toMatch(/^warn server\.zone-file-warning \/dyn\.zone:4:1: /);
  });

  test("that exist are not touched, and their files not read", async () => {
    const bench = await administrationBench();
    await create(bench, zone("dyn.example"));
    const again = await create(bench, zone("dyn.example", { file: "/missing.zone" }));
    expect(again).toEqual({ result: ok(undefined), log: [] });
    expect(bench.journal.disk.entries).toHaveLength(1);
  });

  for (const [what, config, failure] of [
    ["a missing file", { file: "/missing.zone" }, { kind: "zone-file-unread", failure: { code: "file-missing" } }],
    [
      "an unreadable file",
      { file: "/locked.zone" },
      { kind: "zone-file-unread", failure: { code: "file-unreadable" } },
    ],
    [
      "a file with a problem",
      { file: "/bad.zone" },
      { kind: "zone-file-wrong", path: "/bad.zone", problems: [{ line: 3, column: 11, code: "rdata-invalid" }] },
    ],
    ["a file of another zone", { file: "/other.zone" }, { kind: "zone-file-wrong", path: "/other.zone" }],
    [
      "a name with no room below it",
      { apex: name(`${"a".repeat(60)}.`.repeat(4) + "b".repeat(8)) },
      { kind: "zone-not-created", failure: { code: "name-invalid" } },
    ],
  ] as const) {
    test(`${what} is a failure, and nothing is written`, async () => {
      const bench = await administrationBench();
      const { result, log } = await create(bench, zone("dyn.example", config));
      expect(result).toMatchObject({ ok: false, ...failure });
      expect(log).toEqual([]);
      expect(bench.journal.disk.entries).toEqual([]);
    });
  }

  test("a journal that refuses is told with the zone's name", async () => {
    const bench = await administrationBench();
    bench.journal.refusal = { code: "journal-full", detail: "no space" };
    const { result } = await create(bench, zone("dyn.example"));
    expect(result).toMatchObject({
      ok: false,
      kind: "zone-not-created",
      apex: "dyn.example",
      failure: { code: "journal-full" },
    });
  });
});
