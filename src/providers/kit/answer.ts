import type { HttpResponse } from "../../core/http.ts";
import { allAt, type Json, parseJson, textOf } from "./json.ts";

/** One whole HTTP answer, decoded as far as its server speaks; what it means is `answers.ts`'s. */

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for answers without a body. */
  readonly text: string;
  /** Undefined for answers without a body, in other formats, and for what is not in the format it should be in. */
  readonly tree: Json | undefined;
}

/** Formats that answers come in; `any` is for services whose answers are pages themselves. */
export type AnswerFormat = "json" | "xml" | "text" | "any";

export function decodeAnswer(response: HttpResponse, format: AnswerFormat): Answer {
  const text = decoderOf(response.headers["content-type"] ?? "").decode(response.body);
  const tree = format === "json" && text !== "" ? parseJson(text) : undefined;
  return { status: response.status, headers: response.headers, text, tree };
}

/** For the charset that is named, where it is one; for UTF-8 otherwise, which is what JSON is in. RFC 8259 §8.1 */
function decoderOf(contentType: string): TextDecoder {
  const [, charset = "utf-8"] = /;\s*charset="?([\w:-]+)/i.exec(contentType) ?? [];
  try {
    // The types of this runtime name the encodings they know of; what it does not know throws.
    return new TextDecoder(charset as ConstructorParameters<typeof TextDecoder>[0]);
  } catch {
    return new TextDecoder();
  }
}

/** As `decodeAnswer`, in any format: the parser of XML is loaded with the first answer that needs it. */
export async function readAnswer(response: HttpResponse, format: AnswerFormat): Promise<Answer> {
  const answer = decodeAnswer(response, format);
  if (format !== "xml" || answer.text === "") return answer;
  const { parseXml } = await import("./xml.ts");
  return { ...answer, tree: parseXml(answer.text) };
}

/** True for an HTML page: it mostly comes from what stands before the service, or instead of it. */
export function isPage(answer: Answer): boolean {
  return /^\s*<(!doctype\s+html|html)\b/i.test(answer.text);
}

/** Why an answer is not in the format its server speaks; undefined when it is. */
export function misfit(answer: Answer, format: AnswerFormat): string | undefined {
  if (format === "any") return undefined;
  if (isPage(answer)) return `an HTML page instead of an answer${pageTitle(answer.text)}`;
  if (format === "text" || answer.text === "" || answer.tree !== undefined) return undefined;
  return `not ${format.toUpperCase()}, or cut short`;
}

/** Where services put their words for people, first the most specific; tried when a server names no place itself. */
const usualPlaces: readonly string[] = [
  "errors.*.message",
  "error.message",
  "detail",
  "message",
  "Message",
  "error_description",
  "error",
  "errors.*",
  "msg",
  "title",
];

/**
 * The remote's own words, for people: from the given places of the tree, the usual ones, or the body itself. They are
 * neither shortened nor searched for credentials yet; shortening comes last, or half a credential could be left over.
 */
export function wordsOf(answer: Answer, places: readonly string[] = []): string {
  const named = places.flatMap((place) => textsAt(answer.tree, place));
  if (named.length > 0) return named.join(" ");
  for (const place of usualPlaces) {
    const found = textsAt(answer.tree, place);
    if (found.length > 0) return found.join("; ");
  }
  return /^\s*</.test(answer.text) ? `a page${pageTitle(answer.text)}` : answer.text;
}

/** Evidence is read by people in a table: one line, without control characters, at most 200 characters. */
export function shortened(text: string): string {
  const line = text.replaceAll(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

function textsAt(tree: Json | undefined, place: string): readonly string[] {
  return allAt(tree, place).flatMap((value) => textOf(value) || []);
}

/** The head of a page is short; what looks for a title in megabytes that never end one is busy for minutes. */
const longestHead = 4_096;

function pageTitle(text: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(text.slice(0, longestHead))?.[1];
  return title === undefined ? "" : ` titled "${title.trim()}"`;
}
