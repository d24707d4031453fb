import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAuthority } from "../support/certificate.ts";
import { seenAddresses } from "./dns-view.ts";
import { Inadyn } from "./inadyn.ts";
import { RealServer } from "./real-server.ts";

/**
 * Debian's inadyn with its `custom` provider against our real server: every row tells how inadyn itself ends, in its own
 * words, what it remembers, and what dig and kdig see then. Version 2.10.0. What the built-in providers do differently
 * is in `inadyn-provider.test.ts`.
 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

const authority = createAuthority();
const server = new RealServer({ tls: authority.issue({ hosts: ["127.0.0.1"] }) });
const hosts = ["home.dyn.example", "nas.dyn.example"] as const;
const [home, nas] = hosts;
const tokens = new Map<string, string>();

beforeAll(async () => {
  await server.start();
  writeFileSync(join(server.folder, "authority.pem"), authority.certificate);
  for (const host of hosts) tokens.set(host, await server.addHost(host));
});

afterAll(() => server.stop());

/** What inadyn believes to be published when a test begins. */
const earlier = "192.0.2.254";

let inadyn: Inadyn;
beforeEach(async () => {
  inadyn = new Inadyn(server.folder);
  for (const host of [...hosts, "nobody.dyn.example"]) inadyn.remember(host, earlier);
  for (const host of hosts) await server.publish(host, tokens.get(host), []);
});

interface Section {
  readonly address: string;
  readonly hosts?: readonly string[];
  readonly username?: string;
  readonly password?: string | undefined;
  /** `%h` and `%i` in their places when absent. */
  readonly path?: string;
  readonly lines?: readonly string[];
}

function section(facts: Section): readonly string[] {
  const { address, hosts: names = [home], username = names[0], password = tokens.get(names[0] ?? "") } = facts;
  const { path = "/nic/update?hostname=%h&myip=%i" } = facts;
  const lines = facts.lines ?? ["ssl = false", `ddns-server = 127.0.0.1:${server.ports.http}`];
  return [
    `custom ${(username ?? "").replaceAll(".", "-")} {`,
    `  username = ${username}`,
    `  password = ${password}`,
    `  hostname = { ${names.join(", ")} }`,
    `  ddns-path = "${path}"`,
    `  checkip-command = "echo ${address}"`,
    ...lines.map((line) => `  ${line}`),
    "}",
  ];
}

const succeeded = (host: string, address: string): RegExp =>
  new RegExp(`Successful alias table update for ${host} => new IP# ${address}\n`);

describe("a change", () => {
  interface Row {
    readonly name: string;
    readonly before?: readonly string[];
    readonly section: Section;
    readonly request: string;
    readonly seen: readonly string[];
  }
  const rows: readonly Row[] = [
    {
      name: "first IPv4",
      section: { address: "192.0.2.1" },
      request: "/nic/update?hostname=home.dyn.example&myip=192.0.2.1",
      seen: ["192.0.2.1"],
    },
    {
      name: "another IPv4",
      before: ["192.0.2.1", "2001:db8::1"],
      section: { address: "192.0.2.2", username: "token", password: undefined },
      request: "/nic/update?hostname=home.dyn.example&myip=192.0.2.2",
      seen: ["192.0.2.2", "2001:db8::1"],
    },
    {
      name: "IPv6, whose colons it escapes",
      before: ["192.0.2.1"],
      section: { address: "2001:db8::2" },
      request: "/nic/update?hostname=home.dyn.example&myip=2001%3adb8%3a%3a2",
      seen: ["192.0.2.1", "2001:db8::2"],
    },
    {
      name: "IPv6 put behind the path as it is",
      section: {
        address: "2001:db8::3",
        path: `/nic/update?hostname=${home}&myip=`,
        lines: ["append-myip = true", "ssl = false", "ddns-server = 127.0.0.1:PORT"],
      },
      request: "/nic/update?hostname=home.dyn.example&myip=2001:db8::3",
      seen: ["2001:db8::3"],
    },
  ];
  for (const row of rows) {
    test(`${row.name}: good, remembered, seen`, async () => {
      const { address } = row.section;
      const lines = row.section.lines?.map((line) => line.replace("PORT", String(server.ports.http)));
      if (row.before !== undefined) await server.publish(home, tokens.get(home), row.before);
      inadyn.configure([
        "allow-ipv6 = true",
        ...section({ ...row.section, ...(lines === undefined ? {} : { lines }) }),
      ]);
      const ran = await inadyn.run();
      expect(ran.output).toContain(`Sending alias table update to DDNS server: GET ${row.request} HTTP/1.0`);
      expect(ran).toEqual({ status: 0, output: expect.stringMatching(succeeded(home, address)) });
      expect(inadyn.remembered(home)).toBe(address);
      expect(await seenAddresses(server.ports.dns, home)).toEqual([...row.seen]);
    });
  }

  test("a path without %: the name is put behind it, and the peer's address is published", async () => {
    inadyn.configure(section({ address: "192.0.2.4", path: "/nic/update?hostname=" }));
    const ran = await inadyn.run();
    expect(ran.output).toContain(`GET /nic/update?hostname=${home} HTTP/1.0`);
    expect(ran).toEqual({ status: 0, output: expect.stringContaining("good 127.0.0.1") });
    expect(await seenAddresses(server.ports.dns, home)).toEqual(["127.0.0.1"]);
  });

  test("several hosts: a section and a request each", async () => {
    inadyn.configure([...section({ address: "192.0.2.5" }), ...section({ address: "192.0.2.6", hosts: [nas] })]);
    const ran = await inadyn.run();
    expect(ran).toEqual({ status: 0, output: expect.stringMatching(succeeded(home, "192.0.2.5")) });
    expect(ran.output).toMatch(succeeded(nas, "192.0.2.6"));
    expect(await seenAddresses(server.ports.dns, home)).toEqual(["192.0.2.5"]);
    expect(await seenAddresses(server.ports.dns, nas)).toEqual(["192.0.2.6"]);
  });

  // Its cache knows names, not families: whichever section was not the last one to write finds the other's address.
  test("both families of one host: two sections, both published; one is sent again at every look, as nochg", async () => {
    const both = [
      "allow-ipv6 = true",
      ...section({ address: "192.0.2.7" }),
      ...section({ address: "2001:db8::7", username: "token", password: tokens.get(home) }),
    ];
    inadyn.configure(both);
    expect(await inadyn.run()).toMatchObject({ status: 0 });
    expect(await seenAddresses(server.ports.dns, home)).toEqual(["192.0.2.7", "2001:db8::7"]);
    const before = await server.revision();
    const again = await inadyn.run();
    expect(again.status).toBe(0);
    expect(again.output.match(/^nochg /gm)?.length).toBe(1);
    expect(await server.revision()).toBe(before);
  });

  test("the address our server sees, asked for at /ip", async () => {
    const port = server.ports.http;
    const lines = ["ssl = false", `ddns-server = 127.0.0.1:${port}`, "checkip-ssl = false"];
    const [first = "", ...rest] = section({ address: "", lines }).filter((line) => !line.includes("checkip-command"));
    const asks = [`  checkip-server = 127.0.0.1:${port}`, "  checkip-path = /ip"];
    inadyn.configure(["verify-address = false", first, ...asks, ...rest]);
    const ran = await inadyn.run();
    expect(ran).toEqual({ status: 0, output: expect.stringMatching(succeeded(home, "127.0.0.1")) });
    expect(await seenAddresses(server.ports.dns, home)).toEqual(["127.0.0.1"]);
  });
});

describe("no change", () => {
  beforeEach(async () => {
    await server.publish(home, tokens.get(home), ["192.0.2.10"]);
    inadyn.remember(home, "192.0.2.10");
    inadyn.configure(section({ address: "192.0.2.10" }));
  });

  test("remembered: nothing is sent", async () => {
    const ran = await inadyn.run();
    expect(ran).toEqual({
      status: 0,
      output: expect.stringContaining("No IP# change detected for custom, still at 192.0.2.10"),
    });
    expect(ran.output).not.toContain("Sending");
  });

  test("sent all the same: nochg is a success, and nothing is written", async () => {
    const before = await server.revision();
    const ran = await inadyn.run(["--force"]);
    expect(ran).toEqual({ status: 0, output: expect.stringMatching(succeeded(home, "192.0.2.10")) });
    expect(ran.output).toContain("\nnochg 192.0.2.10\n");
    expect(await server.revision()).toBe(before);
  });
});

// Meant for services that delete names nobody changes; ours keeps them. inadyn itself pauses for three seconds.
describe("the forced mode with a fake address", () => {
  test("both addresses are published one after the other; the right one stays", async () => {
    inadyn.configure(["fake-address = true", ...section({ address: "192.0.2.20" })]);
    const before = await server.revision();
    const ran = await inadyn.run(["--force"]);
    expect(ran).toEqual({ status: 0, output: expect.stringMatching(succeeded(home, "192.0.2.20")) });
    expect(ran.output).toMatch(/\ngood 203\.0\.113\.\d+\n[\s\S]*\ngood 192\.0\.2\.20\n/);
    expect(inadyn.remembered(home)).toBe("192.0.2.20");
    expect(await server.revision()).toBe(before + 2);
    expect(await seenAddresses(server.ports.dns, home)).toEqual(["192.0.2.20"]);
  });

  test("for IPv6 the fake one is IPv4 all the same, and stays", async () => {
    inadyn.configure(["fake-address = true", "allow-ipv6 = true", ...section({ address: "2001:db8::20" })]);
    const ran = await inadyn.run(["--force"]);
    expect(ran).toEqual({ status: 0, output: expect.stringMatching(succeeded(home, "2001:db8::20")) });
    expect(await seenAddresses(server.ports.dns, home)).toEqual([
      expect.stringMatching(/^203\.0\.113\.\d+$/),
      "2001:db8::20",
    ]);
  });
});

describe("a refusal", () => {
  interface Row {
    readonly name: string;
    readonly section: Section;
    readonly status: number;
    readonly words: readonly string[];
  }
  const rows: readonly Row[] = [
    {
      name: "wrong password",
      section: { address: "192.0.2.66", password: "wrong" },
      status: 50,
      words: [
        "Fatal error in DDNS server response:",
        "[401 Unauthorized] badauth",
        "Error response from DDNS server, exiting!",
        "Error code 50: Authentication failure",
      ],
    },
    {
      name: "unknown host",
      section: { address: "192.0.2.66", hosts: ["nobody.dyn.example"], username: "token", password: "HOME" },
      status: 48,
      words: [
        "Fatal error in DDNS server response:",
        "[404 Not Found] nohost",
        "Error response from DDNS server, exiting!",
        "Error code 48: DDNS server response not OK",
      ],
    },
    {
      name: "somebody else's host",
      section: { address: "192.0.2.66", hosts: [nas], username: home, password: "HOME" },
      status: 48,
      words: ["[404 Not Found] nohost", "Error code 48: DDNS server response not OK"],
    },
    {
      name: "a path that is not there",
      section: { address: "192.0.2.66", path: "/nothing/%h" },
      status: 48,
      words: ["[404 Not Found] {", "Error code 48: DDNS server response not OK"],
    },
  ];
  for (const row of rows) {
    test(`${row.name}: inadyn says so and ends for good; nothing is written`, async () => {
      const before = await server.revision();
      const isHomes = row.section.password === "HOME";
      inadyn.configure(section({ ...row.section, ...(isHomes ? { password: tokens.get(home) } : {}) }));
      const ran = await inadyn.run();
      expect(ran.status).toBe(row.status);
      for (const words of row.words) expect(ran.output).toContain(`: ${words}`);
      expect(inadyn.remembered(row.section.hosts?.[0] ?? home)).toBe(earlier);
      expect(await server.revision()).toBe(before);
    });
  }

  test("of one host among several of a section: those before it are updated, those after it are not reached", async () => {
    inadyn.configure(section({ address: "192.0.2.30", hosts: [home, "nobody.dyn.example", nas], username: "token" }));
    const ran = await inadyn.run();
    expect(ran).toEqual({ status: 48, output: expect.stringMatching(succeeded(home, "192.0.2.30")) });
    expect(await seenAddresses(server.ports.dns, home)).toEqual(["192.0.2.30"]);
    expect(inadyn.remembered(nas)).toBe(earlier);
    expect(ran.output).not.toContain(`hostname=${nas}`);
  });

  test("an address no host has: inadyn waits ten minutes", async () => {
    const before = await server.revision();
    inadyn.configure(["verify-address = false", ...section({ address: "0.0.0.0" })]);
    const ran = await inadyn.run();
    expect(ran.status).toBe(0);
    for (const words of ["Temporary error in DDNS server response:", "[503 Service Unavailable] dnserr"]) {
      expect(ran.output).toContain(`: ${words}\n`);
    }
    expect(ran.output).toContain(": Will retry again in 600 sec ...\n");
    expect(inadyn.remembered(home)).toBe(earlier);
    expect(await server.revision()).toBe(before);
  });
});

describe("a server that is away", () => {
  test("down: inadyn says so but ends with 0; back after kill -9 with all it had", async () => {
    inadyn.configure(section({ address: "192.0.2.40" }));
    expect((await inadyn.run()).status).toBe(0);
    await server.kill();
    inadyn.configure(section({ address: "192.0.2.41" }));
    const down = await inadyn.run();
    expect(down).toEqual({
      status: 0,
      output: expect.stringContaining("Failed connecting to 127.0.0.1: Connection refused"),
    });
    expect(inadyn.remembered(home)).toBe("192.0.2.40");
    await server.start();
    expect(await seenAddresses(server.ports.dns, home)).toEqual(["192.0.2.40"]);
    expect(await inadyn.run()).toEqual({ status: 0, output: expect.stringMatching(succeeded(home, "192.0.2.41")) });
    expect(await seenAddresses(server.ports.dns, home)).toEqual(["192.0.2.41"]);
  });
});

describe("over TLS", () => {
  const secure = (address: string): readonly string[] =>
    section({ address, lines: ["ssl = true", `ddns-server = 127.0.0.1:${server.ports.https}`] });

  test("with an authority it trusts: good", async () => {
    inadyn.configure([`ca-trust-file = ${join(server.folder, "authority.pem")}`, ...secure("192.0.2.50")]);
    const ran = await inadyn.run();
    expect(ran).toEqual({ status: 0, output: expect.stringMatching(succeeded(home, "192.0.2.50")) });
    expect(await seenAddresses(server.ports.dns, home)).toEqual(["192.0.2.50"]);
  });

  test("without: refused before the password is sent, though inadyn ends with 0", async () => {
    inadyn.configure(secure("192.0.2.51"));
    const ran = await inadyn.run();
    expect(ran).toEqual({ status: 0, output: expect.stringContaining("The certificate is not trusted.\n") });
    expect(ran.output).not.toContain("Authorization");
    expect(inadyn.remembered(home)).toBe(earlier);
    expect(await seenAddresses(server.ports.dns, home)).toEqual([]);
  });
});
