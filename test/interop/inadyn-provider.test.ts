import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { answerForms, expectInadynEnd, formAddress, formHost, wireForm } from "./answer-forms.ts";
import { Daemon } from "./daemon.ts";
import { seenAddresses } from "./dns-view.ts";
import { Inadyn } from "./inadyn.ts";
import { NetworkNamespace } from "./network-namespace.ts";
import { RealServer } from "./real-server.ts";
import { runProgram } from "./run-program.ts";

/**
 * inadyn's built-in dyndns2 providers against our real server. They know their service by its name and port 80 alone, so
 * all of it happens in a network where those names are ours, as on a LAN whose resolver says so.
 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

/** Providers of the same plug-in, each with the name it calls. */
const providers: readonly (readonly [provider: string, name: string])[] = [
  ["default@dyndns.org", "members.dyndns.org"],
  ["default@no-ip.com", "dynupdate.no-ip.com"],
  ["dyndns@he.net", "dyn.dns.he.net"],
  ["default@spdyn.de", "update.spdyn.de"],
  ["ipv4@nsupdate.info", "ipv4.nsupdate.info"],
  ["default@dynu.com", "api.dynu.com"],
];

const scripted = "scripted.dyn.example";
const hosts = ["home.dyn.example", "nas.dyn.example"] as const;
const [home, nas] = hosts;
const earlier = "192.0.2.254";
const tokens = new Map<string, string>();
const forms = new Daemon("forms");
let namespace: NetworkNamespace;
let server: RealServer;

beforeAll(async () => {
  namespace = await NetworkNamespace.open([...providers.map(([, name]) => name), scripted]);
  server = new RealServer({ prefix: namespace.prefix, ports: { dns: 53, http: 80 } });
  await server.start();
  for (const host of hosts) tokens.set(host, await server.addHost(host));
});

afterAll(async () => {
  await server.stop();
  await forms.stop();
  await namespace.close();
});

let inadyn: Inadyn;
beforeEach(() => {
  inadyn = new Inadyn(server.folder, namespace.prefix);
  for (const host of [...hosts, "nobody.dyn.example"]) inadyn.remember(host, earlier);
});

function section(
  address: string,
  facts: { readonly provider?: string; readonly hosts?: string; readonly password?: string | undefined } = {},
): readonly string[] {
  const { provider = "default@dyndns.org", hosts: names = home, password = tokens.get(home) } = facts;
  return [
    "allow-ipv6 = true",
    `provider ${provider} {`,
    "  username = token",
    `  password = ${password}`,
    `  hostname = { ${names} }`,
    `  checkip-command = "echo ${address}"`,
    "  wildcard = true",
    "  ssl = false",
    "}",
  ];
}

const seen = (host: string): Promise<readonly string[]> => seenAddresses(53, host, namespace.prefix);

describe("a change", () => {
  for (const [index, [provider, name]] of providers.entries()) {
    test(`of ${provider}: good, remembered, seen`, async () => {
      const address = `192.0.2.${index + 1}`;
      inadyn.configure(section(address, { provider }));
      const ran = await inadyn.run();
      expect(ran.output).toContain(`GET /nic/update?hostname=${home}&myip=${address}&wildcard=ON HTTP/1.0`);
      expect(ran.output).toContain(`\nHost: ${name}`);
      expect(ran).toEqual({ status: 0, output: expect.stringContaining(`\ngood ${address}\n`) });
      expect(inadyn.remembered(home)).toBe(address);
      expect((await seen(home))[0]).toBe(address);
    });
  }

  test("to IPv6, whose colons it does not escape; nochg when it is forced; another address is good again", async () => {
    inadyn.configure(section("2001:db8::1"));
    const first = await inadyn.run();
    expect(first.output).toContain(`&myip=2001:db8::1&wildcard=ON HTTP/1.0`);
    expect(first).toEqual({ status: 0, output: expect.stringContaining("\ngood 2001:db8::1\n") });
    expect(await seen(home)).toContain("2001:db8::1");
    const before = await server.revision();
    const forced = await inadyn.run(["--force"]);
    expect(forced).toEqual({ status: 0, output: expect.stringContaining("\nnochg 2001:db8::1\n") });
    expect(forced.output).toContain(`Successful alias table update for ${home}`);
    expect(await server.revision()).toBe(before);
    inadyn.configure(section("2001:db8::2"));
    expect(await inadyn.run()).toEqual({ status: 0, output: expect.stringContaining("\ngood 2001:db8::2\n") });
  });

  test("without anything remembered: it asks the resolver first, in vain, and sends", async () => {
    const fresh = new Inadyn(server.folder, namespace.prefix);
    fresh.configure(section("192.0.2.30"));
    const ran = await fresh.run();
    expect(ran.output).toContain(`Failed resolving hostname ${home}: `);
    expect(ran).toEqual({ status: 0, output: expect.stringContaining("\ngood 192.0.2.30\n") });
    expect(fresh.remembered(home)).toBe("192.0.2.30");
  });
});

describe("a refusal", () => {
  test("wrong password: it ends", async () => {
    inadyn.configure(section("192.0.2.66", { password: "wrong" }));
    const ran = await inadyn.run();
    expect(ran).toEqual({ status: 50, output: expect.stringContaining("]: [401 Unauthorized] badauth\n") });
    expect(inadyn.remembered(home)).toBe(earlier);
  });

  test("unknown host: it ends, and hosts after it are not reached", async () => {
    inadyn.configure(section("192.0.2.66", { hosts: `nobody.dyn.example, ${home}` }));
    const ran = await inadyn.run();
    expect(ran).toEqual({ status: 48, output: expect.stringContaining("]: [404 Not Found] nohost\n") });
    expect(ran.output).not.toContain(`hostname=${home}`);
    expect(await seen(home)).not.toContain("192.0.2.66");
  });

  test("an address no host has: it waits", async () => {
    inadyn.configure(["verify-address = false", ...section("255.255.255.255")]);
    const ran = await inadyn.run();
    expect(ran.output).toContain("]: [503 Service Unavailable] dnserr\n");
    expect(ran.output).toContain("]: Will retry again in 600 sec ...\n");
  });

  test("the server is down: it says so, ends with 0, and is right when the server is back", async () => {
    await server.kill();
    inadyn.configure(section("192.0.2.40", { hosts: nas, password: tokens.get(nas) }));
    const down = await inadyn.run();
    expect(down).toEqual({ status: 0, output: expect.stringContaining("Failed connecting to members.dyndns.org: ") });
    expect(inadyn.remembered(nas)).toBe(earlier);
    await server.start();
    expect(await inadyn.run()).toEqual({ status: 0, output: expect.stringContaining("\ngood 192.0.2.40\n") });
    expect(await seen(nas)).toEqual(["192.0.2.40"]);
  });
});

describe("each form of an answer", () => {
  const answerPath = join(forms.folder, "answer");
  beforeAll(async () => {
    await server.kill();
    const [program = "", ...args] = [...namespace.prefix, process.execPath];
    forms.start(program, [...args, join(import.meta.dir, "scripted-server.ts"), "80", answerPath]);
    writeFileSync(answerPath, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    await forms.untilReady(async () => {
      const { status } = await runProgram([...namespace.prefix, "curl", "-s", "http://127.0.0.1/"]);
      return status === 0;
    });
  });

  for (const form of answerForms) {
    test(`${form.status} with ${JSON.stringify(form.body)}: ${form.provider}`, async () => {
      writeFileSync(answerPath, wireForm(form));
      inadyn.configure(section(formAddress, { hosts: formHost }));
      expectInadynEnd(form.provider, form, await inadyn.run(), inadyn, earlier);
    });
  }
});
