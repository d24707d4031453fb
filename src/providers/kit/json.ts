/** Reading parsed JSON by paths such as `result.0.id`. Nothing here throws, and nothing is guessed when a path is missing. */

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Parses JSON; undefined when the text is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text, keepLargeIntegers);
  } catch {
    return undefined;
  }
}

/**
 * The value at a path of member names and list positions joined by dots; the empty path is the value itself.
 *
 * Undefined when any step is missing.
 */
export function at(value: Json | undefined, path: string): Json | undefined {
  return allAt(value, path)[0];
}

/** Every value at a path in which `*` stands for all elements of a list or all members of an object. */
export function allAt(value: Json | undefined, path: string): readonly Json[] {
  let found: readonly Json[] = value === undefined ? [] : [value];
  if (path === "") return found;
  for (const step of path.split(".")) {
    found = found.flatMap((parent) => (step === "*" ? childrenOf(parent) : child(parent, step)));
  }
  return found;
}

/** Text of a string, number or boolean; undefined for anything else. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** A number, also when it is written as text, as several services do. */
export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** True for objects, in the sense of JSON. */
export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function childrenOf(parent: Json): readonly Json[] {
  if (isList(parent)) return parent;
  return isObject(parent) ? Object.values(parent) : [];
}

function child(parent: Json, step: string): readonly Json[] {
  if (isList(parent)) {
    const element = /^\d+$/.test(step) ? parent[Number(step)] : undefined;
    return element === undefined ? [] : [element];
  }
  const member = isObject(parent) && Object.hasOwn(parent, step) ? parent[step] : undefined;
  return member === undefined ? [] : [member];
}

/** Identifiers beyond 2^53 would be rounded into those of other records, so they stay text. RFC 8259 §6 */
function keepLargeIntegers(_key: string, value: Json, context?: { readonly source?: string }): Json {
  if (typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  return context?.source ?? value;
}
