import type { FileReader } from "../core/files.ts";
import { Secret } from "../core/secret.ts";
import type { Cursor } from "./cursor.ts";
import { isReference } from "./secret-text.ts";

/** Credentials from where the user keeps them: an environment variable, a file, or (not advised) the configuration itself. */

export interface SecretPorts {
  readonly files: FileReader;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Longer than any key; a file beyond it is not the one that was meant. */
export const largestSecret = 65_536;

/** Kinds of references that a later version will know; taking them for literals would send them to a provider. */
const unavailableSchemes: readonly string[] = ["keychain", "vault", "exec", "sealed"];

/** Permission bits of group and others. */
const foreignBits = 0o077;

/** The secret a value stands for; undefined, with a problem, when it cannot be had. */
export async function resolveSecret(value: Cursor, ports: SecretPorts): Promise<Secret | undefined> {
  const text = value.text;
  if (text === undefined) return undefined;
  const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  if (unavailableSchemes.includes(scheme)) {
    value.report("secret-scheme-unavailable", { scheme });
    return undefined;
  }
  if (scheme === "env") return fromEnvironment(value, rest, ports);
  if (scheme === "file") return fromFile(value, ports);
  if (value.origin.kind !== "environment") value.report("secret-literal", {});
  return nonEmpty(value, text);
}

function fromEnvironment(value: Cursor, variable: string, ports: SecretPorts): Secret | undefined {
  const text = Object.hasOwn(ports.environment, variable) ? ports.environment[variable] : undefined;
  if (text !== undefined) return nonEmpty(value, text);
  value.report("secret-variable-missing", { variable: isReference(`env:${variable}`) ? variable : undefined });
  return undefined;
}

async function fromFile(value: Cursor, ports: SecretPorts): Promise<Secret | undefined> {
  const path = value.pathAfter("file:");
  const content = await ports.files.read(path, largestSecret);
  if (!content.ok) {
    value.report("secret-file-unreadable", { path, detail: content.detail });
    return undefined;
  }
  const { octets, mode } = content.value;
  if (mode !== undefined && (mode & foreignBits) !== 0) value.report("secret-file-open", { path, mode });
  // Editors and `echo` end a file with a line break that is no part of the secret.
  const text = new TextDecoder().decode(octets).replace(/\r?\n$/, "");
  return nonEmpty(value, text);
}

function nonEmpty(value: Cursor, text: string): Secret | undefined {
  if (text !== "") return new Secret(text);
  value.report("secret-empty", {});
  return undefined;
}
