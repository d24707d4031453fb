import { concatOctets } from "../../core/octets.ts";

/** Octet strings in presentation form. RFC 1035 §5.1 */

const encoder = new TextEncoder();

/** `\DDD`, `\X`, a run without escapes, or a backslash that begins neither. */
const piece = /\\(?<decimal>\d{3})|\\(?<literal>\D)|(?<plain>[^\\]+)|\\/gsu;

/**
 * Octets of a text without its quotes: `\X` is X itself, `\DDD` the octet of that number, characters beyond ASCII are
 * their UTF-8 octets. Undefined when an escape is wrong.
 */
export function parseOctets(text: string): Uint8Array | undefined {
  if (!text.includes("\\")) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  for (const { groups: { decimal, literal, plain } = {} } of text.matchAll(piece)) {
    const characters = literal ?? plain;
    if (characters !== undefined) parts.push(encoder.encode(characters));
    else if (decimal !== undefined && Number(decimal) <= 255) parts.push(Uint8Array.of(Number(decimal)));
    else return undefined;
  }
  return concatOctets(parts);
}

/** The octets in quotes, with quotes, backslashes and everything but printable ASCII escaped. */
export function printOctets(octets: Uint8Array): string {
  let text = '"';
  for (const octet of octets) {
    const character = String.fromCharCode(octet);
    if (octet < 0x20 || octet > 0x7e) text += `\\${String(octet).padStart(3, "0")}`;
    else text += character === '"' || character === "\\" ? `\\${character}` : character;
  }
  return `${text}"`;
}
