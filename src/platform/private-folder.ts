import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { failure, ok, type Result } from "../core/result.ts";
import { describeSystemError, systemCode } from "./system-error.ts";

/** Folders nobody else may look into: state, secrets, sockets. */

/**
 * - `not-a-folder`: something else is there, or above it.
 * - `not-permitted`: this user may not, or nobody may.
 * - `no-place`: the file system takes no folder there, as /proc.
 */
export type FolderReason = "not-a-folder" | "not-permitted" | "no-place" | "other";

const reasons: Readonly<Record<string, FolderReason>> = {
  EEXIST: "not-a-folder",
  ENOTDIR: "not-a-folder",
  EACCES: "not-permitted",
  EPERM: "not-permitted",
  EROFS: "not-permitted",
  ENOENT: "no-place",
};

/** A folder that cannot be used. */
export type PrivateFolderFailure =
  | { readonly code: "folder-unusable"; readonly detail: string; readonly reason: FolderReason }
  /** Others may look into it, and it holds things that are not ours: closing it would lock them out. */
  | { readonly code: "folder-shared"; readonly detail: string }
  /** It belongs to another user, who could change what we keep there. */
  | { readonly code: "folder-not-ours"; readonly detail: string; readonly owner: number };

/**
 * Makes the folder and those above it, with mode 0700, or takes the one that is there.
 *
 * @param mayClose decides by its entries whether a folder that is open to others may be closed to them: somebody may
 * have named `/etc` by mistake.
 * @returns whether it was open to others and has been closed.
 */
export function ensurePrivateFolder(
  path: string,
  mayClose: (entries: readonly string[]) => boolean = () => true,
): Result<{ readonly wasOpen: boolean }, PrivateFolderFailure> {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const { mode, uid } = statSync(path);
    const us = process.getuid?.();
    // Windows keeps rights in lists that are inherited from above; there is no mode to look at.
    if (us === undefined) return ok({ wasOpen: false });
    // Root may administer the folder of a service that runs as another user.
    if (uid !== us && us !== 0) {
      return failure({ code: "folder-not-ours", detail: `belongs to user ${uid}, we are user ${us}`, owner: uid });
    }
    const wasOpen = (mode & 0o077) !== 0;
    if (!wasOpen) return ok({ wasOpen });
    const entries = readdirSync(path);
    if (!mayClose(entries)) return failure({ code: "folder-shared", detail: entries.slice(0, 3).join(", ") });
    chmodSync(path, mode & 0o700);
    return ok({ wasOpen });
  } catch (error) {
    const reason = reasons[systemCode(error) ?? ""] ?? "other";
    return failure({ code: "folder-unusable", detail: describeSystemError(error), reason });
  }
}
