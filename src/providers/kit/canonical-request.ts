import type { Instant } from "../../core/clock.ts";
import { encodeBody, type Draft } from "./draft.ts";

/**
 * The one spelling of a request that both sides of a signature agree on. Most vendors took the form over from the
 * scheme of AWS; what differs among them is a parameter here, and the rest is in `auth/`.
 */

/** Percent-encoding of everything but letters, digits, `-`, `.`, `_` and `~`. RFC 3986 §2.3 */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Parameters encoded strictly and sorted by name, then by value, in the order of their encoded octets. */
export function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => [encodeStrictly(name), encodeStrictly(value)] as const)
    .toSorted(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/**
 * The draft with its query written the way it is signed: services that sign what they received differ on whether `+` is
 * a blank, and none on `%20`.
 */
export function withCanonicalQuery(draft: Draft): Draft {
  const url = new URL(draft.url);
  url.search = canonicalQuery(draft.url);
  return { ...draft, url };
}

/** The path with every segment encoded strictly. */
export function canonicalPath(url: URL): string {
  return url.pathname
    .split("/")
    .map((segment) => encodeStrictly(decodeURIComponent(segment)))
    .join("/");
}

/** The body as it will be sent, with its media type; the empty text when there is none. */
export function bodyOf(draft: Draft): { readonly contentType: string | undefined; readonly text: string } {
  if (draft.body === undefined) return { contentType: undefined, text: "" };
  const { contentType, text } = encodeBody(draft.body);
  return { contentType: draft.headers["content-type"] ?? contentType, text };
}

/** A canonical request, and the names of the fields signed in it. */
export interface CanonicalRequest {
  readonly text: string;
  readonly signedHeaders: string;
}

/**
 * Method, path, query, header fields, their names and the hash of the body, a line each.
 *
 * @param headers what is signed, by names in lower case; undefined ones are left out.
 */
export function canonicalRequest(
  draft: Draft,
  parts: {
    readonly path?: string;
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly bodyHash: string;
  },
): CanonicalRequest {
  const fields = Object.entries(parts.headers)
    .flatMap(([name, value]) => (value === undefined ? [] : [[name, value.trim()] as const]))
    .toSorted(([a], [b]) => order(a, b));
  const signedHeaders = fields.map(([name]) => name).join(";");
  const path = parts.path ?? canonicalPath(draft.url);
  const block = fields.map(([name, value]) => `${name}:${value}\n`).join("");
  const lines = [draft.method, path, canonicalQuery(draft.url), block, signedHeaders, parts.bodyHash];
  return { text: lines.join("\n"), signedHeaders };
}

/** `2026-11-20T00:00:00Z` */
export function extendedTime(instant: Instant): string {
  return new Date(instant).toISOString().replace(/\.\d+/, "");
}

/** `20261120T000000Z` */
export function basicTime(instant: Instant): string {
  return extendedTime(instant).replaceAll(/[-:]/g, "");
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
