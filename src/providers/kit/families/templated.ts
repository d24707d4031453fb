import { Secret } from "../../../core/secret.ts";
import { all, on, rejected, text, unchanged, updated, type AnswerRow, type Condition } from "../answers.ts";
import { anonymous } from "../authentication.ts";
import { TextBody, type Call } from "../call.ts";
import type { PushFamily } from "../connection.ts";
import { asIs, encodingOf, fill, inUrl, type PlaceholderValues } from "../placeholders.ts";
import type { PushView } from "../push-view.ts";
import { textServer, type Server } from "../server.ts";
import { updateUrl, type CannotBeSaid } from "./update-url.ts";

/** Services that the user describes: one request as a template, answers read by patterns. */

export interface Template {
  readonly url: string;
  readonly method: Call["method"];
  /** Each as `Name: value`. */
  readonly headers: readonly string[];
  readonly body: string | undefined;
  readonly contentType: string;
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  readonly token: Secret | undefined;
  readonly families: "together" | "apart";
  /** Status codes of success; any 2xx when empty. */
  readonly successStatus: readonly string[];
  readonly successPattern: string | undefined;
  readonly unchangedPattern: string | undefined;
  readonly refusalPattern: string | undefined;
}

/** The server of a template. Placeholders are filled behind the host only: an address must not choose whom we tell it. */
export function templatedServer(template: { readonly url: string; readonly insecure: boolean }): Server {
  const base = { url: hostPart(template.url), insecure: template.insecure };
  // Patterns run over the whole answer, so it is kept short.
  return textServer(base, anonymous, { reads: "any", largestAnswerOctets: 65_536 });
}

export function templated(template: Template): PushFamily<unknown> {
  const answers = answersOf(template);
  return updateUrl({
    families: template.families,
    update: (push) =>
      answers === undefined ? { because: "a pattern of the answer is not valid" } : callOf(template, push),
    answers: answers ?? [],
  });
}

function callOf(template: Template, push: PushView<unknown>): Call | CannotBeSaid {
  const values = valuesOf(template, push);
  const headers: Record<string, string> = {};
  for (const line of template.headers) {
    const [, name, value = ""] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) return { because: "a header field is not written as Name: value" };
    headers[name.toLowerCase()] = fill(value, values, asIs);
  }
  const { method, url, body, contentType } = template;
  const text = body === undefined ? undefined : new TextBody(contentType, fill(body, values, encodingOf(contentType)));
  const target = fill(url.slice(hostPart(url).length), values, inUrl);
  const sensitive = literalsOf([url.slice(hostPart(url).length), ...template.headers, body ?? ""]);
  return { method, route: "", target, params: {}, query: {}, headers, body: text, sensitive };
}

/** Users write credentials into templates although there are placeholders for them, and error pages repeat paths. */
function literalsOf(templates: readonly string[]): readonly string[] {
  const words = templates.flatMap((template) => template.split(/\{[a-z0-9]+\}|[\s/?&=#:,;"'<>{}()]+/i));
  return words.filter((word) => word.length >= 8);
}

function valuesOf({ username, password, token }: Template, push: PushView<unknown>): PlaceholderValues {
  const { name, ipv4, ipv6, addresses, ttl } = push;
  const basic = Buffer.from(`${username ?? ""}:${password?.reveal() ?? ""}`, "utf8").toString("base64");
  return {
    name,
    ipv4,
    ipv6,
    addresses: addresses.join(","),
    ttl: ttl?.toString(),
    username,
    password,
    token,
    basic: new Secret(basic),
  };
}

/** Rows in the order of their weight; undefined when a pattern is none. */
function answersOf(template: Template): readonly AnswerRow[] | undefined {
  const { successStatus, successPattern, unchangedPattern, refusalPattern } = template;
  const isSuccess: Condition =
    successStatus.length === 0
      ? (answer) => answer.status >= 200 && answer.status < 300
      : (answer) => successStatus.includes(String(answer.status));
  const matches = [successPattern, unchangedPattern, refusalPattern].map(conditionOf);
  if (matches.includes("invalid")) return undefined;
  const [success, same, refusal] = matches.map((match) => (match === "invalid" ? undefined : match));
  return [
    ...(refusal === undefined ? [] : [on(refusal, rejected("request-refused"))]),
    ...(same === undefined ? [] : [on(all(isSuccess, same), unchanged)]),
    on(success === undefined ? isSuccess : all(isSuccess, success), updated),
  ];
}

function conditionOf(pattern: string | undefined): Condition | "invalid" | undefined {
  if (pattern === undefined || pattern === "") return undefined;
  try {
    return text(new RegExp(pattern, "m"));
  } catch {
    return "invalid";
  }
}

function hostPart(url: string): string {
  return /^https?:\/\/[^/?#]*/i.exec(url)?.[0] ?? url;
}
