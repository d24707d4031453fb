import type { ProviderCatalogue, ProviderDeclaration } from "../core/provider.ts";

/** Every declaration there is, in the order of ids. Loads them all, so only for commands that show or describe them. */
export async function declaredProviders(catalogue: ProviderCatalogue): Promise<readonly ProviderDeclaration[]> {
  const loaded = await Promise.all(catalogue.ids.map((id) => catalogue.load(id)));
  return loaded.filter((declaration) => declaration !== undefined);
}
