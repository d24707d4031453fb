import { readdirSync } from "node:fs";

/** Writes the registry of providers from the files there are; nobody edits that list. */

/** Files of the folder that declare no provider. */
const others: readonly string[] = ["catalogue", "registry.gen"];

/** Ids of the declarations in a folder, sorted: each file is named after its provider. */
export function providerIds(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -".ts".length))
    .filter((id) => !others.includes(id))
    .toSorted();
}

/** Source text of the registry. Each import is a literal, so that the bundler finds it. */
export function registrySource(ids: readonly string[]): string {
  return `// Written by scripts/generate.ts from the files of this folder; not edited by hand.
import type { ProviderDeclaration } from "../core/provider.ts";

/** Loads each declaration when it is asked for, so that an agent pays only for the providers it uses. */
export const registry: Readonly<Record<string, () => Promise<{ readonly provider: ProviderDeclaration }>>> = {
${ids.map((id) => `  ${JSON.stringify(id)}: () => import("./${id}.ts"),\n`).join("")}};
`;
}
