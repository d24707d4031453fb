import type { HttpRequest } from "../../core/http.ts";
import type { Rejected } from "../../core/outcome.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { Secret } from "../../core/secret.ts";
import { TextBody, type BodyFields, type BodyValue, type Call, type Query, type QueryValue } from "./call.ts";

/** A call on its way to the wire: address complete, body not yet encoded, so that authentication may add to all parts. */

export type BodyEncoding = "json" | "form";

export interface Draft {
  readonly method: HttpRequest["method"];
  readonly url: URL;
  readonly route: string;
  /** The call's own, for services that have several hosts. */
  readonly base?: NonNullable<Call["base"]>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: DraftBody | undefined;
  /** Credentials that this request shows to its peer, to be kept out of what people read. */
  readonly sensitive: readonly string[];
}

export type DraftBody = TextBody | { readonly encoding: BodyEncoding; readonly fields: BodyFields };

/** Fills a call's route below a base address. */
export function draftOf(
  call: Call,
  base: URL,
  encoding: BodyEncoding,
): Result<Draft, { readonly code: "value-invalid"; readonly detail: string }> {
  const url = new URL(base);
  const [target, query] = splitTarget(call.target ?? "");
  if (query !== "") url.search = query;
  let path = call.target === undefined ? call.route : target;
  for (const [name, value] of Object.entries(call.params)) {
    const plain = textOfValue(value);
    // `.` and `..` change the path even when they are percent-encoded, so no identifier may be one. WHATWG URL §4.4
    if (plain === "." || plain === "..") {
      return failure({ code: "value-invalid", detail: `"${plain}" cannot stand for ${name} in a URL` });
    }
    path = path.replaceAll(`{${name}}`, encodeURIComponent(plain));
  }
  if (path !== "") url.pathname = url.pathname.replace(/\/$/, "") + path;
  for (const [name, value] of Object.entries(call.query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) url.searchParams.append(name, textOfValue(one));
    }
  }
  const body = call.body === undefined || call.body instanceof TextBody ? call.body : { encoding, fields: call.body };
  const secrets = [...Object.values(call.params), ...Object.values(call.query)].flatMap(revealed);
  const sensitive = [...(call.sensitive ?? []), ...secrets];
  const { method, route, headers } = call;
  return ok({ method, url, route, headers, body, sensitive, ...(call.base === undefined ? {} : { base: call.base }) });
}

/** The body as it goes on the wire, and its media type. The same draft always gives the same octets. */
export function encodeBody(body: DraftBody): { readonly contentType: string; readonly text: string } {
  if (body instanceof TextBody) return { contentType: body.contentType, text: body.text };
  if (body.encoding === "json") return { contentType: "application/json", text: JSON.stringify(plain(body.fields)) };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body.fields)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) form.append(name, String(plain(one)));
    }
  }
  return { contentType: "application/x-www-form-urlencoded", text: form.toString() };
}

/** The draft with more header fields, which show the given credentials. */
export function addHeaders(
  draft: Draft,
  headers: Readonly<Record<string, string>>,
  sensitive: readonly string[],
): Draft {
  return { ...draft, headers: { ...draft.headers, ...headers }, sensitive: [...draft.sensitive, ...sensitive] };
}

/** The draft with more query parameters; secrets among them are marked. */
export function addQuery(draft: Draft, query: Query): Draft {
  const url = new URL(draft.url);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, textOfValue(value));
  }
  return { ...draft, url, sensitive: [...draft.sensitive, ...Object.values(query).flatMap(revealed)] };
}

/** What a server refuses to be sent, as the outcome it comes to. */
export function refusedDraft(detail: string): Rejected {
  return { kind: "rejected", code: "value-invalid", detail };
}

/** Path and query of a target; a fragment is nobody's business but the browser's. */
function splitTarget(target: string): readonly [path: string, query: string] {
  const [beforeFragment = ""] = target.split("#");
  const start = beforeFragment.indexOf("?");
  return start < 0 ? [beforeFragment, ""] : [beforeFragment.slice(0, start), beforeFragment.slice(start)];
}

function textOfValue(value: QueryValue): string {
  return value instanceof Secret ? value.reveal() : String(value);
}

function revealed(value: QueryValue): readonly string[] {
  return value instanceof Secret ? [value.reveal()] : [];
}

/** JSON with every secret revealed, which only the wire may see. */
function plain(value: BodyValue): unknown {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}
