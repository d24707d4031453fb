import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { settleText } from "../../test/support/config-bench.ts";
import { declaredProviders } from "./declared-providers.ts";
import { catalogue } from "../providers/catalogue.ts";
import { providerDocuments } from "../../scripts/provider-documents.ts";

/** What is written about DNS services: true to the declarations, and with examples that load. */

const repository = join(import.meta.dir, "../..");
const declarations = await declaredProviders(catalogue);
const documents = providerDocuments(declarations);

test("the pages are what the generator writes, and there are no others", () => {
  for (const [path, text] of documents)
    expect([path, readFileSync(join(repository, path), "utf8")]).toEqual([path, text]);
  const pages = readdirSync(join(repository, "docs/providers")).map((file) => `docs/providers/${file}`);
  expect(pages.filter((path) => !documents.has(path))).toEqual([]);
});

test("every link between them leads somewhere", () => {
  for (const [path, text] of documents) {
    const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link = ""]) => link);
    const own = links.filter((link) => !link.startsWith("https://"));
    const broken = own.filter((link) => !existsSync(join(repository, dirname(path), link)));
    expect([path, broken]).toEqual([path, []]);
  }
});

describe("the example of", () => {
  for (const { id } of declarations) {
    test(`${id} loads, in both languages the same`, async () => {
      const [english, chinese] = [`${id}.md`, `${id}.zh-CN.md`].map((file) => exampleIn(`docs/providers/${file}`));
      expect(chinese).toBe(english ?? "there is one");
      const variables = [...(english ?? "").matchAll(/env:(\w+)/g)].map(([, name = ""]) => name);
      const environment = Object.fromEntries(variables.map((name) => [name, "c2VjcmV0"]));
      const { config, problems } = await settleText(english ?? "", { environment, catalogue });
      expect(problems).toEqual([]);
      expect(config?.agent.names.map(({ provider }) => provider.declaration.id)).toEqual([id]);
    });
  }
});

function exampleIn(path: string): string | undefined {
  return /```yaml\n([\s\S]*?)```/.exec(documents.get(path) ?? "")?.[1];
}
