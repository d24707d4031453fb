import { createHash } from "node:crypto";
import { z } from "zod";
import { OwnerName } from "../../core/name.ts";
import { Attempt, type Blame } from "../attempt.ts";
import type { DialectAnswer } from "../dialect.ts";
import { jsonAnswer, readJsonBody } from "../json-body.ts";
import type { TextStep } from "../publish-text.ts";

/**
 * lego's httpreq: `POST /present` and `POST /cleanup` with JSON `{ fqdn, value }`, or in raw mode `{ domain, token, keyAuth }`;
 * the host's token by Basic. Facts: go-acme/lego, `providers/dns/httpreq`.
 */

/** Adds a proof beside others. */
export const answerPresent: DialectAnswer = (...request) => answer("add", ...request);

/** Takes that one away. */
export const answerCleanup: DialectAnswer = (...request) => answer("remove", ...request);

async function answer(
  kind: Extract<TextStep["kind"], "add" | "remove">,
  ...[asked, ports]: Parameters<DialectAnswer>
): Promise<Response> {
  if (asked.request.method !== "POST") return jsonAnswer(405, { error: "use POST" }, { Allow: "POST" });
  const attempt = new Attempt(asked, ports, "httpreq");
  const body = await readJsonBody(asked.request, z.union([plainBody, rawBody]));
  const principal = await attempt.signIn();
  if (!principal.ok) return refusal(principal.code);
  if (body === undefined) return jsonAnswer(400, { error: "send fqdn and value, or domain and keyAuth" });
  const { owner, text } = "fqdn" in body ? { owner: body.fqdn, text: body.value } : proofOf(body);
  const name = OwnerName.parse(owner);
  if (!name.ok) return refusal(attempt.refuseName(principal.value, owner).code);
  const published = await attempt.publishText(principal.value, { kind, text }, name.value);
  return published.ok ? jsonAnswer(200, {}) : refusal(published.code);
}

const plainBody = z.object({ fqdn: z.string(), value: z.string().min(1) });
const rawBody = z.object({ domain: z.string(), keyAuth: z.string().min(1) });

/** What a certificate authority looks for, and where. RFC 8555 §8.4 */
function proofOf({ domain, keyAuth }: z.infer<typeof rawBody>): { readonly owner: string; readonly text: string } {
  const text = createHash("sha256").update(keyAuth).digest("base64url");
  return { owner: `_acme-challenge.${domain.replace(/^\*\./, "")}`, text };
}

const refusals: Readonly<Record<Blame, readonly [status: number, error: string]>> = {
  credentials: [401, "these credentials do not fit"],
  name: [404, "these credentials are not for this name"],
  value: [422, "this value cannot be published"],
  records: [409, "the name is an alias"],
  server: [503, "try again later"],
};

function refusal(blame: Blame): Response {
  const [status, error] = refusals[blame];
  return jsonAnswer(status, { error }, status === 401 ? { "WWW-Authenticate": 'Basic realm="holdfast"' } : {});
}
