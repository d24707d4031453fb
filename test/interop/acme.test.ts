import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAuthority } from "../support/certificate.ts";
import { NetworkNamespace } from "./network-namespace.ts";
import { Pebble } from "./pebble.ts";
import { RealServer } from "./real-server.ts";
import { type Ran, runProgram } from "./run-program.ts";

/**
 * Debian's lego 4.9.1 obtains certificates from pebble by DNS-01 through our real server, in each of the dialects it
 * speaks; Debian's knows no acme-dns. Some of them know their service by its name alone, so all of it happens in a network where those names are ours.
 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

const services = ["www.duckdns.org", "dyn.dns.he.net"];
const home = "home.dyn.example";
/** lego's DuckDNS asks for names of the service alone. */
const duck = "home.duckdns.org";

const authority = createAuthority();
const tokens = new Map<string, string>();
let namespace: NetworkNamespace;
let server: RealServer;
let pebble: Pebble;

beforeAll(async () => {
  namespace = await NetworkNamespace.open(services);
  const { prefix } = namespace;
  server = new RealServer({
    prefix,
    ports: { dns: 53, http: 80, https: 443 },
    tls: authority.issue({ hosts: ["127.0.0.1", ...services] }),
  });
  await server.start();
  expect(await server.command("zone", "add", "duckdns.org")).toMatchObject({ status: 0 });
  for (const host of [home, duck]) tokens.set(host, await server.addHost(host));
  writeFileSync(join(server.folder, "authority.pem"), authority.certificate);
  pebble = new Pebble(prefix);
  await pebble.start(authority, "127.0.0.1:53");
});

afterAll(async () => {
  await pebble.stop();
  await server.stop();
  await namespace.close();
});

interface Row {
  readonly provider: string;
  /** httpreq's other form. */
  readonly isRaw?: boolean;
  readonly host: string;
  /** What lego is told in its environment. */
  readonly settings: (token: string) => Readonly<Record<string, string>>;
  /** Those whose proofs stand beside each other prove a name and its wildcard at once. */
  readonly withWildcard: boolean;
  /** What stays behind: Hurricane Electric's text becomes a dot. */
  readonly left: RegExp;
}

const base = "http://127.0.0.1";

const rows: readonly Row[] = [
  {
    provider: "httpreq",
    host: home,
    settings: (token) => ({ HTTPREQ_ENDPOINT: base, HTTPREQ_USERNAME: home, HTTPREQ_PASSWORD: token }),
    withWildcard: true,
    left: /^$/,
  },
  {
    provider: "httpreq",
    isRaw: true,
    host: home,
    settings: (token) => ({
      HTTPREQ_ENDPOINT: base,
      HTTPREQ_MODE: "RAW",
      HTTPREQ_USERNAME: home,
      HTTPREQ_PASSWORD: token,
    }),
    withWildcard: false,
    left: /^$/,
  },
  {
    provider: "pdns",
    host: home,
    settings: (token) => ({ PDNS_API_URL: base, PDNS_API_KEY: token }),
    withWildcard: false,
    left: /^$/,
  },
  {
    provider: "duckdns",
    host: duck,
    settings: (token) => ({ DUCKDNS_TOKEN: token }),
    withWildcard: false,
    left: /^$/,
  },
  {
    provider: "hurricane",
    host: home,
    settings: (token) => ({ HURRICANE_TOKENS: `_acme-challenge.${home}:${token},${home}:${token}` }),
    withWildcard: false,
    left: /^"\."\n$/,
  },
];

async function obtain(row: Row, secret: string | undefined, folder: string): Promise<Ran> {
  const file = join(server.folder, "authority.pem");
  const domains = [row.host, ...(row.withWildcard ? [`*.${row.host}`] : [])].flatMap((name) => ["--domains", name]);
  const command = ["lego", "--server", pebble.directory, "--accept-tos", "--email", "me@example.net", "--path", folder];
  const dns = ["--dns", row.provider, "--dns.resolvers", "127.0.0.1:53", "--dns.disable-cp"];
  return runProgram([...namespace.prefix, ...command, ...dns, ...domains, "run"], {
    environment: { LEGO_CA_CERTIFICATES: file, SSL_CERT_FILE: file, ...row.settings(secret ?? "") },
  });
}

describe("lego", () => {
  for (const row of rows) {
    const { provider, host, withWildcard, left } = row;
    const folder = (): string => mkdtempSync(join(server.folder, "lego-"));
    const mode = row.isRaw === true ? " in raw mode" : "";
    test(`${provider}${mode}: a certificate${withWildcard ? " with a wildcard" : ""}`, async () => {
      const place = folder();
      const ran = await obtain(row, tokens.get(host), place);
      expect(ran).toEqual({ status: 0, output: expect.stringContaining("Server responded with a certificate.") });
      expect(existsSync(join(place, "certificates", `${host}.crt`))).toBe(true);
      const dig = ["dig", "@127.0.0.1", `_acme-challenge.${host}`, "TXT", "+short"];
      expect((await runProgram([...namespace.prefix, ...dig])).output).toMatch(left);
      await runProgram([
        ...namespace.prefix,
        "curl",
        "-fsS",
        `${base}/update?domains=${host}&token=${tokens.get(host)}&clear=true&txt=`,
      ]);
    });

    test(`${provider}${mode}, wrong token: refused, and nothing published`, async () => {
      const before = await server.revision();
      const ran = await obtain(row, "x".repeat(40), folder());
      expect(ran).toEqual({ status: 1, output: expect.stringContaining("error presenting token: ") });
      expect(await server.revision()).toBe(before);
    });
  }
});
