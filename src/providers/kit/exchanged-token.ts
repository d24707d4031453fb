import { Duration } from "../../core/duration.ts";
import type { ReadFailure } from "../../core/provider.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { isPage, type Answer } from "./answer.ts";
import { on, rejected, status, type AnswerRow } from "./answers.ts";
import type { Authentication, AuthenticationPorts } from "./authentication.ts";
import type { Call } from "./call.ts";
import { addHeaders, draftOf, refusedDraft, type BodyEncoding, type Draft } from "./draft.ts";
import { numberOf, textOf, at as valueAt } from "./json.ts";
import { obtaining, type Obtained } from "./obtained.ts";

/** Credentials that are exchanged for a token, which then stands for them for a while. */

/** One request for a token. */
export interface TokenRequest {
  readonly base: `https://${string}`;
  readonly call: Call;
  readonly sends: BodyEncoding;
  /** What answers mean; refusals of all kinds are of the credentials unless said otherwise. */
  readonly answers?: readonly AnswerRow[];
  /** The token in an answer; undefined when there is none. */
  readonly read: (answer: Answer, ports: AuthenticationPorts) => Obtained<string> | undefined;
}

export interface TokenExchange {
  readonly request: (ports: AuthenticationPorts) => TokenRequest | Promise<Result<TokenRequest, ReadFailure>>;
  /** How the token is shown; as `Authorization: Bearer` (RFC 6750 §2.1) when absent. */
  readonly show?: (draft: Draft, token: string) => Draft;
  /** The answer to a token that is no longer good; status 401 when absent. */
  readonly isRefusal?: (answer: Answer) => boolean;
  /** As of every authentication, where the request for a token holds a time. */
  readonly clockTolerance?: Duration;
}

export function exchangedToken(exchange: TokenExchange): Authentication {
  const { clockTolerance } = exchange;
  const scheme = obtaining({
    obtain: async (ports) => {
      const request = await exchange.request(ports);
      if (!("ok" in request)) return tokenOf(request, ports);
      return request.ok ? tokenOf(request.value, ports) : request;
    },
    show: exchange.show ?? asBearer,
    isRefusal: exchange.isRefusal ?? status(401),
  });
  return clockTolerance === undefined ? scheme : { ...scheme, clockTolerance };
}

/** As OAuth 2.0 answers. RFC 6749 §5.1 */
export function oauthToken({ tree }: Answer): Obtained<string> | undefined {
  const token = textOf(valueAt(tree, "access_token"));
  if (token === undefined) return undefined;
  // How long it is good may be left out; a server that then refuses it leads to a new one.
  const seconds = numberOf(valueAt(tree, "expires_in")) ?? 600;
  return { value: token, lifetime: Duration.seconds(seconds) };
}

function asBearer(draft: Draft, token: string): Draft {
  return addHeaders(draft, { authorization: `Bearer ${token}` }, [token]);
}

/** All that such a request holds is credentials, so what is wrong with it is wrong with them. */
const refusals: readonly AnswerRow[] = [
  on((answer) => status(400, 401, 403, 422)(answer) && !isPage(answer), rejected("credentials-rejected")),
];

async function tokenOf(
  request: TokenRequest,
  ports: AuthenticationPorts,
): Promise<Result<Obtained<string>, ReadFailure>> {
  const { base, call, sends } = request;
  const draft = draftOf({ ...call, base }, new URL(base), sends);
  if (!draft.ok) return failure({ outcome: refusedDraft(draft.detail) });
  const answer = await ports.send(draft.value, [...(request.answers ?? []), ...refusals]);
  if (!answer.ok) return answer;
  const token = request.read(answer.value, ports);
  if (token !== undefined) return ok(token);
  const detail = `${call.method} ${draft.value.url.host}${call.route}: an answer without a token`;
  return failure({ outcome: { kind: "failed", code: "answer-unreadable", detail } });
}
