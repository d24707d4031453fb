import { describe, expect, test } from "bun:test";
import { type Run, runOnHost } from "../../test/support/command-bench.ts";
import { settleText } from "../../test/support/config-bench.ts";
import { FakeHost } from "../../test/support/fake-host.ts";
import type { Language } from "../core/language.ts";
import { catalogue } from "../providers/catalogue.ts";
import { declaredProviders } from "./declared-providers.ts";
import { exampleEntry } from "./provider-example.ts";

function type(line: string, language: Language = "en"): Promise<Run> {
  return runOnHost(line.split(" "), new FakeHost({}), { language, catalogue });
}

const declarations = await declaredProviders(catalogue);

describe("provider list", () => {
  test("has a line for each", async () => {
    const { status, stdout } = await type("provider list");
    expect(status).toBe(0);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1 + catalogue.ids.length);
    expect(stdout).toMatch(/^TYPE +SERVICE +ADDRESSES +SITE\n/);
  });

  test("finds by a part of the name, whatever its case", async () => {
    const { stdout } = await type("provider list DUCK");
    expect(stdout).toMatch(/^TYPE.*\nduckdns +Duck DNS +IPv4 IPv6 +https:\/\/www\.duckdns\.org\n$/);
  });

  test("as JSON", async () => {
    const { stdout } = await type("provider list duck --json");
    expect(JSON.parse(stdout)).toEqual([
      { type: "duckdns", label: "Duck DNS", site: "https://www.duckdns.org", families: ["ipv4", "ipv6"] },
    ]);
  });

  for (const [language, said] of [
    ["en", 'No provider is called "nosuch".'],
    ["zh-CN", "没有叫做“nosuch”的服务商。"],
  ] as const) {
    test(`says in ${language} when there is none, and what else there is`, async () => {
      const { status, stderr } = await type("provider list nosuch", language);
      expect(status).toBe(1);
      expect(stderr).toStartWith(said);
      expect(stderr).toContain("custom");
    });
  }
});

describe("provider show", () => {
  test("tells what to fill in, what it can do, and has an entry to copy", async () => {
    const { status, stdout } = await type("provider show cloudflare");
    expect(status).toBe(0);
    for (const line of [
      "Cloudflare (cloudflare)",
      "Publishes IPv4 and IPv6, up to 200 addresses per family and name.",
      "  Fill in one of: token; or email + global-key",
      "      token: env:CLOUDFLARE_TOKEN",
    ]) {
      expect(stdout.split("\n")).toContain(line);
    }
  });

  test("in Chinese", async () => {
    const { stdout } = await type("provider show duckdns", "zh-CN");
    expect(stdout).toContain("可发布 IPv4、IPv6，每个名称每个协议族一个地址。");
    expect(stdout).toContain("服务商设置：");
  });

  test("as JSON, without what only programs can do", async () => {
    const { stdout } = await type("provider show duckdns --json");
    expect(JSON.parse(stdout)).toMatchObject({
      id: "duckdns",
      kind: "push",
      credentials: { token: { kind: "secret" } },
    });
  });

  test("a name that is nearly one: status 2, and which was meant", async () => {
    expect(await type("provider show clouflare")).toEqual({
      status: 2,
      stdout: "",
      stderr: 'There is no provider clouflare. Did you mean cloudflare? "holdfast provider list" shows all.\n',
    });
  });

  for (const declaration of declarations) {
    test(`the entry to copy for ${declaration.id} is one, once it is filled in`, async () => {
      const entry = exampleEntry(declaration);
      const variables = entry.flatMap((line) => / env:(\w+)$/.exec(line)?.[1] ?? []);
      const environment = Object.fromEntries(variables.map((name) => [name, "c2VjcmV0"]));
      const { problems } = await settleText(entry.join("\n"), { environment, catalogue });
      expect(problems).toEqual([]);
      for (const name of variables) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
    });
  }
});
