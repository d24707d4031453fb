import { Duration } from "../../../core/duration.ts";
import type { Secret } from "../../../core/secret.ts";
import type { Answer } from "../answer.ts";
import type { Authentication, AuthenticationPorts } from "../authentication.ts";
import { POST } from "../call.ts";
import { addHeaders } from "../draft.ts";
import { exchangedToken } from "../exchanged-token.ts";
import { at, textOf } from "../json.ts";
import type { Obtained } from "../obtained.ts";

/**
 * A token for one project of OpenStack's Identity service, version 3, which is in a header field of the answer
 * (docs.openstack.org/api-ref/identity/v3, "Password authentication with scoped authorization", 2026-11).
 */
export function keystone(
  identity: `https://${string}`,
  account: {
    readonly domain: string;
    readonly user: string;
    readonly password: Secret;
    /** Its identity, or its name. */
    readonly project: { readonly id: string } | { readonly name: string };
  },
): Authentication {
  const domain = { name: account.domain };
  const user = { name: account.user, domain, password: account.password };
  const project = "id" in account.project ? account.project : { ...account.project, domain };
  const body = { auth: { identity: { methods: ["password"], password: { user } }, scope: { project } } };
  return exchangedToken({
    request: () => ({ base: identity, call: POST("/auth/tokens", body), sends: "json", read: tokenOf }),
    show: (draft, token) => addHeaders(draft, { "x-auth-token": token }, [token]),
  });
}

function tokenOf({ headers, tree }: Answer, { clock }: AuthenticationPorts): Obtained<string> | undefined {
  const token = headers["x-subject-token"];
  const [issuedAt, endsAt] = ["token.issued_at", "token.expires_at"].map((path) =>
    Date.parse(textOf(at(tree, path)) ?? ""),
  );
  if (token === undefined || endsAt === undefined || Number.isNaN(endsAt)) return undefined;
  // Both times are of the server's clock; ours stands in where only the end is said.
  const from = issuedAt === undefined || Number.isNaN(issuedAt) ? clock.now() : issuedAt;
  return { value: token, lifetime: Duration.milliseconds(endsAt - from) };
}
