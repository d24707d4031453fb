import type { Token } from "../wire/rdata/tokens.ts";
import type { Place, ProblemList } from "./problem.ts";

/** Cuts a master file into entries: words, with comments, quotes, parentheses and line ends taken care of. RFC 1035 §5.1 */

/** A word and where it begins. */
export interface PlacedToken extends Token, Place {}

/** What stands on one line, or on several between parentheses. */
export interface Entry {
  /** At least one. */
  readonly tokens: readonly PlacedToken[];
  /** The line begins with a blank, which stands for the last owner. */
  readonly startsBlank: boolean;
}

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const openParenthesis = 0x28;
const closeParenthesis = 0x29;
const semicolon = 0x3b;
const backslash = 0x5c;
const byteOrderMark = 0xfeff;

/** Reads entry after entry; problems go to the list, and the entry they are in is passed over. */
export class Lexer {
  readonly #text: string;
  readonly #problems: ProblemList;
  readonly #file: string | undefined;
  #offset: number;
  #line = 1;
  #lineStart: number;
  #tokens: PlacedToken[] = [];
  #isBroken = false;
  /** Where the parentheses were opened that are open now. */
  #open: Place[] = [];

  /** `file` is where the text was included from, for places. */
  constructor(text: string, problems: ProblemList, file?: string) {
    this.#file = file;
    this.#text = text;
    this.#problems = problems;
    this.#offset = text.charCodeAt(0) === byteOrderMark ? 1 : 0;
    this.#lineStart = this.#offset;
  }

  /** The next whole entry; undefined at the end. */
  next(): Entry | undefined {
    for (;;) {
      this.#tokens = [];
      this.#isBroken = false;
      const first = this.#text.charCodeAt(this.#offset);
      if (Number.isNaN(first)) return undefined;
      this.#readEntry();
      const tokens = this.#tokens;
      if (tokens.length > 0 && !this.#isBroken) return { tokens, startsBlank: first === space || first === tab };
    }
  }

  /** Reads up to and with the end of the line that no parenthesis hides. */
  #readEntry(): void {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.#offset);
      if (code === space || code === tab || code === carriageReturn) {
        this.#offset += 1;
      } else if (code === lineFeed) {
        this.#offset += 1;
        this.#line += 1;
        this.#lineStart = this.#offset;
        if (this.#open.length === 0) return;
      } else if (code === semicolon) {
        this.#skipLine();
      } else if (code === openParenthesis) {
        this.#open.push(this.#place(this.#offset));
        this.#offset += 1;
      } else if (code === closeParenthesis) {
        if (this.#open.pop() === undefined) this.#fail("parenthesis-not-opened", this.#offset);
        this.#offset += 1;
      } else if (code === quote) {
        this.#readQuoted();
      } else if (Number.isNaN(code)) {
        this.#endText();
        return;
      } else {
        this.#readBare();
      }
    }
  }

  #readBare(): void {
    const text = this.#text;
    const start = this.#offset;
    let offset = start;
    for (; ; offset += 1) {
      const code = text.charCodeAt(offset);
      if (code === backslash && text.charCodeAt(offset + 1) !== lineFeed) offset += 1;
      else if (endsWord(code)) break;
    }
    // A backslash at the very end takes along what is not there.
    this.#offset = Math.min(offset, text.length);
    this.#push(text.slice(start, this.#offset), false, start);
  }

  #readQuoted(): void {
    const text = this.#text;
    const start = this.#offset;
    let offset = start + 1;
    for (; ; offset += 1) {
      const code = text.charCodeAt(offset);
      if (code === quote) break;
      if (code === backslash && text.charCodeAt(offset + 1) !== lineFeed) offset += 1;
      if (code === lineFeed || Number.isNaN(code)) {
        this.#fail("quote-not-closed", start);
        this.#skipLine();
        return;
      }
    }
    this.#offset = offset + 1;
    this.#push(text.slice(start + 1, offset), true, start);
  }

  #skipLine(): void {
    const end = this.#text.indexOf("\n", this.#offset);
    this.#offset = end < 0 ? this.#text.length : end;
  }

  #endText(): void {
    const [first] = this.#open;
    this.#open = [];
    if (first === undefined) return;
    this.#problems.add(first, "parenthesis-not-closed", {});
    this.#isBroken = true;
  }

  #push(text: string, isQuoted: boolean, start: number): void {
    const [file, line] = [this.#file, this.#line];
    this.#tokens.push({ text, isQuoted, file, line, column: start - this.#lineStart + 1 });
  }

  #fail(code: "parenthesis-not-opened" | "quote-not-closed", offset: number): void {
    this.#problems.add(this.#place(offset), code, {});
    this.#isBroken = true;
  }

  #place(offset: number): Place {
    return { file: this.#file, line: this.#line, column: offset - this.#lineStart + 1 };
  }
}

function endsWord(code: number): boolean {
  switch (code) {
    case space:
    case tab:
    case carriageReturn:
    case lineFeed:
    case semicolon:
    case quote:
    case openParenthesis:
    case closeParenthesis:
      return true;
    default:
      return Number.isNaN(code);
  }
}
