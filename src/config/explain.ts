import type { ConfigDocument } from "./document.ts";
import { formatKeyPath, type KeyPath } from "./key-path.ts";
import { type ConfigNode, type Origin, visitScalars } from "./node.ts";

/** The configuration in effect: every value and where it came from. Secrets are dots. */

export interface ExplainedValue {
  readonly key: string;
  readonly shown: string;
  readonly origin: Origin;
}

const dots = "••••••";

/** In the order of writing, defaults first. */
export function explain(document: ConfigDocument): readonly ExplainedValue[] {
  const { root } = document;
  if (root === undefined) return [];
  const hidden = new Set(document.hiddenKeys);
  const values: ExplainedValue[] = [];
  visitScalars(root, (path, scalar) => {
    if (scalar.value === null) return;
    const key = formatKeyPath(path);
    values.push({ key, shown: hidden.has(key) ? dots : String(scalar.value), origin: scalar.origin });
  });
  return values;
}

/** The same as a plain object, for printing as YAML or JSON. */
export function effectiveValues(document: ConfigDocument): unknown {
  const hidden = new Set(document.hiddenKeys);
  return document.root === undefined ? {} : shownValue(hidden, document.root, []);
}

function shownValue(hidden: ReadonlySet<string>, node: ConfigNode, path: KeyPath): unknown {
  if (node.kind === "scalar") return hidden.has(formatKeyPath(path)) ? dots : node.value;
  if (node.kind === "list") return node.items.map((item, index) => shownValue(hidden, item, [...path, index]));
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, shownValue(hidden, value, [...path, key])]));
}
