import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { providerIds, registrySource } from "../../scripts/provider-registry.ts";
import type { Field } from "../core/provider.ts";
import { catalogue } from "./catalogue.ts";

const repository = join(import.meta.dir, "../..");
const ids = providerIds(import.meta.dir);

test("the registry is what the generator writes", () => {
  expect(readFileSync(join(import.meta.dir, "registry.gen.ts"), "utf8")).toBe(registrySource(ids));
});

test("the catalogue has every declaration, and knows no other", async () => {
  expect(catalogue.ids).toEqual(ids);
  for (const id of ["", "unknown", "toString", "__proto__", "kit"]) expect(await catalogue.load(id)).toBeUndefined();
});

for (const id of ids) {
  describe(id, async () => {
    const provider = await catalogue.load(id);
    if (provider === undefined) throw new Error(`${id} is in the catalogue`);

    test("is named like its file", () => {
      expect(provider.id).toBe(id);
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    });

    test("is held to the promises of its kind", () => {
      const source = readFileSync(join(import.meta.dir, `${id}.test.ts`), "utf8");
      expect(source).toMatch(
        provider.kind === "push" ? /\bconformsAsPushService\(/ : /\bconformsAs((Http)?ZoneApi|ClosedService)\(/,
      );
    });

    test("has its facts", () => {
      expect(provider.label.trim()).not.toBe("");
      for (const link of [provider.site, provider.manual]) {
        const isThere = link.startsWith("https://") ? URL.canParse(link) : existsSync(join(repository, link));
        expect(`${link} ${isThere}`).toBe(`${link} true`);
      }
      expect(provider.families.length).toBeGreaterThan(0);
      expect(provider.largestRRset).toBeGreaterThan(0);
      const { min, fallback, max } = provider.ttl ?? { min: 0, fallback: 0, max: 0 };
      expect([min, fallback, max]).toEqual([min, fallback, max].toSorted((a, b) => a - b));
    });

    test("tells people about itself in both languages", () => {
      const { names, access, quirks = [], unverified = [] } = provider;
      const { where, least, excess = [] } = access;
      const texts = [...quirks, ...unverified, ...excess.map(({ warning }) => warning)];
      for (const text of [...texts, where, least]) {
        expect(text.en).not.toMatch(/^$|[\u4e00-\u9fff]|\.$/);
        expect(text["zh-CN"]).not.toMatch(/^$|。$/);
      }
      for (const text of texts) expect(text["zh-CN"]).toMatch(/[\u4e00-\u9fff]/);
      for (const { field } of excess) expect(Object.keys(provider.credentials)).toContain(field);
      const aliases = names?.aliases ?? [];
      expect(new Set(aliases).size).toBe(aliases.length);
    });

    test("has fields that forms can show", () => {
      for (const [name, field] of Object.entries({ ...provider.credentials, ...provider.options })) {
        expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
        expect(problemsOf(field)).toEqual([]);
      }
    });

    test("has ways to sign in that a user can take", () => {
      const named = (provider.signIn ?? []).flat();
      for (const name of named) expect(provider.credentials[name]?.isRequired).toBe(false);
      const secrets = Object.values(provider.credentials).filter(({ kind }) => kind === "secret");
      expect(secrets.length).toBeGreaterThan(0);
    });
  });
}

function problemsOf(field: Field): readonly string[] {
  const texts = [field.description, field.whereToFind].flatMap((text) => text ?? []);
  const problems = texts.flatMap((text) => [
    ...(text.en.trim() === "" || /[\u4e00-\u9fff]/.test(text.en) ? ["English text"] : []),
    ...(!/[\u4e00-\u9fff]/.test(text["zh-CN"]) ? ["Chinese text"] : []),
  ]);
  const isChoice = field.kind === "choice";
  if (isChoice !== (field.choices !== undefined)) problems.push("choices");
  if (isChoice && field.fallback !== undefined && !field.choices?.includes(String(field.fallback))) {
    problems.push("fallback is no choice");
  }
  if (field.kind === "secret" && field.fallback !== undefined) problems.push("fallback of a secret");
  return problems;
}

describe("the bundle of a single-file executable", () => {
  test("holds every provider", async () => {
    const built = await Bun.build({
      entrypoints: [join(import.meta.dir, "catalogue.ts")],
      target: "bun",
      minify: true,
    });
    const text = (await Promise.all(built.outputs.map((output) => output.text()))).join("\n");
    for (const id of ids) {
      const provider = await catalogue.load(id);
      expect(text).toContain(provider?.manual ?? "a declaration");
    }
  });

  test("loads no provider before it is asked for", () => {
    const script = `
      const { catalogue } = await import(${JSON.stringify(join(import.meta.dir, "catalogue.ts"))});
      await catalogue.load("duckdns");
      console.log(Object.keys(require.cache).filter((file) => /providers.[a-z0-9-]+\\.ts$/.test(file)).join("\\n"));
    `;
    const run = Bun.spawnSync([process.execPath, "-e", script]);
    const loaded = run.stdout.toString().trim().split("\n");
    expect(loaded.map((file) => file.replace(/^.*[/\\]/, "")).toSorted()).toEqual(["catalogue.ts", "duckdns.ts"]);
  });
});
