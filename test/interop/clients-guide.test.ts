import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAuthority } from "../support/certificate.ts";
import { Ddclient } from "./ddclient.ts";
import { seenAddresses } from "./dns-view.ts";
import { Inadyn } from "./inadyn.ts";
import { RawConnection } from "./raw-connection.ts";
import { holdfast, RealServer } from "./real-server.ts";
import { type Ran, runProgram } from "./run-program.ts";

/**
 * The blocks of `docs/guides/clients.md`, run as they stand there, with the names of this test's server, host and token put
 * in. A block that no test runs is a failure.
 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

const guide = readFileSync(join(import.meta.dir, "../../docs/guides/clients.md"), "utf8");
const blocks = new Map(
  [...guide.matchAll(/^```\w+ ([\w-]+)\n([\s\S]*?)^```$/gm)].map(([, name, text]) => [name, text]),
);
const tested = new Set<string>();

const authority = createAuthority();
const server = new RealServer({ tls: authority.issue({ hosts: ["127.0.0.1"] }) });
const home = "home.dyn.example";
let token = "";
let authorityFile = "";
let printIpv6 = "";

beforeAll(async () => {
  await server.start();
  token = await server.addHost(home);
  authorityFile = join(server.folder, "authority.pem");
  writeFileSync(authorityFile, authority.certificate);
  printIpv6 = join(server.folder, "print-my-ipv6");
  writeFileSync(printIpv6, "#!/bin/sh\necho 2001:db8::7\n");
  chmodSync(printIpv6, 0o755);
});

afterAll(() => server.stop());

beforeEach(() => server.publish(home, token, []));

/** A block with this test's names in their places. */
function block(name: string): string {
  tested.add(name);
  const text = blocks.get(name);
  if (text === undefined) throw new Error(`the guide has no block ${name}`);
  return text
    .replaceAll("home.dyn.example.org", home)
    .replaceAll("dyn.example.org", `127.0.0.1:${server.ports.https}`)
    .replaceAll("TOKEN", token)
    .replaceAll("/usr/local/bin/print-my-ipv6", printIpv6);
}

const seen = (): Promise<readonly string[]> => seenAddresses(server.ports.dns, home);

describe("ddclient", () => {
  for (const [name, address] of [
    ["ddclient", "127.0.0.1"],
    ["ddclient-ipv6", "2001:db8::7"],
  ] as const) {
    test(name, async () => {
      const ddclient = new Ddclient(server.folder);
      ddclient.configure([`ssl_ca_file=${authorityFile}`, block(name)]);
      const words = `SUCCESS:  updating ${home}: good: IP address set to ${address}\n`;
      expect(await ddclient.run()).toEqual({ status: 0, output: expect.stringContaining(words) });
      expect(await seen()).toEqual([address]);
    });
  }
});

describe("inadyn", () => {
  for (const [name, address] of [
    ["inadyn", "127.0.0.1"],
    ["inadyn-ipv6", "2001:db8::7"],
  ] as const) {
    test(name, async () => {
      const inadyn = new Inadyn(server.folder);
      inadyn.remember(home, "192.0.2.254");
      // Loopback is no address that inadyn would accept from a server.
      inadyn.configure([`ca-trust-file = ${authorityFile}`, "verify-address = false", block(name)]);
      const words = `Successful alias table update for ${home} => new IP# ${address}\n`;
      expect(await inadyn.run()).toEqual({ status: 0, output: expect.stringContaining(words) });
      expect(await seen()).toEqual([address]);
    });
  }
});

describe("commands", () => {
  const shell = (text: string): Promise<Ran> => {
    const settings = join(server.folder, "wgetrc");
    writeFileSync(settings, `ca_certificate = ${authorityFile}\n`);
    return runProgram(["sh", "-c", text], { environment: { CURL_CA_BUNDLE: authorityFile, WGETRC: settings } });
  };
  for (const [name, ...addresses] of [
    ["curl", "127.0.0.1"],
    ["curl-both-families", "198.51.100.7", "2001:db8::7"],
    ["wget", "198.51.100.7"],
  ] as const) {
    test(name, async () => {
      expect(await shell(block(name))).toEqual({ status: 0, output: `good ${addresses.join(",")}` });
      expect(await seen()).toEqual([...addresses]);
    });
  }

  test("openwrt, by wget, which ddns-scripts use", async () => {
    const url = block("openwrt")
      .trim()
      .replace("[USERNAME]", home)
      .replace("[PASSWORD]", token)
      .replace("[DOMAIN]", home)
      .replace("[IP]", "198.51.100.8");
    expect(await shell(`wget -qO- '${url}'`)).toEqual({ status: 0, output: "good 198.51.100.8" });
  });
});

describe("URLs of routers", () => {
  const ask = async (url: string): Promise<string | undefined> => {
    const connection = new RawConnection(server.ports.http);
    const path = url.trim().replace(/^(https:\/\/)?[^/]+/, "");
    const authorization = `Authorization: Basic ${btoa(`${home}:${token}`)}`;
    await connection.say(`GET ${path} HTTP/1.0\r\nHost: dyn.example\r\n${authorization}\r\n\r\n`);
    const answer = await connection.next();
    await connection.rest();
    return answer?.body;
  };

  test("fritzbox", async () => {
    const url = block("fritzbox").replace("<domain>", home);
    const filled = (ipv4: string, ipv6: string): string => url.replace("<ipaddr>", ipv4).replace("<ip6addr>", ipv6);
    expect(await ask(filled("198.51.100.7", "2001:db8::7"))).toBe("good 198.51.100.7,2001:db8::7");
    expect(await ask(filled("", "2001:db8::8"))).toBe("good 2001:db8::8");
    expect(await ask(filled("198.51.100.8", ""))).toBe("good 198.51.100.8");
    expect(await seen()).toEqual(["198.51.100.8", "2001:db8::8"]);
  });

  test("synology", async () => {
    const url = block("synology").replace("__HOSTNAME__", home).replace("__MYIP__", "198.51.100.7");
    expect(await ask(url)).toBe("good 198.51.100.7");
  });

  test("unifi", async () => {
    expect(await ask(block("unifi").replace("%h", home).replace("%i", "198.51.100.7"))).toBe("good 198.51.100.7");
  });
});

test("agent", async () => {
  const folder = join(server.folder, "agent");
  mkdirSync(folder);
  // Sources of a test must not reach beyond loopback, and a test's DNS is delegated by nobody.
  const choices = "provider: mine, ipv4: 'static:198.51.100.7', ipv6: 'off', scopes: [documentation] }";
  const text = block("agent")
    .replace(`env:${token}`, "env:TOKEN")
    .replace("https://", "http://")
    .replace(`:${server.ports.https}`, `:${server.ports.http}`)
    .replace("provider: mine }", choices);
  writeFileSync(join(folder, "holdfast.yaml"), `${text}    verify: { servers: ["127.0.0.1:${server.ports.dns}"] }\n`);
  const argv = [...holdfast, "once", "--config", join(folder, "holdfast.yaml"), "--state", join(folder, "state")];
  const ran = await runProgram(argv, { environment: { TOKEN: token } });
  expect(ran).toEqual({ status: 0, output: expect.stringContaining("updated") });
  expect(await seen()).toEqual(["198.51.100.7"]);
});

test("every block of the guide is run above", () => {
  expect([...blocks.keys()].filter((name) => !tested.has(name ?? ""))).toEqual([]);
});
