import { OwnerName } from "./name.ts";
import { fromBase64 } from "./octets.ts";
import { failure, ok, type Result } from "./result.ts";
import { parseTsigAlgorithm, type TsigAlgorithm } from "./tsig-algorithm.ts";

/** The secret of a TSIG key, from the text people have of it: base64, or the whole key as a program printed it. */

/** Why a text is not a key's secret. `secret-of-another-key` says which keys the text has, never their secrets. */
export type TsigSecretFailure =
  | { readonly code: "secret-not-base64" | "secret-empty" }
  | { readonly code: "secret-of-another-key"; readonly keys: readonly string[] };

/**
 * Reads base64, blanks allowed; or the output of BIND's `tsig-keygen` and Knot's `keymgr -t`, which then must have a key
 * of this name and algorithm. So one file serves `nsupdate -k` and us.
 */
export function readTsigSecret(
  text: string,
  name: OwnerName,
  algorithm: TsigAlgorithm,
): Result<Uint8Array, TsigSecretFailure> {
  const printed = printedKeys(text);
  const ours = printed.find((key) => isNamed(key, name) && parseTsigAlgorithm(key.algorithm) === algorithm);
  if (printed.length > 0 && ours === undefined) {
    return failure({ code: "secret-of-another-key", keys: printed.map((key) => `${key.name} (${key.algorithm})`) });
  }
  const octets = fromBase64((ours?.secret ?? text).replaceAll(/\s/g, ""));
  if (octets === undefined) return failure({ code: "secret-not-base64" });
  return octets.length === 0 ? failure({ code: "secret-empty" }) : ok(octets);
}

interface PrintedKey {
  readonly name: string;
  readonly algorithm: string;
  readonly secret: string;
}

function isNamed(key: PrintedKey, name: OwnerName): boolean {
  const parsed = OwnerName.parse(key.name);
  return parsed.ok && parsed.value.equals(name);
}

/** `key "NAME" { algorithm NAME; secret "BASE64"; };`, the clause of BIND's configuration. */
const bindClause = /\bkey\s+"?([^\s"{]+)"?\s*\{([^}]*)\}/g;

/** `- id: NAME` and the lines up to the next one, an item of the section `key` of Knot's configuration. */
const knotItem = /^\s*-\s*id:\s*["']?([^\s"']+)["']?((?:\n(?!\s*-\s*id:).*)*)/gm;

function printedKeys(text: string): readonly PrintedKey[] {
  return [...text.matchAll(bindClause), ...text.matchAll(knotItem)].map(([, name = "", body = ""]) => ({
    name,
    algorithm: /\balgorithm:?\s*["']?([\w-]+)/.exec(body)?.[1] ?? "",
    secret: /\bsecret:?\s*["']?([^"';\n]*)/.exec(body)?.[1] ?? "",
  }));
}
