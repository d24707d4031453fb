import { assert } from "../../core/assert.ts";
import type { Address } from "../../core/address.ts";
import type { Clock } from "../../core/clock.ts";
import type { Family } from "../../core/family.ts";
import type { HttpClient, HttpResponse } from "../../core/http.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { SourceFailure } from "../../core/verdict.ts";
import { askWeb, textIn } from "../ask-web.ts";
import { excerpt, readAddress } from "../read-address.ts";
import { type Source, sourceOf } from "../source.ts";

/**
 * Asks a web service that answers with its caller's address.
 *
 * Such services fail in ways that look like answers: captive portals, block pages, another family, the address of a proxy.
 * So the answer has to be exactly what was agreed, over TLS, and a page for people is never searched for an address.
 */

/** Where in the answer the address is. */
export type Extraction =
  /** The whole body. */
  | { readonly kind: "text" }
  /** A string in a JSON document: the keys and indexes that lead to it. */
  | { readonly kind: "json"; readonly path: readonly string[] }
  /** The first capturing group, or the whole match without one. */
  | { readonly kind: "regex"; readonly pattern: RegExp };

export interface HttpEcho {
  readonly url: URL;
  readonly extract: Extraction;
  readonly operator: string;
  /** Allows plain HTTP beyond loopback, where anybody on the way may answer instead. */
  readonly isInsecure: boolean;
}

export function httpEchoSource(
  family: Family,
  echo: HttpEcho,
  ports: { readonly http: HttpClient; readonly clock: Clock },
): Source {
  assert(mayAsk(echo), `${echo.url.origin} is asked over TLS, on loopback or knowingly insecurely`);
  return sourceOf(
    {
      id: `http-echo:${echo.url.host}`,
      family,
      operator: echo.operator,
      strength: "echo",
      ask: async (limits) => {
        const response = await askWeb(echo.url, family, ports, limits);
        if (!response.ok) return response;
        const address = addressIn(response.value, echo.extract, family);
        return address.ok ? ok([{ address: address.value, evidence: {} }]) : address;
      },
    },
    ports.clock,
  );
}

/** TLS, or a host that is this one, or the user's explicit word. */
export function mayAsk(echo: Pick<HttpEcho, "url" | "isInsecure">): boolean {
  if (echo.url.protocol === "https:") return true;
  if (echo.url.protocol !== "http:") return false;
  return echo.isInsecure || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(echo.url.hostname);
}

/** The address in a response, by the rules above. */
export function addressIn(response: HttpResponse, extract: Extraction, family: Family): Result<Address, SourceFailure> {
  const read = textIn(response);
  if (!read.ok) return read;
  const text = read.value;
  switch (extract.kind) {
    case "text":
      return readAddress(text, family);
    case "json": {
      const value = valueAt(text, extract.path);
      if (!value.ok) return value;
      return readAddress(value.value, family);
    }
    case "regex": {
      const match = extract.pattern.exec(text);
      if (match === null) return unreadable(`the pattern matches nothing in ${excerpt(text)}`);
      return readAddress(match[1] ?? match[0], family);
    }
  }
}

function valueAt(text: string, path: readonly string[]): Result<string, SourceFailure> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable(`not JSON: ${excerpt(text)}`);
  }
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) {
      return unreadable(`no ${path.join(".")} in the JSON answer`);
    }
    value = Reflect.get(value, key);
  }
  return typeof value === "string" ? ok(value) : unreadable(`${path.join(".")} is no string in the JSON answer`);
}

function unreadable(detail: string): { readonly ok: false } & SourceFailure {
  return failure({ code: "answer-unreadable", detail });
}
