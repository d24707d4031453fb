import type { KeyPath } from "./key-path.ts";

/** Asks a JSON Schema what it says about one place. Knows the keywords our own schemas use and no others. */

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schemas that apply at a path, one per variant; none when the path leads to an unknown key. */
export function schemasAt(schema: JsonSchema, path: KeyPath): readonly JsonSchema[] {
  const variants = variantsOf(schema);
  const [segment, ...rest] = path;
  if (segment === undefined) return [schema];
  const below =
    typeof segment === "number"
      ? variants.map((variant) => variant["items"])
      : variants.map((variant) => memberOf(variant, segment));
  return below.filter(isSchema).flatMap((member) => schemasAt(member, rest));
}

/** Keys that are known at a path, in the order they are declared. */
export function keysAt(schema: JsonSchema, path: KeyPath): readonly string[] {
  const variants = schemasAt(schema, path).flatMap(variantsOf);
  return [...new Set(variants.flatMap((variant) => Object.keys(asSchema(variant["properties"]))))];
}

/** The first example of a place, as YAML that may stand behind its key. */
export function exampleAt(schema: JsonSchema, path: KeyPath): string | undefined {
  for (const variant of schemasAt(schema, path).flatMap((found) => [found, ...variantsOf(found)])) {
    const { examples, enum: choices } = variant as { readonly examples?: unknown; readonly enum?: unknown };
    for (const list of [examples, choices]) {
      if (Array.isArray(list) && list.length > 0)
        return typeof list[0] === "string" ? list[0] : JSON.stringify(list[0]);
    }
  }
  return undefined;
}

/** The numbers a place allows; ends that only keep integers exact are left out. */
export function rangeAt(
  schema: JsonSchema,
  path: KeyPath,
): { readonly min: string | undefined; readonly max: string | undefined } {
  const limits: { min: string | undefined; max: string | undefined } = { min: undefined, max: undefined };
  for (const variant of schemasAt(schema, path).flatMap(variantsOf)) {
    const { minimum, maximum } = variant as { readonly minimum?: unknown; readonly maximum?: unknown };
    if (typeof minimum === "number" && minimum > Number.MIN_SAFE_INTEGER) limits.min = String(minimum);
    if (typeof maximum === "number" && maximum < Number.MAX_SAFE_INTEGER) limits.max = String(maximum);
  }
  return limits;
}

export function isIntegerAt(schema: JsonSchema, path: KeyPath): boolean {
  return schemasAt(schema, path).some((variant) => variant["type"] === "integer");
}

/** Paths of all single values that lie in maps with fixed keys. */
export function fixedPaths(schema: JsonSchema, path: readonly string[] = []): readonly (readonly string[])[] {
  const properties = Object.entries(asSchema(schema["properties"]));
  if (properties.length === 0) return [path];
  return properties.flatMap(([key, member]) => fixedPaths(asSchema(member), [...path, key]));
}

/** Every key that is known anywhere. */
export function allKeys(schema: unknown): ReadonlySet<string> {
  const keys = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    if (!isSchema(value)) return;
    for (const key of Object.keys(asSchema(value["properties"]))) keys.add(key);
    for (const member of Object.values(value)) walk(member);
  };
  walk(schema);
  return keys;
}

function variantsOf(schema: JsonSchema): readonly JsonSchema[] {
  const choices = schema["anyOf"];
  return Array.isArray(choices) ? choices.filter(isSchema).flatMap(variantsOf) : [schema];
}

function memberOf(schema: JsonSchema, key: string): unknown {
  const properties = asSchema(schema["properties"]);
  return Object.hasOwn(properties, key) ? properties[key] : schema["additionalProperties"];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asSchema(value: unknown): JsonSchema {
  return isSchema(value) ? value : {};
}
