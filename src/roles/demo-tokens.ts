import type { AdministrationFailure } from "../core/administration.ts";
import type { FileReader } from "../core/files.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { Secret } from "../core/secret.ts";
import { type ReplaceFailure, replaceFile } from "../platform/replace-file.ts";
import type { RunningServer } from "./server.ts";

/**
 * The tokens of the demonstration's own names. The server keeps digests only, so they lie in a file for the agent, as in
 * any configuration; a start that had new ones made would change both databases for nothing.
 */

export type DemoTokensFailure =
  | { readonly kind: "host-not-added"; readonly name: string; readonly failure: AdministrationFailure }
  | { readonly kind: "file-unwritten"; readonly path: string; readonly failure: ReplaceFailure };

/** Two tokens and their names take 150 octets. */
const largestFile = 4_096;

/** Tokens that work for every name: those of the file, or new ones that are then written there. */
export async function demoTokens(
  path: string,
  names: readonly string[],
  server: Pick<RunningServer, "administration" | "authenticator">,
  files: FileReader,
): Promise<Result<ReadonlyMap<string, Secret>, DemoTokensFailure>> {
  const file = await files.read(path, largestFile);
  const kept = file.ok ? parseTokens(new TextDecoder().decode(file.value.octets)) : new Map<string, string>();
  const tokens = new Map<string, Secret>();
  let isComplete = true;
  for (const name of names) {
    const secret = kept.get(name) ?? "";
    const isWorking = (await server.authenticator.authenticate({ user: name, secret })).ok;
    if (isWorking) {
      tokens.set(name, new Secret(secret));
      continue;
    }
    isComplete = false;
    const issued = await issueToken(name, server);
    if (!issued.ok) return failure({ kind: "host-not-added", name, failure: issued });
    tokens.set(name, issued.value);
  }
  if (isComplete) return ok(tokens);
  const text = JSON.stringify(Object.fromEntries([...tokens].map(([name, token]) => [name, token.reveal()])));
  const written = await replaceFile(path, `${text}\n`, { mode: 0o600 });
  return written.ok ? ok(tokens) : failure({ kind: "file-unwritten", path, failure: written });
}

async function issueToken(
  name: string,
  { administration }: Pick<RunningServer, "administration">,
): Promise<Result<Secret, AdministrationFailure>> {
  const added = await administration.addHost(name);
  const isKnown = !added.ok && added.code === "host-exists";
  const issued = isKnown ? await administration.renewToken(name, false) : added;
  return issued.ok ? ok(new Secret(issued.value.token)) : issued;
}

/** Whatever else the file holds is no token. */
function parseTokens(text: string): ReadonlyMap<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    return new Map(entries.flatMap(([name, token]) => (typeof token === "string" ? [[name, token]] : [])));
  } catch {
    return new Map();
  }
}
