import { failure, ok, type Result } from "../../core/result.ts";
import { operatorOf } from "../operators.ts";
import { type Extraction, type HttpEcho, mayAsk } from "../sources/http-echo.ts";
import type { Fields } from "./fields.ts";
import type { SpecFailure } from "./spec-failure.ts";

/** Patterns are for picking one line out of a short answer. */
const longestPattern = 200;

/** Reads `url`, `json` (keys joined by dots), `regex`, `insecure` and `operator`. */
export function parseHttpEcho(fields: Fields): Result<HttpEcho, SpecFailure> {
  const url = readUrl(fields);
  if (!url.ok) return url;
  const extract = readExtraction(fields);
  if (!extract.ok) return extract;
  const isInsecure = fields.isTrue("insecure");
  if (!isInsecure.ok) return isInsecure;
  const operator = fields.text("operator");
  if (!operator.ok) return operator;
  const rest = fields.end();
  if (!rest.ok) return rest;
  const echo = {
    url: url.value,
    extract: extract.value,
    isInsecure: isInsecure.value,
    operator: operator.value ?? operatorOf(url.value.hostname),
  };
  return mayAsk(echo) ? ok(echo) : failure({ code: "url-not-https", subject: url.value.origin });
}

/** Reads `url`, which holds no credentials. */
export function readUrl(fields: Fields): Result<URL, SpecFailure> {
  const text = fields.text("url");
  if (!text.ok) return text;
  if (text.value === undefined) return failure({ code: "key-missing", subject: "url" });
  if (!URL.canParse(text.value)) return failure({ code: "bad-url", subject: text.value });
  const url = new URL(text.value);
  if (url.protocol !== "https:" && url.protocol !== "http:") return failure({ code: "bad-url", subject: url.protocol });
  // They would reach logs and process lists with the rest of the URL.
  const hasCredentials = url.username !== "" || url.password !== "";
  return hasCredentials ? failure({ code: "url-has-credentials", subject: url.origin }) : ok(url);
}

function readExtraction(fields: Fields): Result<Extraction, SpecFailure> {
  const json = fields.text("json");
  if (!json.ok) return json;
  const regex = fields.text("regex");
  if (!regex.ok) return regex;
  if (json.value !== undefined && regex.value !== undefined) {
    return failure({ code: "keys-exclude-each-other", subject: "json, regex" });
  }
  if (json.value !== undefined) {
    const path = json.value.split(".");
    return path.includes("") ? failure({ code: "bad-json-path", subject: json.value }) : ok({ kind: "json", path });
  }
  if (regex.value === undefined) return ok({ kind: "text" });
  const pattern = compile(regex.value);
  return pattern === undefined
    ? failure({ code: "bad-pattern", subject: regex.value })
    : ok({ kind: "regex", pattern });
}

/** `^` and `$` match at lines, because answers of this kind are lists of them. */
function compile(source: string): RegExp | undefined {
  if (source === "" || source.length > longestPattern) return undefined;
  try {
    return new RegExp(source, "m");
  } catch {
    return undefined;
  }
}
