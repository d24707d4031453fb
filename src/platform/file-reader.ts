import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { getSystemErrorMap } from "node:util";
import type { FileContent, FileFailure, FileReader } from "../core/files.ts";
import { concatOctets } from "../core/octets.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { describeSystemError, systemCode } from "./system-error.ts";

/** Reads whole files over node:fs. What they mean is the caller's. */

export const fileReader: FileReader = { read: readFile };

async function readFile(path: string, largestOctets: number): Promise<Result<FileContent, FileFailure>> {
  try {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const facts = await file.stat();
      if (!facts.isFile()) return failure({ code: "file-unreadable", detail: "not a regular file" });
      // One octet more than allowed shows that there is more.
      const octets = await readUpTo(file, largestOctets + 1);
      if (octets.length > largestOctets) {
        return failure({ code: "file-too-large", detail: `more than ${largestOctets} octets` });
      }
      const mode = process.platform === "win32" ? undefined : facts.mode & 0o777;
      return ok({ octets, mode });
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = systemCode(error);
    const isMissing = code === "ENOENT" || code === "ENOTDIR";
    return failure({ code: isMissing ? "file-missing" : "file-unreadable", detail: describe(error) });
  }
}

const chunkOctets = 65_536;

/** Goes by what is read, not by the size the system tells: files of `/proc` have none, and files grow. */
async function readUpTo(file: Awaited<ReturnType<typeof open>>, count: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let left = count; left > 0; ) {
    const { bytesRead, buffer } = await file.read(new Uint8Array(Math.min(chunkOctets, left)), 0, null, null);
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    left -= bytesRead;
  }
  return concatOctets(chunks);
}

/** `permission denied (EACCES)`: people read these details about their own files. */
function describe(error: unknown): string {
  const errno = error instanceof Error && "errno" in error && typeof error.errno === "number" ? error.errno : 0;
  const [code, words] = getSystemErrorMap().get(errno) ?? [];
  return code === undefined ? describeSystemError(error) : `${words} (${code})`;
}
