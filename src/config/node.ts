import type { KeyPath } from "./key-path.ts";

/**
 * The configuration as it was written: scalars, lists and maps, each with its origin. Plain data, so that it can travel
 * between processes. What the values mean is decided later.
 */

/** Where a value was written. Lines and columns count from 1, columns in UTF-16 units as editors do; ends are exclusive. */
export type Origin =
  | { readonly kind: "default" }
  | { readonly kind: "whole-file"; readonly file: string }
  | {
      readonly kind: "file";
      readonly file: string;
      readonly line: number;
      readonly column: number;
      readonly endLine: number;
      readonly endColumn: number;
    }
  | { readonly kind: "environment"; readonly variable: string }
  | { readonly kind: "flag"; readonly flag: string };

export type ScalarValue = string | number | boolean | null;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: ScalarValue;
  /** As it was written: `0123` where the value is 123. */
  readonly text: string;
  readonly origin: Origin;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly ConfigNode[];
  readonly origin: Origin;
}

export interface MapEntry {
  readonly key: string;
  readonly keyOrigin: Origin;
  readonly value: ConfigNode;
}

export interface MapNode {
  readonly kind: "map";
  /** No key twice. */
  readonly entries: readonly MapEntry[];
  readonly origin: Origin;
}

export type ConfigNode = ScalarNode | ListNode | MapNode;

export function emptyMap(origin: Origin): MapNode {
  return { kind: "map", entries: [], origin };
}

/** Maps with more entries are searched through an index: a hostile file has a hundred thousand keys. */
const largestScanned = 16;
const indexes = new WeakMap<MapNode, ReadonlyMap<string, MapEntry>>();

export function entryOf(node: ConfigNode | undefined, key: string): MapEntry | undefined {
  if (node?.kind !== "map") return undefined;
  if (node.entries.length <= largestScanned) return node.entries.find((entry) => entry.key === key);
  let index = indexes.get(node);
  if (index === undefined) {
    index = new Map(node.entries.map((entry) => [entry.key, entry]));
    indexes.set(node, index);
  }
  return index.get(key);
}

/** The node one step below; undefined when there is none. */
export function childOf(node: ConfigNode | undefined, segment: string | number): ConfigNode | undefined {
  if (typeof segment === "string") return entryOf(node, segment)?.value;
  return node?.kind === "list" ? node.items[segment] : undefined;
}

export function nodeAt(root: ConfigNode, path: KeyPath): ConfigNode | undefined {
  return path.reduce<ConfigNode | undefined>(childOf, root);
}

/** Where to point when something is said about a path: at the key that leads to it, else at the value, else above. */
export function originOfKey(root: ConfigNode, path: KeyPath): Origin {
  const parent = nodeAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined) return root.origin;
  const own = typeof last === "string" ? entryOf(parent, last)?.keyOrigin : childOf(parent, last)?.origin;
  return own ?? originOfKey(root, path.slice(0, -1));
}

/** Where to point when a value is wrong; above it when there is no value. */
export function originOfValue(root: ConfigNode, path: KeyPath): Origin {
  return nodeAt(root, path)?.origin ?? originOfKey(root, path);
}

/** The value a checker reads. Objects have no prototype, so that a key named `__proto__` is a key like any other. */
export function plainValue(node: ConfigNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainValue);
  const object: Record<string, unknown> = Object.create(null);
  for (const entry of node.entries) object[entry.key] = plainValue(entry.value);
  return object;
}

/** Calls `visit` for every scalar with its path, in the order of writing. */
export function visitScalars(
  node: ConfigNode,
  visit: (path: KeyPath, scalar: ScalarNode) => void,
  path: KeyPath = [],
): void {
  if (node.kind === "scalar") visit(path, node);
  else if (node.kind === "list")
    for (const [index, item] of node.items.entries()) visitScalars(item, visit, [...path, index]);
  else for (const entry of node.entries) visitScalars(entry.value, visit, [...path, entry.key]);
}
