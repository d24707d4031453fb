import { OwnerName } from "../../core/name.ts";
import type { SettingValue } from "../../core/provider.ts";
import { allAt, at, textOf, type Json } from "./json.ts";

/** Reads what the rows of record lists have in common. */

/** The owner a row names; undefined for what is no name, which cannot be ours. */
export function ownerIn(text: string, form: "full" | "relative", apex: OwnerName): OwnerName | undefined {
  const bare = text.replace(/\.$/, "");
  if (form === "relative" && (bare === "" || bare === "@")) return apex;
  const parsed = OwnerName.parse(form === "relative" ? `${bare}.${apex}` : bare);
  return parsed.ok ? parsed.value : undefined;
}

/**
 * Option fields of a row. Null is reported as the empty text, since a field that is not reported cannot be compared and
 * would never be set; what has no kind that options have is left out.
 */
export function fieldsIn(
  row: Json,
  paths: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, SettingValue>> {
  const fields: Record<string, SettingValue> = {};
  for (const [name, path] of Object.entries(paths)) {
    const value = path === undefined ? undefined : settingOf(at(row, path));
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

function settingOf(value: Json | undefined): SettingValue {
  if (value === null) return "";
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return Array.isArray(value) ? allAt(value, "*").flatMap((element) => textOf(element) ?? []) : undefined;
}
