import type { Duration } from "../../core/duration.ts";
import type { FailCode, RejectCode } from "../../core/outcome.ts";
import { isPage, type Answer } from "./answer.ts";
import { allAt, textOf } from "./json.ts";

/**
 * What answers mean, as rows of a table: mostly a condition and a meaning. The first row that knows an answer decides;
 * the rows of the service come before those of the family, and those before the common ones.
 */

/** An answer that is no error; `absent` is proof that what was asked for does not exist. */
export interface Success {
  readonly kind: "updated" | "unchanged" | "absent";
}

/** An answer that says no, for good or for now. */
export type Refusal =
  | {
      readonly kind: "rejected";
      readonly code: RejectCode;
      /** What the service's own words do not say, in plain ones; for people. */
      readonly explained?: string;
    }
  | {
      readonly kind: "failed";
      readonly code: FailCode;
      /** Used when the answer carries no Retry-After. */
      readonly retryAfter?: Duration;
    };

/** What one row says an answer means. */
export type Meaning = Success | Refusal;

export type Condition = (answer: Answer) => boolean;

/** One row: the meaning of an answer it knows. */
export type AnswerRow = (answer: Answer) => Meaning | undefined;

export const updated: Success = { kind: "updated" };
export const unchanged: Success = { kind: "unchanged" };
export const absent: Success = { kind: "absent" };

/** Permanent until a person acts; `explained` is what the service's own words leave out. */
export function rejected(code: RejectCode, more: { readonly explained?: string } = {}): Refusal {
  return { kind: "rejected", code, ...more };
}

/** Temporary; `retryAfter` is the pause the service documents. */
export function failed(code: FailCode, pause: { readonly retryAfter?: Duration } = {}): Refusal {
  return { kind: "failed", code, ...pause };
}

/** A row: a status code or a condition, and what it means. */
export function on(when: number | Condition, meaning: Meaning): AnswerRow {
  const holds = typeof when === "number" ? status(when) : when;
  return (answer) => (holds(answer) ? meaning : undefined);
}

/** Holds for any of the given status codes. */
export function status(...codes: readonly number[]): Condition {
  return (answer) => codes.includes(answer.status);
}

/**
 * Holds when some value at the path of a JSON answer is one of those given, compared as text; without values, when the
 * path exists. `*` in the path stands for every element.
 */
export function body(path: string, ...values: readonly (string | number | boolean)[]): Condition {
  const wanted = values.map(String);
  return (answer) => {
    const found = allAt(answer.tree, path);
    if (wanted.length === 0) return found.length > 0;
    return found.some((value) => wanted.includes(textOf(value) ?? ""));
  };
}

/** Holds when a text at the path of a JSON or XML answer matches. */
export function bodyMatches(path: string, pattern: RegExp): Condition {
  return (answer) => allAt(answer.tree, path).some((value) => pattern.test(textOf(value) ?? ""));
}

/** A meaning and the codes that have it; `*` at the end of a code stands for any rest. */
export type CodeLine = readonly [meaning: Meaning, ...codes: readonly (string | number)[]];

/** One row for the error codes of a service: the first line that holds one of those at the path decides. */
export function codesAt(path: string, ...lines: readonly CodeLine[]): AnswerRow {
  return (answer) => {
    const found = allAt(answer.tree, path).flatMap((value) => textOf(value) ?? []);
    const line = lines.find(([, ...codes]) => codes.some((code) => found.some((one) => isCode(one, String(code)))));
    return line?.[0];
  };
}

function isCode(found: string, code: string): boolean {
  return code.endsWith("*") ? found.startsWith(code.slice(0, -1)) : found === code;
}

/** Holds when the body matches. For words use `firstWord`: other words may contain them. */
export function text(pattern: RegExp): Condition {
  return (answer) => pattern.test(answer.text);
}

/** Holds when the body begins with one of the words, whole and in any case. */
export function firstWord(...words: readonly string[]): Condition {
  return (answer) => words.includes(wordsOfLine(answer.text.trimStart())[0] ?? "");
}

/** Holds when all of the conditions do. */
export function all(...conditions: readonly (number | Condition)[]): Condition {
  const checks = conditions.map((condition) => (typeof condition === "number" ? status(condition) : condition));
  return (answer) => checks.every((holds) => holds(answer));
}

/** The meaning in the first row that knows the answer. */
export function meaningOf(answer: Answer, rows: readonly AnswerRow[]): Meaning | undefined {
  for (const row of rows) {
    const meaning = row(answer);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

/** Words of one line in lower case, separated by blanks. */
export function wordsOfLine(line: string): readonly string[] {
  return line
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** What status codes mean where a service says nothing else. RFC 9110 §15, RFC 6585 §4 */
export const commonRows: readonly AnswerRow[] = [
  on(401, rejected("credentials-rejected")),
  // Bot filters and captive portals refuse with pages, and will not for ever; services refuse in their own format.
  on((answer) => isPage(answer) && answer.status >= 400 && answer.status < 500, failed("answer-unreadable")),
  on(402, rejected("paid-feature")),
  on(403, rejected("not-authorized")),
  on(404, rejected("name-not-found")),
  on(408, failed("timed-out")),
  // The state is not what the request took it for; reading again and planning anew is the cure. RFC 9110 §15.5.10
  on(status(409, 412), failed("precondition-lost")),
  on(status(400, 422), rejected("value-invalid")),
  on(423, failed("zone-busy")),
  on(status(425, 429), failed("rate-limited")),
  // A permanent redirection means that the address in the declaration or configuration is wrong. RFC 9110 §15.4.2
  on(status(301, 308), rejected("request-refused")),
  on((answer) => answer.status >= 300 && answer.status < 400, failed("answer-unreadable")),
  on((answer) => answer.status >= 400 && answer.status < 500, rejected("request-refused")),
  on((answer) => answer.status >= 500, failed("server-error")),
  on((answer) => answer.status < 200, failed("answer-unreadable")),
];

/**
 * True for answers of something between us and the service, which does not know what became of the request: 502 and 504
 * (RFC 9110 §15.6.3, §15.6.5) and the 52x codes of Cloudflare's edge.
 */
export function isFromBetween(answer: Answer): boolean {
  return answer.status === 502 || answer.status === 504 || (answer.status >= 520 && answer.status <= 530);
}

/** Tells the two kinds of meaning apart. */
export function isRefusal(meaning: Meaning): meaning is Refusal {
  return meaning.kind === "rejected" || meaning.kind === "failed";
}
