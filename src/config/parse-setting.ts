import type { KeyPath } from "./key-path.ts";
import type { ConfigNode, Origin } from "./node.ts";
import { parseYaml } from "./parse-yaml.ts";
import { Problems } from "./problem.ts";

/** Reads the values of environment variables and flags. */

/**
 * One value from outside a file: the text of an environment variable or flag, every part of it with that origin.
 *
 * Lists, maps and quoted texts are YAML. Everything else is one plain scalar to its last character, so that a `#` or `: `
 * inside a password is neither comment nor map.
 */
export function parseSetting(text: string, origin: Origin, path: KeyPath, problems: Problems): ConfigNode | undefined {
  if (!/^\s*["'[{]/.test(text)) return plainScalar(text.trim(), origin);
  const inner = new Problems();
  const map = parseYaml(`value: ${text.trim().replaceAll("\n", "\n ")}`, "", inner);
  const value = map?.entries[0]?.value;
  const firstProblem = inner.all[0];
  if (firstProblem?.code === "not-yaml") problems.add("not-yaml", origin, path, firstProblem.facts);
  else if (firstProblem !== undefined || map?.entries.length !== 1) {
    problems.add("not-yaml", origin, path, { reason: "unexpected-character" });
  } else if (value !== undefined) return withOrigin(value, origin);
  return undefined;
}

/** Resolution of plain scalars. YAML 1.2.2 §10.3.2 */
function plainScalar(text: string, origin: Origin): ConfigNode {
  let value: string | number | boolean | null = text;
  if (/^(~|null|Null|NULL|)$/.test(text)) value = null;
  else if (/^(true|True|TRUE)$/.test(text)) value = true;
  else if (/^(false|False|FALSE)$/.test(text)) value = false;
  else if (/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text)) value = Number(text);
  else if (/^0o[0-7]+$|^0x[0-9a-fA-F]+$/.test(text)) value = Number(text);
  return {
    kind: "scalar",
    value: Number.isNaN(value) || value === Number.POSITIVE_INFINITY ? text : value,
    text,
    origin,
  };
}

function withOrigin(node: ConfigNode, origin: Origin): ConfigNode {
  if (node.kind === "scalar") return { ...node, origin };
  if (node.kind === "list") return { ...node, items: node.items.map((item) => withOrigin(item, origin)), origin };
  const entries = node.entries.map((entry) => ({
    key: entry.key,
    keyOrigin: origin,
    value: withOrigin(entry.value, origin),
  }));
  return { kind: "map", entries, origin };
}
