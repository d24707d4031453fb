import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { type Clock, wait } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { FileReader } from "../core/files.ts";
import type { LocalRequest } from "../core/local-socket.ts";
import type { Log } from "../core/log.ts";
import type { Random } from "../core/random.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { ensurePrivateFolder, type PrivateFolderFailure } from "../platform/private-folder.ts";
import { replaceFile } from "../platform/replace-file.ts";
import { lockPath, lockState, type StateLockFailure } from "../platform/state-lock.ts";
import { openStateDirectory, storePath, type StateDirectory, type TakeLock } from "../store/open-store.ts";
import type { OpenFailure } from "../store/storage-failure.ts";
import { startInline } from "../store/storage-inline.ts";
import { startThread } from "../store/storage-thread.ts";
import type { KeyedDigest } from "./agent-plan.ts";
import { stateWasOpen } from "./process.text.ts";
import { adminSocketPath, digestKeyPath, isStateFolder } from "./state-place.ts";

/** The state directory of this process: ours alone, with what roles keep there. */

/** Why the directory is not to be had. */
export type StateFailure =
  | { readonly kind: "folder"; readonly failure: PrivateFolderFailure }
  | { readonly kind: "lock"; readonly failure: StateLockFailure }
  | { readonly kind: "store"; readonly failure: OpenFailure };

/** There is none, and who only looks, or changes what must be there, makes none. */
export interface StateAbsent {
  readonly kind: "absent";
}

export interface StatePorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly request: LocalRequest;
}

/**
 * Where storage works: in a thread, so that a server goes on answering while the disk is slow, or in the program's own,
 * which costs an agent and a command no memory.
 */
export type StoragePlace = "thread" | "inline";

/**
 * How long a lock is waited for whose holder does not answer on its socket: a Holdfast that starts or ends, or a command
 * at work on a stopped server.
 */
const patience = Duration.seconds(5);
const pause = Duration.milliseconds(100);

/** Opens the directory, and makes it when there is none. */
export async function openState(
  directory: string,
  place: StoragePlace,
  ports: StatePorts,
): Promise<Result<StateDirectory, StateFailure>> {
  const folder = ensurePrivateFolder(directory, isStateFolder);
  if (!folder.ok) return failure({ kind: "folder", failure: folder });
  if (folder.value.wasOpen) ports.log.write(stateWasOpen, { directory });
  const end = ports.clock.monotonic() + patience;
  for (;;) {
    const opened = await openStateDirectory(directory, takeLock, place === "inline" ? startInline : startThread);
    if (opened.ok) return opened;
    if (!("holder" in opened)) return failure({ kind: "store", failure: opened });
    const mayPass = opened.code === "state-in-use" && ports.clock.monotonic() < end;
    if (!mayPass || (await isAnswering(directory, ports.request))) return failure({ kind: "lock", failure: opened });
    await wait(ports.clock, pause);
  }
}

/** Whether a directory that is no state yet may become one. */
export type StateAccess = "present" | "create";

/** True when a Holdfast has run on the directory or has been administered there, or its backup was put there. */
export function isState(directory: string): boolean {
  const marks = [lockPath(directory), storePath(directory, "server"), storePath(directory, "agent")];
  return marks.some((path) => existsSync(path));
}

/** Opens a directory that is a state already, so that a mistyped one is not made. */
export async function openPresentState(
  directory: string,
  place: StoragePlace,
  ports: StatePorts,
): Promise<Result<StateDirectory, StateFailure | StateAbsent>> {
  return isState(directory) ? openState(directory, place, ports) : failure({ kind: "absent" });
}

const takeLock: TakeLock<StateLockFailure> = (directory) => {
  const lock = lockState(directory);
  return lock.ok ? ok({ release: () => lock.value.release() }) : lock;
};

async function isAnswering(directory: string, request: LocalRequest): Promise<boolean> {
  const answer = await request(adminSocketPath(directory), { method: "GET", path: "/summary" });
  return answer.ok || answer.code !== "not-running";
}

/** Octets of the key; more than the digest's strength would add nothing. */
const keyOctets = 32;

/** Characters of a digest, of 6 bits each: two different texts never meet. */
const digestLength = 22;

/**
 * The digest that tells credentials apart in the agent's journal, made with a key that stays in the directory.
 *
 * The key is made at first use. When it cannot be read or written, a new one serves this process alone, and every target
 * is checked with its provider as after a change of configuration; a key that is only unreadable now is not overwritten.
 */
export async function keyedDigest(
  directory: string,
  ports: { readonly files: FileReader; readonly random: Random },
): Promise<KeyedDigest> {
  const path = digestKeyPath(directory);
  const present = await ports.files.read(path, keyOctets);
  if (present.ok && present.value.octets.length === keyOctets) return digestWith(present.value.octets);
  const key = ports.random.octets(keyOctets);
  const isUnreadable = !present.ok && present.code === "file-unreadable";
  if (!isUnreadable) await replaceFile(path, key, { mode: 0o600 });
  return digestWith(key);
}

/** The digest for those who only look: where there is no key yet, nothing can have been digested with it. */
export async function presentDigest(directory: string, files: FileReader): Promise<KeyedDigest> {
  const present = await files.read(digestKeyPath(directory), keyOctets);
  return digestWith(present.ok ? present.value.octets : new Uint8Array());
}

function digestWith(key: Uint8Array): KeyedDigest {
  return (text) => createHmac("sha256", key).update(text).digest("base64url").slice(0, digestLength);
}
