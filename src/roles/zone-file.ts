import type { FileFailure, FileReader } from "../core/files.ts";
import { ok, type Result } from "../core/result.ts";

/** Master files on their way in: how large they may be, and which octets they hold. What they say is `zonefile/`'s. */

/** Some two million hosts, in octets; memory for reading is a dozen times as much. */
export const largestZoneFile: number = 128 * 1_024 * 1_024;

/** Reads a master file as text. */
export async function readZoneFile(path: string, files: FileReader): Promise<Result<string, FileFailure>> {
  const file = await files.read(path, largestZoneFile);
  return file.ok ? ok(zoneFileText(file.value.octets)) : file;
}

/**
 * The text of a master file, which is made of octets and has no character set.
 *
 * It is read as UTF-8. A line that is none keeps its octets as `\DDD`, so that a TXT record written in another character
 * set is served as it was, and a comment does no harm. RFC 1035 §5.1
 */
export function zoneFileText(octets: Uint8Array): string {
  const whole = utf8(octets);
  if (whole !== undefined) return whole;
  const lines: string[] = [];
  for (let start = 0; start <= octets.length; ) {
    const end = octets.indexOf(lineFeed, start);
    const line = octets.subarray(start, end < 0 ? octets.length : end);
    lines.push(utf8(line) ?? escaped(line));
    start = end < 0 ? octets.length + 1 : end + 1;
  }
  return lines.join("\n");
}

const lineFeed = 0x0a;

function utf8(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}

function escaped(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length)
    .toString("latin1")
    .replaceAll(/[\u0080-\u00ff]/g, (character) => `\\${character.charCodeAt(0)}`);
}
