import { assert } from "../../../core/assert.ts";
import { ok } from "../../../core/result.ts";
import { Secret } from "../../../core/secret.ts";
import type { Authentication } from "../authentication.ts";
import type { BodyFields, BodyValue } from "../call.ts";
import { TextBody } from "../call.ts";
import type { Draft } from "../draft.ts";

/**
 * Members that hold the credentials, before those that every call's body has of its own.
 *
 * @throws BrokenInvariant when a declaration has a call without a body of members.
 */
export function bodyKey(members: Readonly<Record<string, string | Secret>>): Authentication {
  return { authenticate: (draft) => ok(addMembers(draft, members)) };
}

/**
 * The draft with more members in its body, or in the object there that `within` names; secrets among them are marked.
 *
 * @throws BrokenInvariant when there is no such object.
 */
export function addMembers(draft: Draft, members: Readonly<Record<string, string | Secret>>, within?: string): Draft {
  const { body } = draft;
  assert(body !== undefined && !(body instanceof TextBody), `${draft.route} has a body`);
  assert(isMembers(body.fields), `the body of ${draft.route} has members`);
  const inner = within === undefined ? body.fields : body.fields[within];
  assert(isMembers(inner), `${within} in the body of ${draft.route} has members`);
  const joined = { ...members, ...inner };
  const fields = within === undefined ? joined : { ...body.fields, [within]: joined };
  const shown = Object.values(members).flatMap((value) => (value instanceof Secret ? [value.reveal()] : []));
  return { ...draft, body: { ...body, fields }, sensitive: [...draft.sensitive, ...shown] };
}

function isMembers(value: BodyFields | BodyValue): value is { readonly [key: string]: BodyValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Secret);
}
