import { randomBytes } from "node:crypto";
import { createHmac } from "node:crypto";
import type { FileReader } from "../core/files.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { replaceFile } from "../platform/replace-file.ts";
import { lockState, type StateLockFailure } from "../platform/state-lock.ts";
import { openStateDirectory, type StateDirectory, type TakeLock } from "../store/open-store.ts";
import type { OpenFailure } from "../store/storage-failure.ts";
import { startInline } from "../store/storage-inline.ts";
import { startThread } from "../store/storage-thread.ts";
import type { KeyedDigest } from "./agent-plan.ts";
import { digestKeyPath } from "./state-place.ts";

/** The state directory of this process: ours alone, with what roles keep there. */

/** Why the directory is not to be had. */
export type StateFailure =
  | { readonly kind: "store"; readonly failure: OpenFailure }
  | { readonly kind: "lock"; readonly failure: StateLockFailure };

const takeLock: TakeLock<StateLockFailure> = async (directory) => {
  const lock = lockState(directory);
  return lock.ok ? ok({ release: async () => lock.value.release() }) : lock;
};

/** @param isSmall for a process that is an agent and nothing else: storage then needs no thread. */
export async function openState(directory: string, isSmall: boolean): Promise<Result<StateDirectory, StateFailure>> {
  const opened = await openStateDirectory(directory, takeLock, isSmall ? startInline : startThread);
  if (opened.ok) return opened;
  return "holder" in opened ? failure({ kind: "lock", failure: opened }) : failure({ kind: "store", failure: opened });
}

/** Octets of the key; more than the digest's strength would add nothing. */
const keyOctets = 32;

/**
 * The digest that tells credentials apart in the agent's journal. Its key is made at first use; when it cannot be read
 * or written a new one serves this process, and targets are checked once more at the next start.
 */
export async function keyedDigest(directory: string, files: FileReader): Promise<KeyedDigest> {
  const path = digestKeyPath(directory);
  const present = await files.read(path, keyOctets);
  let key = present.ok ? present.value.octets : new Uint8Array();
  if (key.length !== keyOctets) {
    key = Uint8Array.from(randomBytes(keyOctets));
    await replaceFile(path, key, { mode: 0o600 });
  }
  return (text) => createHmac("sha256", key).update(text).digest("base64url").slice(0, 22);
}
