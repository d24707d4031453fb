import type { OwnerName } from "../core/name.ts";
import { parseNamePattern } from "../core/name-pattern.ts";
import { isMetaType, parseType } from "../core/rr-type.ts";
import { tsigAlgorithms } from "../core/tsig-algorithm.ts";
import { readTsigSecret } from "../core/tsig-secret.ts";
import type { ServerKeyConfig, UpdateRightConfig } from "./config.ts";
import type { Cursor } from "./cursor.ts";
import { formatKeyPath } from "./key-path.ts";
import { resolveSecret, type SecretPorts } from "./secret-reference.ts";
import { settleName } from "./settle-value.ts";

/** The server's keys and what each may do. */
export async function settleServerKeys(keys: Cursor, ports: SecretPorts): Promise<readonly ServerKeyConfig[]> {
  const seen: { readonly name: OwnerName; readonly path: string }[] = [];
  const settled: ServerKeyConfig[] = [];
  for (const place of keys.items) {
    const name = settleName(place.at("name"));
    const same = seen.find((other) => name !== undefined && other.name.equals(name));
    if (same !== undefined) place.at("name").report("key-repeated", { name: same.name.hostname, first: same.path });
    if (name !== undefined) seen.push({ name, path: formatKeyPath(place.path) });
    const algorithm = place.at("algorithm").choice(tsigAlgorithms) ?? "hmac-sha256";
    const secret = await resolveSecret(place.at("secret"), ports);
    const update = place.at("update").items.map(settleRight);
    if (name === undefined || secret === undefined) continue;
    const read = readTsigSecret(secret.reveal(), name, algorithm);
    if (read.ok) settled.push({ name, algorithm, secret, update });
    else if (read.code === "secret-of-another-key") {
      place.at("secret").report(read.code, { keys: read.keys, wanted: `${name.hostname} (${algorithm})` });
    } else place.at("secret").report("secret-not-base64", {});
  }
  return settled;
}

function settleRight(place: Cursor): UpdateRightConfig {
  const names = place.at("names").items.flatMap((item) => {
    const pattern = item.text === undefined ? undefined : parseNamePattern(item.text);
    if (pattern?.ok === true) return [pattern.value];
    if (pattern !== undefined) item.report("wrong-value", { found: item.found(true), wanted: "name-pattern" });
    return [];
  });
  const types = place.at("types").items.flatMap((item) => {
    const type = item.text === undefined ? undefined : parseType(item.text);
    if (type !== undefined && !isMetaType(type)) return [type];
    if (item.text !== undefined) item.report("wrong-value", { found: item.found(true), wanted: "record-type" });
    return [];
  });
  return { names, types };
}
