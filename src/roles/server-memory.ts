import { type Running, stopAll } from "../core/lifecycle.ts";
import type { Presence } from "../updates/presence.ts";
import type { ServerCookies } from "../updates/server-cookies.ts";
import { type CookieSecretsPorts, keepCookieSecrets } from "./cookie-secrets.ts";
import { readPresence, writePresence } from "./presence-file.ts";
import { cookieSecretsPath, presencePath } from "./state-place.ts";

/** What a server remembers beside its journal. Losing it costs a moment, never a record. */
export interface ServerMemory extends Running {
  readonly cookies: ServerCookies;
}

/** Reads it, and writes down at the end what has changed. */
export async function keepServerMemory(
  stateDirectory: string,
  presence: Presence,
  ports: CookieSecretsPorts,
): Promise<ServerMemory> {
  const path = presencePath(stateDirectory);
  presence.restore(await readPresence(path, ports.files));
  const kept = await keepCookieSecrets(cookieSecretsPath(stateDirectory), ports);
  return { cookies: kept.cookies, stop: () => stopAll([{ stop: () => writePresence(path, presence) }, kept]) };
}
