import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createAuthority } from "../support/certificate.ts";
import { queryOf } from "../support/answering-zones.ts";
import { RealServer } from "./real-server.ts";

/** What kdig (Knot), dig (BIND) and curl make of DNS over TLS and over HTTPS. */

const authority = createAuthority();
const server = new RealServer({ tls: authority.issue({ hosts: ["dns.example", "127.0.0.1"] }) });
let trusted = "";

beforeAll(async () => {
  await server.start();
  trusted = join(server.folder, "authority.pem");
  writeFileSync(trusted, authority.certificate);
}, 30_000);

afterAll(() => server.stop());

async function run(program: string, args: readonly string[]): Promise<string> {
  const child = Bun.spawn([program, ...args], { stdout: "pipe", stderr: "pipe" });
  const [output, complaints] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return output + complaints;
}

const found = /ns1\.dyn\.example\.\s+60\s+IN\s+A\s+127\.0\.0\.1/;
const strict = (): readonly string[] => [`+tls-ca=${trusted}`, "+tls-hostname=dns.example"];

describe("DNS over TLS", () => {
  const kdig = (...args: readonly string[]): Promise<string> =>
    run("kdig", ["-p", `${server.ports.dnsTls}`, "@127.0.0.1", "+retry=0", "+time=3", ...args]);

  test("kdig checks the certificate and reads the answer", async () => {
    const output = await kdig("+tls", ...strict(), "ns1.dyn.example", "A");
    expect(output).toContain("TLS session (TLS1.3)");
    expect(output).toMatch(found);
    const other = [`+tls-ca=${trusted}`, "+tls-hostname=other.example"];
    expect(await kdig("+tls", ...other, "ns1.dyn.example", "A")).not.toMatch(found);
  });

  test("kdig asks several times in one connection", async () => {
    const output = await kdig("+tls", ...strict(), "+keepopen", "ns1.dyn.example", "A", "dyn.example", "SOA");
    expect(output).toMatch(found);
    expect(output).toMatch(/dyn\.example\.\s+60\s+IN\s+SOA/);
  });

  test("dig of BIND reads the answer", async () => {
    const args = ["-p", `${server.ports.dnsTls}`, "@127.0.0.1", "+tls", "ns1.dyn.example", "A"];
    expect(await run("dig", args)).toMatch(found);
  });

  test("whoever does not speak TLS is cut off", async () => {
    const output = await run("dig", ["-p", `${server.ports.dnsTls}`, "@127.0.0.1", "+tcp", "+tries=1", "dyn.example"]);
    expect(output).toMatch(/end of file|connection reset|no servers could be reached/);
  });

  test("an update without a key is refused there too", async () => {
    const args = ["-p", `${server.ports.dnsTls}`, "@127.0.0.1", "+tls", "+opcode=update", "dyn.example", "SOA"];
    expect(await run("dig", args)).toMatch(/status: REFUSED/);
  });
});

describe("DNS over HTTPS", () => {
  const query = queryOf("ns1.dyn.example. A +edns");
  const curl = (...args: readonly string[]): Promise<string> =>
    run("curl", ["--silent", "--show-error", "--cacert", trusted, "--include", ...args]);
  const url = (rest = ""): string => `https://127.0.0.1:${server.ports.https}/dns-query${rest}`;

  test("kdig reads the answer by GET and POST", async () => {
    const args = ["-p", `${server.ports.https}`, "@127.0.0.1", "+retry=0", "+time=3", "ns1.dyn.example", "A"];
    expect(await run("kdig", ["+https", ...args])).toMatch(found);
    expect(await run("kdig", ["+https", "+https-get", ...args])).toMatch(found);
  });

  test("dig of BIND reads the answer by GET and POST", async () => {
    const args = ["-p", `${server.ports.https}`, "@127.0.0.1", "+tries=1", "ns1.dyn.example", "A"];
    expect(await run("dig", ["+https", ...args])).toMatch(found);
    expect(await run("dig", ["+https-get", ...args])).toMatch(found);
  });

  test("curl gets a message that may be kept as long as its records", async () => {
    const output = await curl(url(`?dns=${Buffer.from(query).toString("base64url")}`));
    expect(output).toMatch(/^HTTP\/[\d.]+ 200/);
    expect(output.toLowerCase()).toContain("content-type: application/dns-message");
    expect(output.toLowerCase()).toContain("cache-control: max-age=60");
  });

  test("curl posts a message", async () => {
    const file = join(server.folder, "query");
    writeFileSync(file, query);
    const posted = ["--data-binary", `@${file}`, url()];
    const output = await curl("-H", "Content-Type: application/dns-message", ...posted);
    expect(output).toMatch(/^HTTP\/[\d.]+ 200/);
    expect(await curl("-H", "Content-Type: text/plain", ...posted)).toMatch(/^HTTP\/[\d.]+ 415/);
  });

  test("a refusal reaches clients that are still sending, whatever the path", async () => {
    const file = join(server.folder, "much");
    writeFileSync(file, new Uint8Array(60_000));
    for (const version of ["--http1.1", "--http2"]) {
      for (const [path, status] of [
        ["/dns-query", 415],
        ["/nowhere", 404],
        ["/api/v1/names/a.dyn.example/addresses", 401],
      ] as const) {
        const whole = `https://127.0.0.1:${server.ports.https}${path}`;
        const method = path.startsWith("/api") ? "PUT" : "POST";
        const output = await curl(
          version,
          "-X",
          method,
          "-H",
          "Content-Type: text/plain",
          "--data-binary",
          `@${file}`,
          whole,
        );
        expect(output).toMatch(new RegExp(`HTTP/[\\d.]+ ${status}`));
      }
    }
  });

  test("curl is refused what is no query", async () => {
    const update = queryOf("dyn.example. SOA opcode=UPDATE");
    for (const [args, status] of [
      [[url()], 400],
      [[url("?dns=%21")], 400],
      [[url("?dns=AAAA")], 400],
      [[url(`?dns=${Buffer.from(update).toString("base64url")}`)], 400],
      [["-X", "PUT", url()], 405],
    ] as const) {
      expect(await curl(...args)).toMatch(new RegExp(`^HTTP/[\\d.]+ ${status}`));
    }
  });
});
