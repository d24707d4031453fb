import type { Language } from "../src/core/language.ts";
import type { ProviderDeclaration } from "../src/core/provider.ts";
import { pagePath, providerPage } from "./provider-pages.ts";
import { providerTable } from "./provider-table.ts";

/** Everything that is written about DNS services, by its path in the repository. */

const languages: readonly Language[] = ["en", "zh-CN"];

export function providerDocuments(declarations: readonly ProviderDeclaration[]): ReadonlyMap<string, string> {
  const documents = new Map<string, string>();
  for (const language of languages) {
    documents.set(`docs/${pagePath("providers", language)}`, providerTable(declarations, language));
    for (const declaration of declarations) {
      documents.set(`docs/providers/${pagePath(declaration.id, language)}`, providerPage(declaration, language));
    }
  }
  return documents;
}
