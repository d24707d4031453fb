import type { Stats } from "node:fs";
import { type FileHandle, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { failure, ok, type Result } from "../core/result.ts";
import { describeSystemError, systemCode } from "./system-error.ts";

/** Writes whole files so that readers, and a machine that loses power, see the old content or the new, never a part. */

/** A file that was not replaced; what was there is there still. */
export interface ReplaceFailure {
  readonly code: "file-unwritable";
  readonly detail: string;
}

/** Mode of a file that did not exist before: what we write holds credentials more often than not. */
const privateMode = 0o600;

/**
 * Puts `content` in the place of the file, durably when it resolves.
 *
 * The file keeps its mode and, as far as we may, its owner; `mode` is for changing it or for a new one (0600 if absent).
 * A symbolic link stays one, and the file it leads to is replaced.
 */
export async function replaceFile(
  path: string,
  content: Uint8Array | string,
  options: { readonly mode?: number } = {},
): Promise<Result<void, ReplaceFailure>> {
  try {
    const target = await targetOf(path);
    const present = await statOf(target);
    const mode = options.mode ?? (present === undefined ? privateMode : present.mode & 0o777);
    // In the same folder, because a file can only be renamed within its file system.
    const draft = join(dirname(target), `.${basename(target)}.${crypto.randomUUID()}.tmp`);
    try {
      await withFile(await open(draft, "wx", privateMode), async (file) => {
        await file.writeFile(content);
        await file.chmod(mode);
        // Only root may give files away; anybody else's file then becomes ours.
        if (present !== undefined) await file.chown(present.uid, present.gid).catch(() => undefined);
        await file.sync();
      });
      await rename(draft, target);
    } catch (error) {
      await unlink(draft).catch(() => undefined);
      throw error;
    }
    await syncFolder(dirname(target));
    return ok(undefined);
  } catch (error) {
    return failure({ code: "file-unwritable", detail: describeSystemError(error) });
  }
}

/** Makes the new name in a folder survive power loss. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  await withFile(await open(folder, "r"), (handle) => handle.sync());
}

async function withFile(file: FileHandle, use: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** Where a symbolic link leads; the path itself when there is none or nothing. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    return path;
  }
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    return undefined;
  }
}
