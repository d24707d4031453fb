import { failure, ok } from "../../../core/result.ts";
import { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import { addHeaders, refusedDraft } from "../draft.ts";

/** HTTP Basic, sent with the first request. RFC 7617 */
export function basic(user: string | Secret, password: Secret): Authentication {
  const userId = user instanceof Secret ? user.reveal() : user;
  const shown = Buffer.from(`${userId}:${password.reveal()}`, "utf8").toString("base64");
  const sensitive = user instanceof Secret ? [shown, userId, password.reveal()] : [shown, password.reveal()];
  return {
    authenticate: (draft) =>
      // The first colon ends the user-id, so one inside it would move into the password. RFC 7617 §2
      userId.includes(":")
        ? failure({ outcome: refusedDraft("a user name for HTTP Basic cannot hold a colon") })
        : ok(addHeaders(draft, { authorization: `Basic ${shown}` }, sensitive)),
  };
}
