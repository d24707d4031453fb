import { join } from "node:path";

/** What lies where in a state directory, beside the databases that `store/` names. */

/** The administrator's socket. */
export function adminSocketPath(stateDirectory: string): string {
  return join(stateDirectory, "admin.sock");
}

/** The key of digests that tell credentials apart. */
export function digestKeyPath(stateDirectory: string): string {
  return join(stateDirectory, "digest.key");
}

/** The secrets of the server's DNS cookies. */
export function cookieSecretsPath(stateDirectory: string): string {
  return join(stateDirectory, "cookies.json");
}

/** When the server last heard its hosts. */
export function presencePath(stateDirectory: string): string {
  return join(stateDirectory, "presence");
}

/** When copies of zones were last fresh. */
export function copyTimesPath(stateDirectory: string): string {
  return join(stateDirectory, "copies");
}

/** The file whose addresses the demonstration's name follows. */
export function demoAddressesPath(stateDirectory: string): string {
  return join(stateDirectory, "addresses.txt");
}

/** The tokens with which the demonstration's agent updates its own server. */
export function demoTokensPath(stateDirectory: string): string {
  return join(stateDirectory, "tokens.json");
}

/** The demonstration keeps a state of its own below the directory it is given. */
export function demoStateDirectory(stateDirectory: string): string {
  return join(stateDirectory, demoFolder);
}

const demoFolder = "demo";

/** Every state directory has the lock, from its first use on; a file system of its own has `lost+found`. */
const ours: ReadonlySet<string> = new Set(["lock", "lost+found", demoFolder]);

/** True for the entries of a folder that is a state directory, or empty and may become one. */
export function isStateFolder(entries: readonly string[]): boolean {
  return entries.length === 0 || entries.some((entry) => ours.has(entry));
}
