import { parseType } from "../core/rr-type.ts";
import { tokensOf } from "../wire/rdata/tokens.ts";
import type { Entry, PlacedToken } from "./lexer.ts";

/** `$GENERATE range owner [ttl] [class] type data`: one entry for each number of a range, as BIND has it (Administrator Reference Manual, "$GENERATE"). */

/** Most entries of one directive: what reverse zones of a /16 need, many times over. */
export const mostGenerated = 1_000_000;

const largestNumber = 0x7fff_ffff;
const widest = 255;

/** Numbers from `first` to `last`, each `step` from the one before. */
export interface GenerateRange {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

/** Reads `1-10` or `0-255/2`; undefined for anything else, and for more than `mostGenerated` numbers. */
export function parseGenerateRange(text: string): GenerateRange | undefined {
  const parts = /^(?<first>\d{1,10})-(?<last>\d{1,10})(?:\/(?<step>\d{1,10}))?$/.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const [first, last, step] = [Number(parts["first"]), Number(parts["last"]), Number(parts["step"] ?? 1)];
  const isRange = first <= last && last <= largestNumber && step > 0 && (last - first) / step < mostGenerated;
  return isRange ? { first, last, step } : undefined;
}

/** The entries of a directive, one after the other; undefined stands for a word with a wrong `${…}`. */
export function* generatedEntries(
  range: GenerateRange,
  template: readonly PlacedToken[],
): Generator<Entry | undefined> {
  const words = template.map((token) => ({ token, pieces: piecesOf(token.text) }));
  const data = template.at(-1);
  // BIND takes the data as one word, in quotes where it has several.
  const isQuotedData =
    data?.isQuoted === true && template.length > 2 && parseType(template.at(-2)?.text ?? "") !== undefined;
  for (let number = range.first; number <= range.last; number += range.step) {
    const tokens: PlacedToken[] = [];
    for (const { token, pieces } of words) {
      if (pieces === undefined) {
        yield undefined;
        return;
      }
      const text = pieces.map((piece) => (typeof piece === "string" ? piece : printNumber(number, piece))).join("");
      if (isQuotedData && token === data) tokens.push(...(tokensOf(text) ?? []).map((word) => ({ ...token, ...word })));
      else tokens.push({ ...token, text });
    }
    yield { tokens, startsBlank: false };
  }
}

/** How a number is written: added to, padded with zeros to so many characters, in a base or as nibbles. */
interface NumberForm {
  readonly offset: number;
  readonly width: number;
  readonly base: string;
}

const plain: NumberForm = { offset: 0, width: 0, base: "d" };

const piece = /\\\$|\$\$|\$\{(?<form>[^}]*)\}|\$|(?:[^\\$]|\\[^$]|\\$)+/gsu;
const form = /^(?<offset>-?\d{1,10})(?:,(?<width>\d{1,3})(?:,(?<base>[doxXnN]))?)?$/;

/** A word as texts and the numbers between them; undefined when braces hold something else. */
function piecesOf(text: string): readonly (string | NumberForm)[] | undefined {
  const pieces: (string | NumberForm)[] = [];
  for (const { 0: found, groups: { form: inBraces } = {} } of text.matchAll(piece)) {
    if (inBraces !== undefined) {
      const parts = form.exec(inBraces)?.groups;
      const width = Number(parts?.["width"] ?? 0);
      if (parts === undefined || width > widest) return undefined;
      pieces.push({ offset: Number(parts["offset"]), width, base: parts["base"] ?? "d" });
    } else if (found === "$") {
      pieces.push(plain);
    } else {
      pieces.push(found === "$$" || found === "\\$" ? "$" : found);
    }
  }
  return pieces;
}

const radixes: Readonly<Record<string, number>> = { d: 10, o: 8, x: 16, X: 16 };

function printNumber(number: number, { offset, width, base }: NumberForm): string {
  const value = number + offset;
  const radix = radixes[base];
  if (radix === undefined) return printNibbles(value, width, base === "N");
  const digits = Math.abs(value).toString(radix);
  const text = `${value < 0 ? "-" : ""}${digits.padStart(width - (value < 0 ? 1 : 0), "0")}`;
  return base === "X" ? text.toUpperCase() : text;
}

/** Hexadecimal digits from the last to the first, dots between them; the width counts the dots too. */
function printNibbles(value: number, width: number, isUpperCase: boolean): string {
  let text = "";
  let left = value >>> 0;
  do {
    const digit = (left & 0xf).toString(16);
    text += isUpperCase ? digit.toUpperCase() : digit;
    left >>>= 4;
    if (left !== 0 || text.length < width) text += ".";
  } while (left !== 0 || text.length < width);
  return text;
}
