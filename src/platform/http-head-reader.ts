/** Reads the head of an HTTP answer (RFC 9112 §2.1) out of the pieces in which it arrives. The body is others'. */

/** Longest head in octets: what Node and most servers allow. */
const largestHead = 16_384;

/** The status line and the fields in the order they came, names in lower case. */
export interface HttpHead {
  readonly status: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** What a piece came to. */
export type HeadProgress =
  | { readonly kind: "more" }
  | { readonly kind: "whole"; readonly head: HttpHead; readonly rest: Uint8Array }
  | { readonly kind: "faulty"; readonly code: "answer-unreadable" | "answer-too-large"; readonly what: string };

/** A name of a field. RFC 9110 §5.6.2 */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What no value may hold: controls, tabs excepted. RFC 9110 §5.5 */
const forbiddenInValue = /[\x00-\x08\x0a-\x1f\x7f]/;

export class HttpHeadReader {
  #text = "";

  /** True when nothing of a head has come yet. */
  get isEmpty(): boolean {
    return this.#text === "";
  }

  push(chunk: Uint8Array): HeadProgress {
    const before = this.#text.length;
    // One character is one octet, so positions are the same in both.
    this.#text += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString("latin1");
    // Wrong from the first octets on is known early: what speaks no HTTP may never send an empty line.
    if (!isBeginning(this.#text)) return faulty("speaks no HTTP");
    const end = endOfHead(this.#text, before);
    if ((end ?? this.#text.length) > largestHead) {
      return { kind: "faulty", code: "answer-too-large", what: `the head has more than ${largestHead} octets` };
    }
    if (end === undefined) return { kind: "more" };
    return parseHead(this.#text.slice(0, end), chunk.subarray(end - before));
  }
}

/** True while the text may still become a status line. */
function isBeginning(text: string): boolean {
  const prefix = "HTTP/1.";
  return text.length < prefix.length ? prefix.startsWith(text) : text.startsWith(prefix);
}

/**
 * The position behind the empty line. Lines end with CR LF; a lone LF is taken too, as RFC 9112 §2.2 permits, because
 * small devices send it.
 */
function endOfHead(text: string, from: number): number | undefined {
  const match = /\n\r?\n/g;
  match.lastIndex = Math.max(0, from - 2);
  return match.exec(text) === null ? undefined : match.lastIndex;
}

function parseHead(text: string, rest: Uint8Array): HeadProgress {
  const [statusLine = "", ...lines] = text.split("\n").map((line) => line.replace(/\r$/, ""));
  // The reason may be missing together with its blank, which some servers do.
  const match = /^HTTP\/1\.[01] ([1-9]\d\d)(?: .*)?$/.exec(statusLine);
  if (match === null) return faulty("the status line is none");
  const fields: [string, string][] = [];
  for (const line of lines) {
    if (line === "") break;
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    const last = fields.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      // A folded line goes on with the value before. RFC 9112 §5.2
      last[1] = `${last[1]} ${trimBlanks(line)}`;
    } else if (colon > 0 && token.test(name)) {
      fields.push([name.toLowerCase(), trimBlanks(line.slice(colon + 1))]);
    } else {
      return faulty("a field has no name");
    }
  }
  if (fields.some(([, value]) => forbiddenInValue.test(value))) return faulty("a field holds control characters");
  return { kind: "whole", head: { status: Number(match[1]), fields }, rest };
}

/**
 * Blanks and tabs around a value are no part of it. RFC 9112 §5
 *
 * Counted from both ends: an expression that looks for blanks before an end tries each run of them anew, and a head that
 * is nothing else kept it busy for a second.
 */
function trimBlanks(text: string): string {
  const isBlank = (position: number): boolean => text[position] === " " || text[position] === "\t";
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return text.slice(start, end);
}

function faulty(what: string): HeadProgress {
  return { kind: "faulty", code: "answer-unreadable", what };
}
