import { createHash } from "node:crypto";
import type { FileReader } from "../core/files.ts";

/** Which files a configuration refers to, and what they held when it was read: a token in a file is a part of it. */

/** What a file held; of secrets nothing but the digest is kept. */
export interface ReadFile {
  readonly path: string;
  /** Digest of the content, or why there was none. */
  readonly state: string;
}

export interface RecordingFiles {
  readonly files: FileReader;
  /** Each file once, in the order of the first reading. */
  readonly read: () => readonly ReadFile[];
}

/** A reader that remembers what it was asked for. */
export function recordingFiles(files: FileReader): RecordingFiles {
  const states = new Map<string, string>();
  return {
    files: {
      read: async (path, largestOctets) => {
        const content = await files.read(path, largestOctets);
        states.set(path, content.ok ? digestOf(content.value.octets) : content.code);
        return content;
      },
    },
    read: () => [...states].map(([path, state]) => ({ path, state })),
  };
}

/** The state of a file that holds this. */
export function digestOf(octets: Uint8Array): string {
  return createHash("sha256").update(octets).digest("base64url");
}
