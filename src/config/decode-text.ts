import type { Problems } from "./problem.ts";
import type { Origin } from "./node.ts";

/** Turns the octets of a file into text, or says why they are not text. */

/** More than any configuration needs (about 9 000 names), little enough to parse in a second or two. */
export const largestFile: number = 1_048_576;

/** UTF-8 without a byte order mark; undefined when the octets are anything else, with a problem that says so. */
export function decodeText(octets: Uint8Array, file: string, problems: Problems): string | undefined {
  const looksLike = wideEncoding(octets);
  if (looksLike !== undefined) {
    problems.add("not-utf8", { kind: "whole-file", file }, [], { looksLike });
    return undefined;
  }
  const marked = octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf;
  if (marked) problems.add("byte-order-mark", { kind: "whole-file", file }, [], {});
  const bare = marked ? octets.subarray(3) : octets;
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bare);
  const broken = firstBrokenCharacter(text, bare);
  if (broken !== undefined) {
    problems.add("not-utf8", characterOrigin(text, broken, file), [], { looksLike: undefined });
    return undefined;
  }
  // YAML 1.2.2 §5.1 allows tab, LF and CR of the controls; NUL and friends mean that this is no text file.
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text);
  if (control !== null) {
    const codePoint = control[0].charCodeAt(0);
    problems.add("control-character", characterOrigin(text, control.index, file), [], { codePoint });
    return undefined;
  }
  return text;
}

/** Byte order marks of UTF-16 and UTF-32, and their tell-tale zero octets where there is no mark. RFC 3629 §6 */
function wideEncoding(octets: Uint8Array): "utf-16" | "utf-32" | undefined {
  const [a, b, c, d] = octets;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) {
    return "utf-32";
  }
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return "utf-16";
  const isAlternating =
    octets.length >= 4 && (a === 0) !== (b === 0) && (c === 0) !== (d === 0) && (a === 0) === (c === 0);
  return isAlternating ? "utf-16" : undefined;
}

/** Where the decoder had to put a replacement character that the file itself does not hold. */
function firstBrokenCharacter(text: string, octets: Uint8Array): number | undefined {
  if (!text.includes("\ufffd") || Buffer.compare(Buffer.from(text, "utf8"), octets) === 0) return undefined;
  // Up to the first broken place text and octets agree, so offsets are exact that far.
  let offset = 0;
  for (let from = 0, index = text.indexOf("\ufffd"); index >= 0; index = text.indexOf("\ufffd", from)) {
    offset += Buffer.byteLength(text.slice(from, index), "utf8");
    const isWritten = octets[offset] === 0xef && octets[offset + 1] === 0xbf && octets[offset + 2] === 0xbd;
    if (!isWritten) return index;
    offset += 3;
    from = index + 1;
  }
  return undefined;
}

function characterOrigin(text: string, index: number, file: string): Origin {
  const before = text.slice(0, index);
  const line = before.split("\n").length;
  const column = index - before.lastIndexOf("\n");
  return { kind: "file", file, line, column, endLine: line, endColumn: column + 1 };
}
