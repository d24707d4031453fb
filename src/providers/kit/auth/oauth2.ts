import type { ReadFailure } from "../../../core/provider.ts";
import type { Result } from "../../../core/result.ts";
import { body, failed, on, rejected, type AnswerRow } from "../answers.ts";
import type { Authentication, AuthenticationPorts } from "../authentication.ts";
import type { Call } from "../call.ts";
import { exchangedToken, oauthToken, type TokenRequest } from "../exchanged-token.ts";

/** What a grant asks for; its form holds `grant_type` and whatever the grant needs. */
export interface Grant {
  readonly base: `https://${string}`;
  readonly call: Call;
  readonly answers?: readonly AnswerRow[];
}

/** OAuth 2.0 without a person: a form for a token, which requests then bear. RFC 6749 §4.3, §4.4, §4.5 */
export function oauth2(
  grant: Grant | ((ports: AuthenticationPorts) => Promise<Result<Grant, ReadFailure>>),
): Authentication {
  if (typeof grant !== "function") return exchangedToken({ request: () => requestOf(grant) });
  return exchangedToken({
    request: async (ports) => {
      const made = await grant(ports);
      return made.ok ? { ok: true, value: requestOf(made.value) } : made;
    },
  });
}

function requestOf({ base, call, answers = [] }: Grant): TokenRequest {
  return { base, call, sends: "form", answers: [...answers, ...errorRows], read: oauthToken };
}

/** Codes that are not about the credentials. RFC 6749 §4.1.2.1, §5.2 */
const errorRows: readonly AnswerRow[] = [
  on(body("error", "invalid_scope"), rejected("not-authorized")),
  on(body("error", "temporarily_unavailable", "server_error"), failed("server-error")),
];
