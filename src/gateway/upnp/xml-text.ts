import { TextDecoder } from "node:util";

/** Octets of an XML document as text, in whichever encoding a router chose or only believes it chose. */

/** How far into a document its declaration may reach, in octets. */
const declarationReach = 200;

/**
 * Never fails: an encoding that is unknown or contradicted by the octets gives way to UTF-8, and that to Windows-1252,
 * which has a character for every octet. What matters to us is ASCII in all of them; only names shown to people suffer.
 *
 * @param contentType the field of HTTP, whose charset counts where the document itself is silent.
 */
export function decodeXmlText(octets: Uint8Array, contentType = ""): string {
  const text = decode(octets, contentType);
  // Blank lines, or octets of whatever was in the buffer before, come ahead of the declaration.
  const start = text.indexOf("<");
  return start < 0 ? "" : text.slice(start);
}

function decode(octets: Uint8Array, contentType: string): string {
  const wide = wideEncoding(octets);
  if (wide !== undefined) return new TextDecoder(wide).decode(octets);
  const head = Buffer.from(octets.subarray(0, declarationReach)).toString("latin1");
  const declared = /<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1];
  const label = declared ?? /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ?? "utf-8";
  return tryDecode(octets, label) ?? tryDecode(octets, "utf-8") ?? new TextDecoder("windows-1252").decode(octets);
}

/** UTF-16 shows itself by its mark, or by the zero octet beside the first bracket. XML 1.0 Appendix F */
function wideEncoding(octets: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [first = -1, second = -1] = octets;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return "utf-16be";
  return undefined;
}

/** Undefined for a label nobody knows, for octets it does not allow, and for UTF-16, which would have shown itself. */
function tryDecode(octets: Uint8Array, label: string): string | undefined {
  if (/^utf-?16/i.test(label)) return undefined;
  try {
    return new TextDecoder(label, { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}
