import { fileJsonSchema } from "../src/config/schema.ts";
import type { ProviderDeclaration } from "../src/core/provider.ts";

/** Writes the JSON Schema of the configuration file, which editors and the documentation read. */

/** Text of `docs/holdfast.schema.json`. */
export function configSchemaSource(declarations: readonly ProviderDeclaration[]): string {
  return `${JSON.stringify(fileJsonSchema(declarations), null, 2)}\n`;
}
