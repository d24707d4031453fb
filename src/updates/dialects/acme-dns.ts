import { z } from "zod";
import { Attempt, type Blame, hostMeant } from "../attempt.ts";
import type { Asked, DialectAnswer } from "../dialect.ts";
import { jsonAnswer, readJsonBody } from "../json-body.ts";

/**
 * acme-dns: `POST /update` with `X-Api-User`, `X-Api-Key` and JSON `{ subdomain, txt }`. Facts: acme-dns/acme-dns, `README`
 * and `pkg/api`.
 *
 * The subdomain is the host, by its first label or full name; the user is the same or `token`, the key is its token. Of
 * two texts the older one makes room for a new one, so that a name and its wildcard are proved together. Accounts are
 * hosts, which an administrator adds: `/register` is closed, as the service itself answers where it is.
 */
export const answerAcmeDns: DialectAnswer = async (asked, ports) => {
  const { request } = asked;
  if (request.method !== "POST") return jsonAnswer(405, { error: "method_not_allowed" }, { Allow: "POST" });
  const attempt = new Attempt(asked, ports, "acme-dns");
  const body = await readJsonBody(request, updateBody);
  const [user, secret] = ["x-api-user", "x-api-key"].map((field) => request.headers.get(field)?.trim() ?? "");
  const shown = secret === undefined || secret === "" ? undefined : { user: undefined, secret };
  const principal = await attempt.signIn(shown);
  if (!principal.ok) return refusal(principal.code);
  const isWhoItSays = user === "token" || hostMeant(user ?? "", principal.value) !== undefined;
  if (!isWhoItSays) return refusal("credentials");
  if (body === undefined) return jsonAnswer(400, { error: "malformed_json_payload" });
  if (hostMeant(body.subdomain, principal.value) === undefined) {
    return refusal(attempt.refuseName(principal.value, body.subdomain).code);
  }
  // The digest of a key authorization. RFC 8555 §8.4
  if (!/^[\w-]{43}$/.test(body.txt)) return refusal("value");
  const published = await attempt.publishText(principal.value, { kind: "roll", text: body.txt });
  return published.ok ? jsonAnswer(200, { txt: body.txt }) : refusal(published.code);
};

const updateBody = z.object({ subdomain: z.string(), txt: z.string() });

/** Registration is closed. */
export const answerRegister: DialectAnswer = async () => jsonAnswer(404, { error: "registration_closed" });

/** Whether anybody is there. */
export async function answerHealth({ request }: Asked): Promise<Response> {
  return new Response(null, { status: request.method === "GET" || request.method === "HEAD" ? 200 : 405 });
}

const refusals: Readonly<Record<Blame, readonly [status: number, error: string]>> = {
  credentials: [401, "forbidden"],
  // A foreign subdomain is told apart from a wrong key by nobody.
  name: [401, "forbidden"],
  value: [400, "bad_txt"],
  records: [409, "is_an_alias"],
  server: [500, "db_error"],
};

function refusal(blame: Blame): Response {
  const [status, error] = refusals[blame];
  return jsonAnswer(status, { error });
}
