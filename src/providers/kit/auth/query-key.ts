import { ok } from "../../../core/result.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { addQuery } from "../draft.ts";

/** Query parameters that hold the credentials; they end up in the logs of whoever stands between. */
export function queryKey(parameters: Readonly<Record<string, string | Secret>>): Authentication {
  return { authenticate: (draft) => ok(addQuery(draft, parameters)) };
}
