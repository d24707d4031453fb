import { chmodSync, lstatSync, unlinkSync } from "node:fs";
import type { ListenFailure } from "../core/listen.ts";
import { type Failure, failure } from "../core/result.ts";
import { listenCodeOf } from "./listen-failure.ts";
import { describeSystemError, systemCode } from "./system-error.ts";

/** Places for sockets in the file system: length, rights, and what a killed process left there. */

/** Longest path a socket can have, in octets: 104 with the final zero on macOS and the BSDs, 108 on Linux, unix(7). */
const longestPath = 103;

/** Makes the place free for a new socket, or says why it cannot be. */
export async function prepareSocketFile(path: string): Promise<Failure<ListenFailure> | undefined> {
  const length = Buffer.byteLength(path);
  if (length > longestPath) {
    return socketFailure(path, "listen-failed", `the path has ${length} octets, a socket's may have ${longestPath}`);
  }
  try {
    if (!lstatSync(path).isSocket())
      return socketFailure(path, "listen-failed", "something else is there, not a socket");
  } catch (error) {
    return systemCode(error) === "ENOENT" ? undefined : socketFailureOf(path, error);
  }
  if (await isAlive(path)) return socketFailure(path, "address-in-use", "another process answers there");
  unlinkSync(path);
  return undefined;
}

/** Runs what creates the socket so that at no moment anybody else may use it (mode 0600). */
export function withPrivateMode<T>(path: string, create: () => T): T {
  const before = process.umask(0o177);
  try {
    const created = create();
    chmodSync(path, 0o600);
    return created;
  } finally {
    process.umask(before);
  }
}

/** The failure of a listener whose socket could not be created. */
export function socketFailureOf(path: string, error: unknown): Failure<ListenFailure> {
  return socketFailure(path, listenCodeOf(error), describeSystemError(error));
}

function socketFailure(path: string, code: ListenFailure["code"], detail: string): Failure<ListenFailure> {
  return failure({ code, endpoint: path, holder: undefined, detail });
}

/** A process that was killed leaves its socket's file; nobody answers there. */
async function isAlive(path: string): Promise<boolean> {
  const { connect } = await import("node:net");
  return new Promise((resolve) => {
    const socket = connect({ path });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    // Anything but a refusal, such as missing rights, is the sign of somebody else's socket.
    socket.on("error", (error) => end(systemCode(error) !== "ECONNREFUSED"));
  });
}
