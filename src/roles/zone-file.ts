import type { FileFailure, FileReader } from "../core/files.ts";
import type { MasterFile, UnreadFile } from "../core/master-file.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { includedNames } from "../zonefile/included-names.ts";
import { dirname, isAbsolute, join } from "node:path";

/** Master files on their way in: how large they may be, and which octets they hold. What they say is `zonefile/`'s. */

/** Some two million hosts, in octets; memory for reading is a dozen times as much. */
export const largestZoneFile: number = 128 * 1_024 * 1_024;

/** Most files one zone may consist of: an end for files that include each other. */
const mostFiles = 1_000;

/** Reads a master file and what it includes, relative names being relative to the file that names them. */
export async function readZoneFile(path: string, files: FileReader): Promise<Result<MasterFile, FileFailure>> {
  let octetsLeft = largestZoneFile;
  let filesLeft = mostFiles;
  const read = async (path: string): Promise<Result<MasterFile, FileFailure>> => {
    if (filesLeft === 0) return failure({ code: "file-too-large", detail: `more than ${mostFiles} files` });
    filesLeft -= 1;
    const file = await files.read(path, octetsLeft);
    if (!file.ok) return file;
    octetsLeft -= file.value.octets.length;
    const text = zoneFileText(file.value.octets);
    const includes: [string, MasterFile | UnreadFile][] = [];
    for (const name of includedNames(text)) {
      const included = isAbsolute(name) ? name : join(dirname(path), name);
      const content = await read(included);
      includes.push([name, content.ok ? content.value : { path: included, failure: content.detail }]);
    }
    return ok({ path, text, includes: Object.fromEntries(includes) });
  };
  return read(path);
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
