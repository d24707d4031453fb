import { assert } from "../../../core/assert.ts";
import { ok } from "../../../core/result.ts";
import { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import type { BodyFields, BodyValue } from "../call.ts";
import { TextBody } from "../call.ts";

/**
 * Members that hold the credentials, before those that every call's body has of its own.
 *
 * @throws BrokenInvariant when a declaration has a call without a body of members.
 */
export function bodyKey(members: Readonly<Record<string, string | Secret>>): Authentication {
  const shown = Object.values(members).flatMap((value) => (value instanceof Secret ? [value.reveal()] : []));
  return {
    authenticate: (draft) => {
      const { body } = draft;
      assert(body !== undefined && !(body instanceof TextBody), `${draft.route} has a body`);
      assert(isMembers(body.fields), `the body of ${draft.route} has members`);
      const fields = { ...members, ...body.fields };
      return ok({ ...draft, body: { ...body, fields }, sensitive: [...draft.sensitive, ...shown] });
    },
  };
}

function isMembers(fields: BodyFields): fields is { readonly [key: string]: BodyValue } {
  return !Array.isArray(fields);
}
