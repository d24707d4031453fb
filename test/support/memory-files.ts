import type { FileContent, FileFailure, FileReader } from "../../src/core/files.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";

/** A file a test describes: its text or octets, or why it cannot be read. */
export type MemoryFile =
  | string
  | { readonly octets?: Uint8Array; readonly text?: string; readonly mode?: number }
  | { readonly failure: "unreadable" };

/** Files by the path they are asked for; every other path is missing. Text files have mode 0600 unless said otherwise. */
export class MemoryFiles implements FileReader {
  readonly #files: Map<string, MemoryFile>;
  /** Paths asked for, in order. */
  readonly asked: string[] = [];

  constructor(files: Readonly<Record<string, MemoryFile>>) {
    this.#files = new Map(Object.entries(files));
  }

  /** Puts a file there, or takes it away. */
  set(path: string, file: MemoryFile | undefined): void {
    if (file === undefined) this.#files.delete(path);
    else this.#files.set(path, file);
  }

  async read(path: string, largestOctets: number): Promise<Result<FileContent, FileFailure>> {
    this.asked.push(path);
    const file = this.#files.get(path);
    if (file === undefined) return failure({ code: "file-missing", detail: "no such file or directory (ENOENT)" });
    if (typeof file === "object" && "failure" in file) {
      return failure({ code: "file-unreadable", detail: "permission denied (EACCES)" });
    }
    const described = typeof file === "string" ? { text: file } : file;
    const octets = described.octets ?? new TextEncoder().encode(described.text ?? "");
    if (octets.length > largestOctets) return failure({ code: "file-too-large", detail: `${octets.length} octets` });
    return ok({ octets, mode: described.mode ?? 0o600 });
  }
}
