import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAuthority } from "../support/certificate.ts";
import { Ddclient } from "./ddclient.ts";
import { seenAddresses } from "./dns-view.ts";
import { Inadyn } from "./inadyn.ts";
import { NetworkNamespace } from "./network-namespace.ts";
import { pythonTool } from "./python-tools.ts";
import { RealServer } from "./real-server.ts";
import { type Ran, runProgram } from "./run-program.ts";

/**
 * Update clients in other dialects than dyndns2 against our real server, each with the right token and a wrong one.
 * Some know their service by its name alone, so all of it happens in a network where those names are ours. ddclient 3.10.0
 * and inadyn 2.10.0 of Debian, dyndnsc 0.6.1 and dns-lexicon of PyPI.
 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

const home = "home.dyn.example";
const base = "http://127.0.0.1";
const authority = createAuthority();
let namespace: NetworkNamespace;
let server: RealServer;
let token = "";

beforeAll(async () => {
  namespace = await NetworkNamespace.open(["www.duckdns.org", "ipv4.dynv6.com"]);
  server = new RealServer({
    prefix: namespace.prefix,
    ports: { dns: 53, http: 80, https: 443 },
    tls: authority.issue({ hosts: ["127.0.0.1"] }),
  });
  await server.start();
  writeFileSync(join(server.folder, "authority.pem"), authority.certificate);
  token = await server.addHost(home);
});

afterAll(async () => {
  await server.stop();
  await namespace.close();
});

beforeEach(async () => {
  const gone = await curl(
    "-H",
    `Authorization: Bearer ${token}`,
    "-X",
    "PUT",
    "-d",
    '{"ipv4":[],"ipv6":[]}',
    `${base}/api/v1/names/${home}/addresses`,
  );
  expect(gone.status).toBe(0);
});

const run = (...command: readonly string[]): Promise<Ran> => runProgram([...namespace.prefix, ...command]);
const curl = (...args: readonly string[]): Promise<Ran> => run("curl", "-sS", ...args);
const seen = (): Promise<readonly string[]> => seenAddresses(53, home, namespace.prefix);
const wrong = "x".repeat(40);

describe("ddclient", () => {
  const rows: readonly (readonly [protocol: string, login: string, refusal: RegExp])[] = [
    ["duckdns", "", /FAILED: .*Server said: 'KO'/],
    ["noip", `login=${home}, `, /FAILED: .*authorization failed/],
  ];
  for (const [protocol, login, refusal] of rows) {
    const lines = (secret: string): readonly string[] => [
      // These two protocols know https alone.
      `ssl_ca_file=${join(server.folder, "authority.pem")}`,
      "use=cmd, cmd='echo 192.0.2.1'",
      `protocol=${protocol}, server=127.0.0.1:443, ${login}password=${secret} ${home}`,
    ];
    test(`${protocol}: success, and again without a change`, async () => {
      const ddclient = new Ddclient(server.folder, namespace.prefix);
      ddclient.configure(lines(token));
      expect(await ddclient.run()).toEqual({ status: 0, output: expect.stringMatching(/^SUCCESS: /m) });
      expect(await seen()).toEqual(["192.0.2.1"]);
      const before = await server.revision();
      expect((await ddclient.run(["-force"])).status).toBe(0);
      expect(await server.revision()).toBe(before);
    });

    test(`${protocol}: a wrong secret`, async () => {
      const ddclient = new Ddclient(server.folder, namespace.prefix);
      ddclient.configure(lines(wrong));
      expect((await ddclient.run()).output).toMatch(refusal);
      expect(await seen()).toEqual([]);
    });
  }
});

describe("inadyn", () => {
  const earlier = "192.0.2.254";
  const rows: readonly (readonly [provider: string, published: string, refusal: number])[] = [
    ["default@duckdns.org", "192.0.2.1", 48],
    // It says `auto`, whatever it has found out itself.
    ["default@ipv4.dynv6.com", "127.0.0.1", 50],
  ];
  for (const [provider, published, refusal] of rows) {
    const section = (secret: string): readonly string[] => [
      `provider ${provider} {`,
      `  username = ${secret}`,
      "  password = none",
      `  hostname = ${home}`,
      '  checkip-command = "echo 192.0.2.1"',
      "  ssl = false",
      "}",
    ];
    test(`${provider}: success`, async () => {
      const inadyn = new Inadyn(server.folder, namespace.prefix);
      inadyn.remember(home, earlier);
      inadyn.configure(section(token));
      const words = `Successful alias table update for ${home} => new IP# 192.0.2.1`;
      expect(await inadyn.run()).toEqual({ status: 0, output: expect.stringContaining(words) });
      expect(await seen()).toEqual([published]);
    });

    test(`${provider}: a wrong secret ends it with ${refusal}`, async () => {
      const inadyn = new Inadyn(server.folder, namespace.prefix);
      inadyn.remember(home, earlier);
      inadyn.configure(section(wrong));
      expect((await inadyn.run()).status).toBe(refusal);
      expect(inadyn.remembered(home)).toBe(earlier);
      expect(await seen()).toEqual([]);
    });
  }
});

describe("dyndnsc", () => {
  const rows: readonly (readonly [updater: string, options: (secret: string) => Readonly<Record<string, string>>])[] = [
    ["dyndns2", (secret) => ({ hostname: home, userid: home, password: secret, url: `${base}/nic/update` })],
    ["duckdns", (secret) => ({ hostname: home, token: secret, url: `${base}/update` })],
  ];
  for (const [updater, options] of rows) {
    const update = (secret: string): Promise<Ran> => {
      const given = Object.entries(options(secret)).flatMap(([name, value]) => [`--updater-${updater}-${name}`, value]);
      const detector = ["--detector-command", "--detector-command-command", "echo 192.0.2.1"];
      return run(pythonTool("dyndnsc"), "--debug", `--updater-${updater}`, ...given, ...detector);
    };
    test(`${updater}: success`, async () => {
      const ran = await update(token);
      expect({ ran, seen: await seen() }).toMatchObject({ ran: { status: 0 }, seen: ["192.0.2.1"] });
    });

    test(`${updater}: a wrong secret publishes nothing`, async () => {
      await update(wrong);
      expect(await seen()).toEqual([]);
    });
  }
});

describe("dns-lexicon at the PowerDNS interface", () => {
  /** Its own command line asks DNS for the zone, whatever it is told; the same without, from the environment. */
  const program = "import lexicon.client; raise SystemExit(not lexicon.client.Client().execute())";
  const lexicon = (secret: string, action: "create" | "delete"): Promise<Ran> =>
    runProgram([...namespace.prefix, pythonTool("python"), "-Wignore", "-c", program], {
      folder: server.folder,
      environment: {
        HOME: server.folder,
        LEXICON_PROVIDER_NAME: "powerdns",
        LEXICON_ACTION: action,
        LEXICON_DOMAIN: "example.net",
        LEXICON_TYPE: "TXT",
        LEXICON_NAME: "_acme-challenge.home",
        LEXICON_CONTENT: "proof",
        LEXICON_POWERDNS_PDNS_SERVER: base,
        LEXICON_POWERDNS_AUTH_TOKEN: secret,
      },
    });
  const texts = async (): Promise<string> =>
    (await run("dig", "@127.0.0.1", "_acme-challenge.home.example.net", "TXT", "+short")).output;

  test("a proof comes and goes", async () => {
    // It takes its zone from the list of public suffixes, in which `example` is none.
    expect(await server.command("zone", "add", "example.net")).toMatchObject({ status: 0 });
    const token = await server.addHost("home.example.net");
    expect(await lexicon(token, "create")).toMatchObject({ status: 0 });
    expect(await texts()).toBe('"proof"\n');
    expect(await lexicon(token, "delete")).toMatchObject({ status: 0 });
    expect(await texts()).toBe("");
  });

  test("a wrong secret publishes nothing", async () => {
    expect(await lexicon(wrong, "create")).toEqual({ status: 1, output: expect.stringContaining("401") });
    expect(await texts()).toBe("");
  });
});

describe("curl", () => {
  const proof = "p".repeat(43);
  const rows: readonly (readonly [name: string, args: (token: string) => readonly string[], body: string])[] = [
    ["DuckDNS by path", (secret) => ["-0", `${base}/update/home/${secret}/192.0.2.1`], "OK"],
    [
      "FreeDNS, version 1",
      (secret) => [`${base}/dynamic/update.php?${secret}&address=192.0.2.1`],
      `Updated ${home} to 192.0.2.1`,
    ],
    ["FreeDNS, version 2", (secret) => ["-0", `${base}/u/${secret}/?ip=192.0.2.1`], `Updated ${home} to 192.0.2.1`],
    ["deSEC", (secret) => ["-H", `Authorization: Token ${secret}`, `${base}/?myipv4=192.0.2.1`], "good"],
    ["nsupdate.info", (secret) => ["-u", `${home}:${secret}`, `${base}/nic/delete`], "deleted A"],
    [
      "a JSON report",
      (secret) => ["-H", `Authorization: Bearer ${secret}`, "-d", '{"public_ip":"192.0.2.1"}', `${base}/report`],
      '"status":"updated"',
    ],
    [
      "acme-dns",
      (secret) => [
        "-H",
        `X-Api-User: home`,
        "-H",
        `X-Api-Key: ${secret}`,
        "-d",
        JSON.stringify({ subdomain: "home", txt: proof }),
        `${base}/update`,
      ],
      proof,
    ],
  ];
  for (const [name, args, body] of rows) {
    test(name, async () => {
      const before = await server.revision();
      const refused = await curl(...args(wrong));
      expect(refused.output).not.toContain(body);
      expect(await server.revision()).toBe(before);
      expect((await curl(...args(token))).output).toContain(body);
      if (name !== "nsupdate.info" && name !== "acme-dns") expect(await seen()).toEqual(["192.0.2.1"]);
    });
  }
});
