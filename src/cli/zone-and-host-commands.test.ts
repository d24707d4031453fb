import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { type AdministrationBench, administrationBench } from "../../test/support/administration-bench.ts";
import { runOnHost, type Run } from "../../test/support/command-bench.ts";
import { FakeHost } from "../../test/support/fake-host.ts";
import { foreignWords } from "../../test/support/foreign-words.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import type { Language } from "../core/language.ts";
import { failure, ok } from "../core/result.ts";

const zoneText = "@ 60 SOA ns1 hostmaster 7 1 1 1 1\n@ 60 NS ns1\nhome 60 A 192.0.2.1\n";

/** One administrator's terminal, before a server that is there. */
class Terminal {
  readonly host: FakeHost = new FakeHost({
    "a.zone": zoneText,
    "warn.zone": `${zoneText}home 30 A 192.0.2.2\n`,
    "bad.zone": `${zoneText}home 60 A 192.0.2.256\n`,
    "locked.zone": { failure: "unreadable" },
  });
  readonly bench: AdministrationBench;
  closed = 0;
  readonly #language: Language;

  constructor(bench: AdministrationBench, language: Language = "en") {
    this.bench = bench;
    this.#language = language;
    const close = async (): Promise<void> => {
      this.closed += 1;
    };
    this.host.openAdministration = async () =>
      ok({ administration: bench.administration, isRunning: true, isNew: false, close });
  }

  /** Runs a line; words are separated by single blanks. */
  type(line: string): Promise<Run> {
    return runOnHost([...line.split(" "), "--state", "/state"], this.host, { language: this.#language });
  }
}

async function terminal(language?: Language): Promise<Terminal> {
  return new Terminal(await administrationBench(), language);
}

const done = (stdout: string): Run => ({ status: 0, stdout, stderr: "" });
const failed = (stderr: string, status = 1): Run => ({ status, stdout: "", stderr });

test("an administrator's afternoon", async () => {
  const to = await terminal();
  expect(await to.type("zone list")).toEqual(done('There are no zones; "holdfast zone add ZONE" adds one.\n'));
  expect(await to.type("zone add dyn.example --ns ns1.example.net")).toEqual(
    done('Serving the zone dyn.example, serial 2026112001. "holdfast host add NAME.dyn.example" adds a name to it.\n'),
  );
  expect(await to.type("zone list")).toEqual(done("ZONE         SERIAL      NAMES\ndyn.example  2026112001  1\n"));
  expect(await to.type("host list")).toEqual(done('There are no hosts; "holdfast host add NAME" adds one.\n'));
  const added = await to.type("host add home.dyn.example");
  expect(added.stdout).toMatch(/^home\.dyn\.example may now be updated .* only once:\n\n {2}[0-9A-Za-z]{40}\n\nUser /);
  expect((await to.type("host list")).stdout).toBe(
    "NAME              IPV4  IPV6  ADDED                     LAST HEARD\n" +
      "home.dyn.example              2026-11-20T00:00:00.000Z\n",
  );
  expect((await to.type("host token home.dyn.example")).stdout).toMatch(/has a new token; the earlier ones have ended/);
  expect((await to.type("host token home.dyn.example --keep")).stdout).toMatch(/has another token beside/);
  expect(await to.type("zone remove dyn.example")).toEqual(
    failed("Hosts are registered in dyn.example. Remove them first, or use --with-hosts.\n"),
  );
  expect(await to.type("host remove home.dyn.example")).toEqual(
    done("home.dyn.example is gone: its tokens have ended and its addresses are withdrawn.\n"),
  );
  expect(await to.type("zone remove dyn.example")).toEqual(
    done("The zone dyn.example is not served any more; its history is kept.\n"),
  );
  expect(to.closed).toBe(11);
});

describe("importing and exporting", () => {
  test("a file becomes a zone; the same again changes nothing", async () => {
    const to = await terminal();
    expect(await to.type("zone import a.zone --apex dyn.example")).toEqual(
      done(
        "Serving dyn.example with 3 records of 2 names, serial 8: the file has 7, and an import counts as a change.\n",
      ),
    );
    expect(await to.type("zone import a.zone --apex dyn.example --replace")).toEqual(
      done("dyn.example was so already; its serial stays 8.\n"),
    );
    const { stdout } = await to.type("zone export dyn.example");
    to.host.files.set("again.zone", stdout);
    expect((await to.type("zone import again.zone --replace")).stdout).toContain("was so already");
  });

  test("warnings are told with their places, and the zone is served", async () => {
    const to = await terminal();
    const { status, stderr } = await to.type("zone import warn.zone --apex dyn.example");
    expect(status).toBe(0);
    expect(stderr).toMatch(/^warn\.zone:4:1: warning: .*\.\n$/);
  });

  for (const [line, message] of [
    ["zone import none.zone", /^none\.zone could not be read: no such file or directory \(ENOENT\)\.\n$/],
    ["zone import locked.zone", /^locked\.zone could not be read: permission denied \(EACCES\)\.\n$/],
    [
      "zone import bad.zone --apex dyn.example",
      /^bad\.zone:4:11: .*\nbad\.zone has problems; nothing was imported\.\n$/,
    ],
    ["zone import a.zone --apex a..b", /^"a\.\.b" is not a name/],
    ["zone export other.example", /^No zone here holds other\.example\./],
    ["zone add dyn.example --address 192.0.2", /^"192\.0\.2" is not an IP address\.\n$/],
    ["host add home.other.example", /^No zone here holds home\.other\.example\./],
    ["host token home.dyn.example", /^There is no host home\.dyn\.example\./],
  ] as const) {
    test(`${line} fails with its reason, and prints nothing else`, async () => {
      const to = await terminal();
      const { status, stdout, stderr } = await to.type(line);
      expect([status, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(message);
      expect(to.bench.journal.disk.entries).toEqual([]);
    });
  }
});

describe("as JSON", () => {
  test("host add prints exactly the name and the token", async () => {
    const to = await terminal();
    await to.type("zone add dyn.example");
    const { stdout } = await to.type("host add home.dyn.example --json");
    expect(stdout).toMatch(/^\{"name":"home\.dyn\.example","token":"[0-9A-Za-z]{40}"\}\n$/);
    expect(Object.keys(JSON.parse((await to.type("host token home.dyn.example --json")).stdout))).toEqual([
      "name",
      "token",
    ]);
  });

  test("zones and hosts are lists, empty ones too", async () => {
    const to = await terminal();
    expect(await to.type("zone list --json")).toEqual(done("[]\n"));
    expect(await to.type("host list --json")).toEqual(done("[]\n"));
    expect(JSON.parse((await to.type("zone add dyn.example --json")).stdout)).toMatchObject({ apex: "dyn.example" });
    expect(JSON.parse((await to.type("zone import a.zone --apex b.example --json")).stdout)).toMatchObject({
      zone: { apex: "b.example" },
      recordCount: 3,
      hasChanged: true,
    });
    expect(JSON.parse((await to.type("zone list --json")).stdout)).toHaveLength(2);
  });
});

test("a list of hosts is whole, however many there are", async () => {
  const to = await terminal();
  await to.type("zone add dyn.example");
  for (let index = 0; index < 1_001; index += 1) await to.bench.administration.addHost(`h${index}.dyn.example`);
  expect(JSON.parse((await to.type("host list --json")).stdout)).toHaveLength(1_001);
});

test("what only a later attempt may mend ends with status 4", async () => {
  const to = await terminal();
  to.bench.journal.refusal = { code: "conflict", detail: "dyn.example has changed" };
  expect((await to.type("zone add dyn.example")).status).toBe(4);
  to.bench.journal.refusal = { code: "journal-full", detail: "no space" };
  expect((await to.type("zone add dyn.example")).status).toBe(1);
});

test("a state directory that is not to be had ends with its reason, nothing opened", async () => {
  const to = await terminal();
  to.host.openAdministration = async () =>
    failure({ kind: "lock", failure: { code: "state-in-use", holder: 7, detail: "" } });
  expect(await to.type("zone list")).toEqual(
    failed("Another Holdfast (process 7) uses /state. Stop it, or choose another directory with --state.\n", 4),
  );
  to.host.openAdministration = async () =>
    failure({ kind: "running", failure: { code: "not-allowed", detail: "EACCES" } });
  expect((await to.type("zone list")).status).toBe(1);
});

describe("where no server runs", () => {
  const place = temporaryFolder();
  const type = (line: string, language: Language = "en"): Promise<Run> =>
    runOnHost([...line.split(" "), "--state", place("s")], new FakeHost({ "a.zone": zoneText }), { language });
  for (const line of [
    "host add home.dyn.example",
    "host list",
    "host token home.dyn.example",
    "host remove home.dyn.example",
    "zone list",
    "zone export dyn.example",
    "zone remove dyn.example",
  ]) {
    test(`${line} makes no state directory`, async () => {
      expect(await type(line)).toEqual(
        failed(`${place("s")} is no state directory: no Holdfast has run on it. Name another one with --state.\n`),
      );
      expect(existsSync(place("s"))).toBe(false);
    });
  }

  test("a zone may come before the first start, and then is not served", async () => {
    expect((await type("zone add dyn.example")).stdout).toBe(
      `Added the zone dyn.example, serial 2026112001. The state directory ${place("s")} was made for it. ` +
        `No Holdfast runs on ${place("s")}: it is served once "holdfast run" does, with a server in its configuration. ` +
        '"holdfast host add NAME.dyn.example" adds a name to it.\n',
    );
    expect((await type("zone import a.zone --apex b.example")).stdout).toBe(
      "Imported b.example with 3 records of 2 names, serial 8: the file has 7, and an import counts as a change. " +
        `No Holdfast runs on ${place("s")}: it is served once "holdfast run" does, with a server in its configuration.\n`,
    );
    expect((await type("host add home.dyn.example")).status).toBe(0);
    const chinese = await type("zone add c.example", "zh-CN");
    expect(foreignWords(chinese.stdout.replaceAll(place("s"), ""), ["server"])).toEqual([]);
  });
});

test("a host without a place for state is told to name one", async () => {
  const host = new FakeHost();
  const run = await runOnHost(["zone", "list"], host, { environment: {} });
  expect(run).toEqual(failed("This host has no usual place for state; name a directory with --state.\n"));
});

test("everything is said in Chinese to those who read it", async () => {
  const to = await terminal("zh-CN");
  const lines = [
    "zone list",
    "host list",
    "zone add dyn.example",
    "zone add dyn.example",
    "zone list",
    "host add home.dyn.example",
    "host token home.dyn.example",
    "host token home.dyn.example --keep",
    "host list",
    "host remove home.dyn.example",
    "zone import warn.zone --apex b.example",
    "zone import warn.zone --apex b.example --replace",
    "zone import bad.zone --apex c.example",
    "zone import none.zone",
    "zone remove b.example",
    "zone remove b.example",
  ];
  for (const line of lines) {
    const { stdout, stderr } = await to.type(line);
    const said = `${stdout}${stderr}`
      .replaceAll(/[0-9A-Za-z]{40}/g, "")
      .replaceAll("no such file or directory (ENOENT)", "");
    expect(said).toMatch(/\p{Script=Han}/u);
    expect([line, foreignWords(said, ["token"])]).toEqual([line, []]);
  }
});

test("names that clients sent cannot reach the terminal as controls", async () => {
  const to = await terminal();
  await to.type("zone add dyn.example");
  const rdata = [address("192.0.2.1").octets];
  const wish = { kind: "rrset-replaced", owner: name("a\\027b.dyn.example"), type: "A", ttl: ttl(60), rdata } as const;
  const origin = { actor: { kind: "administrator" }, transport: "rest", peer: undefined } as const;
  await to.bench.door.submit(name("dyn.example"), [wish], origin);
  await to.bench.administration.addHost("a\\027b.dyn.example");
  for (const line of ["host list", "host list --json", "zone export dyn.example"]) {
    expect((await to.type(line)).stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  }
});
