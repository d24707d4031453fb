import { ok } from "../../../core/result.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { addHeaders } from "../draft.ts";

/** `Authorization: Bearer <token>` (RFC 6750 §2.1), or another word that services put in its place. */
export function bearer(token: Secret, word = "Bearer"): Authentication {
  const shown = token.reveal();
  return { authenticate: (draft) => ok(addHeaders(draft, { authorization: `${word} ${shown}` }, [shown])) };
}
