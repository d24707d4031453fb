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

/** The file whose addresses the demonstration's name follows. */
export function demoAddressesPath(stateDirectory: string): string {
  return join(stateDirectory, "addresses.txt");
}
