import type { HttpHead } from "./http-head-reader.ts";
import { OctetCollector } from "./octet-collector.ts";

/** Reads the body of an HTTP answer, whose end is stated in one of three ways. RFC 9112 §6.3 */

/** What a piece came to. What follows a whole body is thrown away, for it belongs to nothing. */
export type BodyProgress =
  | { readonly kind: "more" }
  | { readonly kind: "whole"; readonly body: Uint8Array }
  | {
      readonly kind: "faulty";
      readonly code: "answer-unreadable" | "answer-too-large" | "answer-cut-short";
      readonly what: string;
    };

/** Longest line between chunks and longest trailer in octets; both are of no use to us. */
const largestLine = 4_096;

/** How the end is known. */
export type Framing =
  | { readonly kind: "length"; readonly octets: number }
  | { readonly kind: "chunks" }
  | { readonly kind: "until-close" };

/** Chooses by status and fields; undefined when they contradict each other. */
export function framingOf(head: HttpHead): Framing | undefined {
  const values = (wanted: string): readonly string[] =>
    head.fields.flatMap(([name, value]) => (name === wanted ? value.split(",").map((part) => part.trim()) : []));
  if (head.status === 204 || head.status === 304) return { kind: "length", octets: 0 };
  const codings = values("transfer-encoding").map((coding) => coding.toLowerCase());
  const lengths = new Set(values("content-length"));
  if (codings.length > 0) {
    // We ask for no other coding, and both statements together are how requests are smuggled. RFC 9112 §6.1, §6.3
    return codings.join() === "chunked" && lengths.size === 0 ? { kind: "chunks" } : undefined;
  }
  if (lengths.size === 0) return { kind: "until-close" };
  const [length = ""] = lengths;
  // The same length several times is one. RFC 9112 §6.3
  return lengths.size === 1 && /^\d{1,15}$/.test(length) ? { kind: "length", octets: Number(length) } : undefined;
}

export class HttpBodyReader {
  readonly #framing: Framing;
  readonly #largestOctets: number;
  readonly #body: OctetCollector;
  /** Octets of the body, or of the present chunk, still to come. */
  #left: number;
  /** Where in the chunks we are. RFC 9112 §7.1 */
  #part: "size" | "data" | "end-of-data" | "trailer" = "size";
  #line = "";
  #trailerOctets = 0;

  constructor(framing: Framing, largestOctets: number) {
    this.#framing = framing;
    this.#largestOctets = largestOctets;
    this.#body = new OctetCollector(largestOctets);
    this.#left = framing.kind === "length" ? framing.octets : 0;
  }

  push(chunk: Uint8Array): BodyProgress {
    if (this.#framing.kind === "chunks") return this.#pushChunked(chunk);
    if (this.#left > this.#largestOctets) return this.#tooLarge();
    const isCounted = this.#framing.kind === "length";
    const part = isCounted ? chunk.subarray(0, this.#left) : chunk;
    if (!this.#body.add(part)) return this.#tooLarge();
    if (!isCounted) return { kind: "more" };
    this.#left -= part.length;
    return this.#left === 0 ? this.#whole() : { kind: "more" };
  }

  /** The peer says no more. */
  end(): BodyProgress {
    if (this.#framing.kind === "until-close") return this.#whole();
    return { kind: "faulty", code: "answer-cut-short", what: "ended before the answer did" };
  }

  #pushChunked(chunk: Uint8Array): BodyProgress {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#part === "data") {
        const part = chunk.subarray(offset, offset + this.#left);
        if (!this.#body.add(part)) return this.#tooLarge();
        offset += part.length;
        this.#left -= part.length;
        if (this.#left === 0) this.#part = "end-of-data";
        continue;
      }
      const lineEnd = chunk.indexOf(0x0a, offset);
      const piece = chunk.subarray(offset, lineEnd < 0 ? chunk.length : lineEnd);
      this.#line += Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString("latin1");
      if (this.#line.length > largestLine) return unreadable("a line between chunks has no end");
      if (lineEnd < 0) return { kind: "more" };
      offset = lineEnd + 1;
      const line = this.#line.replace(/\r$/, "");
      this.#line = "";
      const progress = this.#takeLine(line);
      if (progress !== undefined) return progress;
    }
    return { kind: "more" };
  }

  /** A line that is no data; undefined when the body goes on. */
  #takeLine(line: string): BodyProgress | undefined {
    if (this.#part === "trailer") {
      this.#trailerOctets += line.length;
      if (this.#trailerOctets > largestLine) return unreadable("the trailer has no end");
      return line === "" ? this.#whole() : undefined;
    }
    if (this.#part === "end-of-data") {
      this.#part = "size";
      return line === "" ? undefined : unreadable("a chunk is longer than it says");
    }
    // What follows a semicolon or blanks is an extension nobody uses. RFC 9112 §7.1.1
    const size = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;.*)?$/.exec(line)?.[1];
    if (size === undefined) return unreadable("a chunk's size is none");
    this.#left = Number.parseInt(size, 16);
    this.#part = this.#left === 0 ? "trailer" : "data";
    return this.#left > this.#largestOctets ? this.#tooLarge() : undefined;
  }

  #whole(): BodyProgress {
    return { kind: "whole", body: this.#body.octets };
  }

  #tooLarge(): BodyProgress {
    return { kind: "faulty", code: "answer-too-large", what: `more than ${this.#largestOctets} octets` };
  }
}

function unreadable(what: string): BodyProgress {
  return { kind: "faulty", code: "answer-unreadable", what };
}
