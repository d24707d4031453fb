import { ok } from "../../../core/result.ts";
import { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { addHeaders } from "../draft.ts";

/** One or more header fields that hold the credentials as they are, for instance `{ "X-API-Key": key }`. */
export function headerKey(fields: Readonly<Record<string, string | Secret>>): Authentication {
  const headers: Record<string, string> = {};
  const sensitive: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    headers[name.toLowerCase()] = value instanceof Secret ? value.reveal() : value;
    if (value instanceof Secret) sensitive.push(value.reveal());
  }
  return { authenticate: (draft) => ok(addHeaders(draft, headers, sensitive)) };
}
