import { describe, expect, test } from "bun:test";
import { type AdministrationBench, administrationBench } from "../../test/support/administration-bench.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import type { AccountsUnavailable } from "../core/accounts.ts";
import type { NewZone, ZoneImport } from "../core/administration.ts";
import type { AppendFailure } from "../core/journal.ts";
import { Duration } from "../core/duration.ts";
import { failure, ok } from "../core/result.ts";

const bare: NewZone = { apex: "dyn.example", nameServers: [], nameServerAddresses: [], contact: undefined };

const zoneText = `$TTL 300
dyn.example. SOA ns1.dyn.example. hostmaster.dyn.example. 7 3600 600 1209600 60
dyn.example. NS ns1.dyn.example.
ns1.dyn.example. A 192.0.2.53
home.dyn.example. A 192.0.2.1
`;

function file(text: string, more: Partial<ZoneImport> = {}): ZoneImport {
  return { file: { path: "dyn.zone", text, includes: {} }, apex: undefined, mode: "create", ...more };
}

async function withZone(): Promise<AdministrationBench> {
  const bench = await administrationBench();
  expectOk(await bench.administration.addZone(bare));
  return bench;
}

/** As an update of a client does. */
async function publish({ door }: AdministrationBench, owner: string, text: string): Promise<void> {
  const origin = { actor: { kind: "administrator" }, transport: "rest", peer: address("192.0.2.99") } as const;
  const rdata = [address(text).octets];
  const type = text.includes(":") ? "AAAA" : "A";
  const wish = { kind: "rrset-replaced", owner: name(owner), type, ttl: ttl(60), rdata } as const;
  expectOk(await door.submit(name("dyn.example"), [wish], origin));
}

describe("zones", () => {
  test("a new zone has SOA and NS, and today's serial", async () => {
    const { administration } = await administrationBench();
    expect(await administration.addZone(bare)).toEqual(
      ok({ apex: "dyn.example", serial: 2_026_112_001, revision: 1, ownerCount: 1 }),
    );
    expect(expectOk(await administration.zones()).map(({ apex }) => apex)).toEqual(["dyn.example"]);
  });

  test("servers, their addresses and the contact are as asked for", async () => {
    const { administration } = await administrationBench();
    const wishes = { nameServers: ["ns.dyn.example"], nameServerAddresses: ["192.0.2.53", "2001:db8::53"] };
    expectOk(await administration.addZone({ ...bare, ...wishes, contact: "dns.admin@example.org" }));
    const text = expectOk(await administration.exportZone("DYN.example."));
    expect(text).toContain("dns\\.admin.example.org.");
    expect(text).toMatch(/^ns +IN A +192\.0\.2\.53$/m);
    expect(text).toMatch(/^ns +IN AAAA +2001:db8::53$/m);
  });

  const roomless = `${"a".repeat(60)}.`.repeat(4) + "b".repeat(8);
  for (const [what, wish, code, detail] of [
    ["no name", { apex: "" }, "name-invalid", ""],
    ["an impossible name", { apex: "a..b" }, "name-invalid", "a..b"],
    ["the root", { apex: "." }, "name-invalid", "."],
    ["an impossible server", { nameServers: ["ns1.example", "a..b"] }, "name-invalid", "a..b"],
    ["a server with a space", { nameServers: ["ns 1.example"] }, "host-name-invalid", "ns 1.example"],
    ["a server's address that is none", { nameServerAddresses: ["192.0.2"] }, "address-invalid", "192.0.2"],
    ["a contact without a mailbox", { contact: "example.org" }, "name-invalid", "example.org"],
    ["a name with no room below it", { apex: roomless }, "name-invalid", roomless],
  ] as const) {
    test(`${what} is refused and nothing written`, async () => {
      const { administration, journal } = await administrationBench();
      expect(await administration.addZone({ ...bare, ...wish })).toEqual(failure({ code, detail }));
      expect(journal.revision).toBe(0 as typeof journal.revision);
    });
  }

  test("a zone that exists is not added again", async () => {
    const { administration, journal } = await withZone();
    expect(await administration.addZone({ ...bare, apex: "Dyn.Example." })).toEqual(
      failure({ code: "zone-exists", detail: "dyn.example" }),
    );
    expect(journal.revision).toBe(1 as typeof journal.revision);
  });

  test("a zone that is not served cannot be exported", async () => {
    const { administration } = await withZone();
    expect(await administration.exportZone("other.example")).toEqual(
      failure({ code: "zone-not-served", detail: "other.example" }),
    );
    expect(await administration.exportZone("a..b")).toEqual(failure({ code: "name-invalid", detail: "a..b" }));
  });
});

describe("imports", () => {
  test("a file becomes a zone and goes on after its serial", async () => {
    const { administration } = await administrationBench();
    expect(await administration.importZone(file(zoneText))).toEqual(
      ok({
        zone: { apex: "dyn.example", serial: 8, revision: 1, ownerCount: 3 },
        recordCount: 4,
        fileSerial: 7,
        hasChanged: true,
        warnings: [],
      }),
    );
  });

  test("a serial of 0 begins with today's, as where the configuration lists the zone", async () => {
    const { administration } = await administrationBench();
    const imported = expectOk(await administration.importZone(file(zoneText.replace(" 7 3600", " 0 3600"))));
    expect(imported.zone.serial).toBe(2_026_112_001);
  });

  test("relative names take the apex that was given", async () => {
    const { administration } = await administrationBench();
    const text = "@ 60 SOA ns1 hostmaster 1 1 1 1 1\n@ 60 NS ns1\n";
    expect(await administration.importZone(file(text))).toMatchObject({ ok: false, code: "file-has-problems" });
    expect(expectOk(await administration.importZone(file(text, { apex: "b.example" }))).zone.apex).toBe("b.example");
    expect(await administration.importZone(file(text, { apex: "b..example" }))).toEqual(
      failure({ code: "name-invalid", detail: "b..example" }),
    );
  });

  test("a file with problems names each place in both languages, and imports nothing", async () => {
    const { administration, journal } = await administrationBench();
    const result = await administration.importZone(file(`${zoneText}bad A 999.0.0.1\n`));
    expect(result).toMatchObject({ ok: false, code: "file-has-problems", detail: "dyn.zone" });
    const problems = result.ok ? [] : (result.problems ?? []);
    expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual([[6, 1, "name-invalid"]]);
    expect(problems[0]?.text.en).toMatch(/^\S.*\.$/);
    expect(problems[0]?.text["zh-CN"]).toMatch(/\p{Script=Han}/u);
    expect(journal.revision).toBe(0 as typeof journal.revision);
  });

  test("warnings come with the import", async () => {
    const { administration } = await administrationBench();
    const text = `${zoneText}home.dyn.example. 60 A 192.0.2.2\n`;
    const imported = expectOk(await administration.importZone(file(text)));
    expect(imported.warnings.map(({ line, code }) => [line, code])).toEqual([[6, "ttl-differs"]]);
  });

  test("a zone that exists is replaced only when that is asked for", async () => {
    const { administration } = await withZone();
    expect(await administration.importZone(file(zoneText))).toEqual(
      failure({ code: "zone-exists", detail: "dyn.example" }),
    );
    const replaced = expectOk(await administration.importZone(file(zoneText, { mode: "replace" })));
    expect(replaced).toMatchObject({ hasChanged: true, zone: { serial: 2_026_112_002, revision: 2, ownerCount: 3 } });
  });

  test("replacing by the same writes nothing and keeps the serial", async () => {
    const { administration, journal } = await administrationBench();
    expectOk(await administration.importZone(file(zoneText)));
    const again = expectOk(await administration.importZone(file(zoneText, { mode: "replace" })));
    expect(again).toMatchObject({ hasChanged: false, zone: { serial: 8, revision: 1 } });
    expect(journal.revision).toBe(1 as typeof journal.revision);
  });

  test("replacing what does not exist creates it", async () => {
    const { administration } = await administrationBench();
    const imported = expectOk(await administration.importZone(file(zoneText, { mode: "replace" })));
    expect(imported).toMatchObject({ hasChanged: true, zone: { serial: 8 } });
  });

  test("what is exported imports to the same zone", async () => {
    const { administration } = await administrationBench();
    expectOk(await administration.importZone(file(zoneText)));
    const text = expectOk(await administration.exportZone("dyn.example"));
    const again = expectOk(await administration.importZone(file(text, { mode: "replace" })));
    expect(again.hasChanged).toBe(false);
  });
});

describe("hosts", () => {
  test("a new host gets a token, of which only the digest is kept", async () => {
    const { administration, accounts, authenticator } = await withZone();
    const { name: host, token } = expectOk(await administration.addHost("Home.Dyn.Example."));
    expect(host).toBe("home.dyn.example");
    expect(token).toMatch(/^[0-9A-Za-z]{40}$/);
    const [record] = expectOk(await accounts.tokensOf(name("home.dyn.example")));
    expect(record?.id).toBe(token.slice(0, 10));
    expect(JSON.stringify(record)).not.toContain(token);
    const credentials = { user: "home.dyn.example", secret: token };
    expect(expectOk(await authenticator.authenticate(credentials)).host.hostname).toBe("home.dyn.example");
  });

  for (const [what, host, code, detail] of [
    ["outside every zone", "home.other.example", "zone-not-served", "home.other.example"],
    ["that is no name", "a..b", "name-invalid", "a..b"],
    ["that is empty", "", "name-invalid", ""],
    ["with a space", "bad name.dyn.example", "host-name-invalid", "bad name.dyn.example"],
    ["with an escape", "a\\.b.dyn.example", "host-name-invalid", "a\\.b.dyn.example"],
    ["that is a wildcard", "*.dyn.example", "name-invalid", "*.dyn.example"],
  ] as const) {
    test(`a host ${what} is refused`, async () => {
      const { administration } = await withZone();
      expect(await administration.addHost(host)).toEqual(failure({ code, detail }));
    });
  }

  test("a name that is an alias is refused", async () => {
    const { administration } = await administrationBench();
    expectOk(await administration.importZone(file(`${zoneText}www.dyn.example. CNAME home.dyn.example.\n`)));
    expect(await administration.addHost("www.dyn.example")).toEqual(
      failure({ code: "name-is-alias", detail: "www.dyn.example" }),
    );
  });

  test("a host that exists is refused, and its token goes on working", async () => {
    const { administration, authenticator } = await withZone();
    const { token } = expectOk(await administration.addHost("home.dyn.example"));
    expect(await administration.addHost("HOME.dyn.example")).toEqual(
      failure({ code: "host-exists", detail: "home.dyn.example" }),
    );
    expectOk(await authenticator.authenticate({ user: undefined, secret: token }));
  });

  test("hosts come with the addresses they have now, in pages", async () => {
    const bench = await withZone();
    for (const host of ["a.dyn.example", "b.dyn.example", "c.dyn.example"]) {
      expectOk(await bench.administration.addHost(host));
    }
    await publish(bench, "b.dyn.example", "192.0.2.2");
    await publish(bench, "b.dyn.example", "2001:db8::2");
    bench.presence.hear(name("b.dyn.example"), "beacon", address("192.0.2.2"));
    const first = expectOk(await bench.administration.hosts(undefined, 2));
    expect(first).toEqual([
      {
        name: "a.dyn.example",
        zone: "dyn.example",
        ipv4: [],
        ipv6: [],
        createdAt: "2026-11-20T00:00:00.000Z",
        lastHeard: null,
      },
      {
        name: "b.dyn.example",
        zone: "dyn.example",
        ipv4: ["192.0.2.2"],
        ipv6: ["2001:db8::2"],
        createdAt: "2026-11-20T00:00:00.000Z",
        lastHeard: { at: "2026-11-20T00:00:00.000Z", transport: "beacon", from: "192.0.2.2" },
      },
    ]);
    const second = expectOk(await bench.administration.hosts(first.at(-1)?.name, 2));
    expect(second.map((host) => host.name)).toEqual(["c.dyn.example"]);
    expect(await bench.administration.hosts("a..b", 2)).toEqual(failure({ code: "name-invalid", detail: "a..b" }));
    for (const limit of [0, -3, 0.5]) {
      expect(expectOk(await bench.administration.hosts(undefined, limit))).toHaveLength(1);
    }
  });

  test("removing a host ends its tokens, even one in use, and withdraws its addresses only", async () => {
    const bench = await withZone();
    const { administration, authenticator, table } = bench;
    const { token } = expectOk(await administration.addHost("home.dyn.example"));
    expectOk(await authenticator.authenticate({ user: undefined, secret: token }));
    await publish(bench, "home.dyn.example", "192.0.2.1");
    await publish(bench, "other.dyn.example", "192.0.2.9");
    expect(await administration.removeHost("home.dyn.example")).toEqual(ok(undefined));
    expect(table.rrset(name("home.dyn.example"), "A")).toBeUndefined();
    expect(table.rrset(name("other.dyn.example"), "A")).toBeDefined();
    expect(await authenticator.authenticate({ user: undefined, secret: token })).toMatchObject({ ok: false });
    expect(await administration.removeHost("home.dyn.example")).toEqual(
      failure({ code: "host-unknown", detail: "home.dyn.example" }),
    );
    expect(await administration.removeHost("a..b")).toEqual(failure({ code: "name-invalid", detail: "a..b" }));
  });
});

describe("tokens", () => {
  test("a new token ends the earlier ones at once, unless they are kept", async () => {
    const { administration, authenticator } = await withZone();
    const works = async (secret: string): Promise<boolean> =>
      (await authenticator.authenticate({ user: undefined, secret })).ok;
    const { token: first } = expectOk(await administration.addHost("home.dyn.example"));
    expect(await works(first)).toBe(true);
    const { token: second } = expectOk(await administration.renewToken("home.dyn.example", true));
    expect([await works(first), await works(second)]).toEqual([true, true]);
    const { token: third } = expectOk(await administration.renewToken("home.dyn.example", false));
    expect([await works(first), await works(second), await works(third)]).toEqual([false, false, true]);
  });

  test("a host that does not exist gets none", async () => {
    const { administration } = await withZone();
    expect(await administration.renewToken("home.dyn.example", false)).toEqual(
      failure({ code: "host-unknown", detail: "home.dyn.example" }),
    );
    expect(await administration.renewToken("a..b", false)).toEqual(failure({ code: "name-invalid", detail: "a..b" }));
  });

  test("a generator that draws the same id again and again is a failure, not a loop", async () => {
    const stuck = { octets: (count: number) => new Uint8Array(count), fraction: () => 0 };
    const { administration } = await administrationBench({ random: stuck });
    expectOk(await administration.addZone(bare));
    expectOk(await administration.addHost("a.dyn.example"));
    expect(await administration.addHost("b.dyn.example")).toMatchObject({ ok: false, code: "accounts-unavailable" });
  });
});

test("the log hears what leaves no entry, and no token", async () => {
  const { administration, lines } = await withZone();
  const { token } = expectOk(await administration.addHost("home.dyn.example"));
  const { token: second } = expectOk(await administration.renewToken("home.dyn.example", true));
  expectOk(await administration.renewToken("home.dyn.example", false));
  expectOk(await administration.removeHost("home.dyn.example"));
  await administration.removeHost("home.dyn.example");
  expect(lines).toEqual([
    "The administrator added the host home.dyn.example and got a token for it.",
    "The administrator got a new token for home.dyn.example; the earlier one stays valid.",
    "The administrator got a new token for home.dyn.example; the earlier one is worth nothing any more.",
    "The administrator removed the host home.dyn.example; its tokens are worth nothing any more.",
  ]);
  for (const secret of [token, second]) expect(lines.join()).not.toContain(secret);
});

describe("removing a zone", () => {
  test("that the configuration lists is refused", async () => {
    const { administration } = await administrationBench({ isConfigured: (apex) => apex.equals(name("dyn.example")) });
    expectOk(await administration.addZone(bare));
    expect(await administration.removeZone("DYN.example", true)).toEqual(
      failure({ code: "zone-in-configuration", detail: "dyn.example" }),
    );
  });

  test("that has hosts needs a word about them", async () => {
    const { administration, table } = await withZone();
    expectOk(await administration.addHost("home.dyn.example"));
    expect(await administration.removeZone("dyn.example", false)).toEqual(
      failure({ code: "zone-has-hosts", detail: "dyn.example" }),
    );
    expect(table.zone(name("dyn.example"))).toBeDefined();
  });

  test("with its hosts leaves those of other zones", async () => {
    const { administration, authenticator, table } = await withZone();
    expectOk(await administration.addZone({ ...bare, apex: "other.example" }));
    const { token: gone } = expectOk(await administration.addHost("home.dyn.example"));
    const { token: stays } = expectOk(await administration.addHost("home.other.example"));
    for (const secret of [gone, stays]) expectOk(await authenticator.authenticate({ user: undefined, secret }));
    expect(await administration.removeZone("dyn.example", true)).toEqual(ok(undefined));
    expect(table.zones().map((zone) => zone.apex.hostname)).toEqual(["other.example"]);
    expect(await authenticator.authenticate({ user: undefined, secret: gone })).toMatchObject({ ok: false });
    expectOk(await authenticator.authenticate({ user: undefined, secret: stays }));
    expect(expectOk(await administration.hosts(undefined, 10)).map((host) => host.name)).toEqual([
      "home.other.example",
    ]);
  });

  test("that is not served is a failure", async () => {
    const { administration } = await withZone();
    expect(await administration.removeZone("other.example", true)).toEqual(
      failure({ code: "zone-not-served", detail: "other.example" }),
    );
  });

  test("when the journal refuses, its hosts keep their tokens", async () => {
    const { administration, journal, authenticator } = await withZone();
    const { token } = expectOk(await administration.addHost("home.dyn.example"));
    journal.refusal = { code: "journal-full", detail: "no space" };
    expect(await administration.removeZone("dyn.example", true)).toEqual(
      failure({ code: "journal-full", detail: "no space" }),
    );
    expectOk(await authenticator.authenticate({ user: undefined, secret: token }));
  });
});

describe("failures", () => {
  const refusals: readonly AppendFailure[] = [
    { code: "conflict", detail: "the zone has changed" },
    { code: "entry-too-large", detail: "too many" },
    { code: "journal-full", detail: "no space" },
    { code: "journal-unavailable", detail: "disk gone" },
  ];
  for (const refusal of refusals) {
    test(`of the journal (${refusal.code}) are told as they are`, async () => {
      const { administration, journal, table } = await administrationBench();
      journal.refusal = refusal;
      expect(await administration.addZone(bare)).toEqual(failure(refusal));
      expect(await administration.importZone(file(zoneText))).toEqual(failure(refusal));
      expect(table.zones()).toEqual([]);
    });
  }

  test("of the accounts are told as they are, by every step that needs them", async () => {
    const { administration, accounts, table } = await withZone();
    expectOk(await administration.addHost("home.dyn.example"));
    const outage: AccountsUnavailable = { code: "accounts-unavailable", detail: "disk gone" };
    accounts.outage = outage;
    expect(await administration.addHost("b.dyn.example")).toEqual(failure(outage));
    expect(await administration.hosts(undefined, 10)).toEqual(failure(outage));
    expect(await administration.removeHost("home.dyn.example")).toEqual(failure(outage));
    expect(await administration.renewToken("home.dyn.example", false)).toEqual(failure(outage));
    expect(await administration.removeZone("dyn.example", true)).toEqual(failure(outage));
    expect(table.zone(name("dyn.example"))).toBeDefined();
  });
});

describe("history", () => {
  test("newest first, with who, how and what", async () => {
    const bench = await withZone();
    await bench.clock.advance(Duration.minutes(1));
    await publish(bench, "home.dyn.example", "192.0.2.1");
    const [newest, oldest] = expectOk(
      await bench.administration.history({ owner: undefined, before: undefined, limit: 10 }),
    );
    expect(newest).toEqual({
      revision: 2,
      at: "2026-11-20T00:01:00.000Z",
      zone: "dyn.example",
      actor: "administrator",
      tokenId: null,
      keyName: null,
      transport: "rest",
      peer: "192.0.2.99",
      changes: [{ owner: "home.dyn.example", type: "A", values: ["192.0.2.1"] }],
      changeCount: 1,
    });
    expect(oldest).toMatchObject({ revision: 1, transport: "admin-socket", peer: null, changeCount: 3 });
    expect(oldest?.changes[0]).toEqual({ owner: "dyn.example", type: "zone-added", values: [] });
  });

  test("of one name, before a revision, at most so many", async () => {
    const bench = await withZone();
    for (const text of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) await publish(bench, "home.dyn.example", text);
    await publish(bench, "other.dyn.example", "192.0.2.9");
    const revisions = async (owner: string | undefined, before: number | undefined, limit: number) =>
      expectOk(await bench.administration.history({ owner, before, limit })).map(({ revision }) => revision);
    expect(await revisions("HOME.dyn.example.", undefined, 10)).toEqual([4, 3, 2]);
    expect(await revisions("home.dyn.example", 4, 1)).toEqual([3]);
    expect(await revisions(undefined, undefined, 0)).toEqual([5]);
    expect(await bench.administration.history({ owner: "a..b", before: undefined, limit: 1 })).toEqual(
      failure({ code: "name-invalid", detail: "a..b" }),
    );
  });

  test("of a large entry shows the first changes and says how many there were", async () => {
    const { administration } = await administrationBench();
    const hosts = Array.from({ length: 50 }, (_, index) => `h${index}.dyn.example. A 192.0.2.7\n`);
    expectOk(await administration.importZone(file(zoneText + hosts.join(""))));
    const [entry] = expectOk(await administration.history({ owner: undefined, before: undefined, limit: 1 }));
    expect([entry?.changes.length, entry?.changeCount]).toEqual([20, 55]);
  });
});
