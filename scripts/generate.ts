import { join } from "node:path";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { answersDocument } from "./answers-document.ts";
import { configSchemaSource } from "./config-schema.ts";
import { providerIds, registrySource } from "./provider-registry.ts";

/** `npm run generate`: writes every generated file anew. Tests fail when one is out of date. */

const repository = join(import.meta.dir, "..");
const providers = join(repository, "src/providers");
writeFileSync(join(providers, "registry.gen.ts"), registrySource(providerIds(providers)));

// Imported only now: what follows derives from the registry that was just written.
const { catalogue } = await import("../src/providers/catalogue.ts");
const { declaredProviders } = await import("../src/cli/declared-providers.ts");
const { providerDocuments } = await import("./provider-documents.ts");
const declarations = await declaredProviders(catalogue);
writeFileSync(join(repository, "docs/holdfast.schema.json"), configSchemaSource(declarations));
// Pages of services that are gone go too.
rmSync(join(repository, "docs/providers"), { recursive: true, force: true });
mkdirSync(join(repository, "docs/providers"));
for (const [path, text] of providerDocuments(declarations)) writeFileSync(join(repository, path), text);
writeFileSync(join(repository, "docs/answer-differences.md"), answersDocument());
