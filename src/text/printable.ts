/** Makes text from elsewhere safe to print: nothing in it can move the cursor, end a line or reorder what stands beside it. */

/**
 * What never reaches a terminal or a line of a log as it is: C0 and C1 controls, DEL, line and paragraph separators, and
 * the bidirectional controls that make text read differently from how it is stored (CVE-2021-42574).
 */
const unprintable: RegExp =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A lone half of a surrogate pair cannot be written as UTF-8. */
const loneSurrogate: RegExp = /\p{Surrogate}/gu;

/** The text with unprintable characters as `\n`, `\t`, `\x1b` or `\u202e`. */
export function printable(text: string): string {
  return text.replace(unprintable, escapeCharacter).replace(loneSurrogate, escapeCharacter);
}

/** JSON with the same promise; `JSON.stringify` by itself escapes C0 controls and lone surrogates only. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(unprintable, (character) => `\\u${hex(character, 4)}`);
}

function escapeCharacter(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  return character.charCodeAt(0) < 0x100 ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`;
}

function hex(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, "0");
}
