import { describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type AdministrationBench, administrationBench } from "../../test/support/administration-bench.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import type { Secret } from "../core/secret.ts";
import { fileReader } from "../platform/file-reader.ts";
import { demoTokens } from "./demo-tokens.ts";

const place = temporaryFolder();
const names = ["home.demo.test", "this-host.demo.test"];

async function server(): Promise<AdministrationBench> {
  const bench = await administrationBench();
  const zone = { apex: "demo.test", nameServers: [], nameServerAddresses: [], contact: undefined };
  expectOk(await bench.administration.addZone(zone));
  return bench;
}

async function tokensOf(bench: AdministrationBench): Promise<readonly (string | undefined)[]> {
  const tokens: ReadonlyMap<string, Secret> = expectOk(await demoTokens(place("t"), names, bench, fileReader));
  return names.map((name) => tokens.get(name)?.reveal());
}

async function expectWorking(bench: AdministrationBench, tokens: readonly (string | undefined)[]): Promise<void> {
  for (const [index, secret = ""] of tokens.entries()) {
    expectOk(await bench.authenticator.authenticate({ user: names[index], secret }));
  }
}

describe("the demonstration's tokens", () => {
  test("are made at the first start, for their owner's eyes", async () => {
    const bench = await server();
    await expectWorking(bench, await tokensOf(bench));
    expect(statSync(place("t")).mode & 0o777).toBe(0o600);
  });

  test("are the same at the next start, and nothing is written", async () => {
    const bench = await server();
    const first = await tokensOf(bench);
    const before = statSync(place("t"), { bigint: true });
    expect(await tokensOf(bench)).toEqual([...first]);
    const after = statSync(place("t"), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  test("one that was replaced by command is made anew, the other kept", async () => {
    const bench = await server();
    const [first, other] = await tokensOf(bench);
    expectOk(await bench.administration.renewToken("home.demo.test", false));
    const [second, same] = await tokensOf(bench);
    expect(second).not.toBe(first);
    expect(same).toBe(other);
    await expectWorking(bench, [second, same]);
  });

  for (const [what, text] of [
    ["nonsense", "}{"],
    ["another JSON value", "[1, 2]"],
    ["null", "null"],
    ["tokens of another server", JSON.stringify({ "home.demo.test": "x".repeat(40), "this-host.demo.test": 7 })],
    ["nothing", ""],
  ] as const) {
    test(`a file that holds ${what} is written anew`, async () => {
      writeFileSync(place("t"), text);
      const bench = await server();
      const tokens = await tokensOf(bench);
      await expectWorking(bench, tokens);
      expect(Object.values(JSON.parse(readFileSync(place("t"), "utf8")))).toEqual([...tokens]);
    });
  }

  test("a file that cannot be written is a failure", async () => {
    mkdirSync(place("t"));
    const result = await demoTokens(place("t"), names, await server(), fileReader);
    expect(result).toMatchObject({ ok: false, kind: "file-unwritten", path: place("t") });
  });

  test("accounts that fail are a failure", async () => {
    const bench = await server();
    bench.accounts.outage = { code: "accounts-unavailable", detail: "disk gone" };
    expect(await demoTokens(place("t"), names, bench, fileReader)).toMatchObject({
      ok: false,
      kind: "host-not-added",
      name: "home.demo.test",
      failure: { code: "accounts-unavailable" },
    });
  });
});
