import type { Family } from "../core/family.ts";
import type { HttpClient, HttpResponse } from "../core/http.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { SourceFailure } from "../core/verdict.ts";
import { version } from "../core/version.ts";
import type { AskLimits } from "./source.ts";

/** Asks a web server for a short text for programs, and takes nothing else. What the text says is the callers'. */

/** Echoes answer with tens of octets; JSON ones with place and provider with a few hundred. */
const largestBodyOctets = 8_192;

/** One GET over this family alone. A redirect is an answer, so a portal leads nowhere. */
export async function askWeb(
  url: URL,
  family: Family,
  ports: { readonly http: HttpClient },
  limits: AskLimits,
): Promise<Result<HttpResponse, SourceFailure>> {
  const response = await ports.http.send({
    method: "GET",
    url,
    route: "/",
    // Some services send people a page and programs a line; the last resort keeps strict servers from refusing.
    headers: { accept: "text/plain, application/json;q=0.9, */*;q=0.1", "user-agent": `holdfast/${version}` },
    largestBodyOctets,
    family,
    ...limits,
  });
  return response.ok ? response : failure({ code: response.code, detail: response.detail });
}

/** The text of a response that succeeded and is no page for people. */
export function textIn(response: HttpResponse): Result<string, SourceFailure> {
  const { status } = response;
  if (status >= 300 && status < 400) return failure({ code: "redirected", detail: `HTTP status ${status}` });
  const text = Buffer.from(response.body).toString("utf8");
  if (isPage(response, text)) return failure({ code: "web-page", detail: `a page with HTTP status ${status}` });
  return status === 200 ? ok(text) : failure({ code: "answer-unreadable", detail: `HTTP status ${status}` });
}

/** Trusts the body more than its label: portals label pages as text, and echoes label addresses as pages. */
function isPage(response: HttpResponse, text: string): boolean {
  const isLabelled = /^(text\/html|application\/xhtml)/i.test(response.headers["content-type"] ?? "");
  return /^\s*\uFEFF?\s*</.test(text) || (isLabelled && /<[a-z!]/i.test(text));
}
