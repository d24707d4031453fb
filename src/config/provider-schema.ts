import { z } from "zod";
import type { Field, ProviderDeclaration } from "../core/provider.ts";
import { settingKey } from "../core/setting-key.ts";

/** What a provider declares, as shapes: an entry under `providers`, and the `options` of a name. */

/** Keys of an entry that mean the same for every provider; no provider may declare a field of that name. */
export const reservedInstanceKeys: readonly string[] = ["type", "verify"];

const verify: z.ZodType = z
  .union([
    z.enum(["auto", "off"]),
    z.strictObject({
      servers: z
        .array(z.string())
        .min(1)
        .meta({ description: "Servers to ask instead of the zone's own", examples: [["192.0.2.53:53"]] }),
    }),
  ])
  .meta({
    description: "After a write the zone's servers are asked until they agree: auto (the default), off, or which ones",
    examples: ["auto"],
  });

/** An entry under `providers` of one type. */
export function instanceSchema(declaration: ProviderDeclaration): z.ZodType {
  return z
    .strictObject({
      type: z.literal(declaration.id).meta({ description: `${declaration.label}, ${declaration.site}` }),
      ...fieldShapes(declaration.credentials),
      verify: verify.optional(),
    })
    .meta({ title: declaration.label, ...signInRule(declaration) });
}

/** The `options` of a name kept at this provider. */
export function optionsSchema(declaration: ProviderDeclaration): z.ZodType {
  return z.strictObject(fieldShapes(declaration.options));
}

/** Says in JSON Schema alone what `settle-provider.ts` checks: exactly one way to sign in is filled in whole. */
function signInRule({ signIn }: ProviderDeclaration): object {
  return signIn === undefined ? {} : { oneOf: signIn.map((way) => ({ required: way.map(settingKey) })) };
}

function fieldShapes(fields: Readonly<Record<string, Field>>): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const shape = fieldShape(field).meta({ description: field.description.en });
      return [settingKey(key), field.isRequired && field.fallback === undefined ? shape : shape.optional()];
    }),
  );
}

function fieldShape(field: Field): z.ZodType {
  switch (field.kind) {
    case "boolean":
      return z.boolean();
    case "integer":
      return z
        .int()
        .min(field.min ?? Number.MIN_SAFE_INTEGER)
        .max(field.max ?? Number.MAX_SAFE_INTEGER);
    case "choice":
      return z.enum(field.choices ?? []);
    case "list":
      return z.array(z.string());
    case "secret":
      return z.string().meta({ examples: ["env:NAME_OF_A_VARIABLE", "file:/path/to/secret"] });
    case "url":
      // Not `format: "uri"`: an address may hold placeholders such as {name}, which no URI has.
      return z.string().meta({ pattern: "^https?://" });
    case "text":
      return z.string();
  }
}
