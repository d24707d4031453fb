import { fileJsonSchema } from "../src/config/schema.ts";
import type { ProviderCatalogue } from "../src/core/provider.ts";

/** Writes the JSON Schema of the configuration file, which editors and the documentation read. */

/** Text of `docs/holdfast.schema.json`. */
export async function configSchemaSource(catalogue: ProviderCatalogue): Promise<string> {
  const loaded = await Promise.all(catalogue.ids.map((id) => catalogue.load(id)));
  return `${JSON.stringify(fileJsonSchema(loaded.filter((declaration) => declaration !== undefined)), null, 2)}\n`;
}
