import type { KeyPath } from "./key-path.ts";
import { childOf, type ConfigNode, emptyMap, type MapEntry, type MapNode, type Origin } from "./node.ts";
import { fold } from "./nearest.ts";

/** Puts layers of configuration on top of each other: maps are merged key by key, everything else replaces. */

/**
 * The later layer on top. A key without a value counts as not written: the line that was left empty for later must not
 * erase what an earlier layer says.
 */
export function mergeLayers(earlier: MapNode, later: MapNode): MapNode {
  const merged = new Map<string, MapEntry>(earlier.entries.map((entry) => [entry.key, entry]));
  for (const entry of later.entries) {
    if (isNothing(entry.value)) continue;
    const below = merged.get(entry.key);
    merged.set(entry.key, below === undefined ? withoutNothing(entry) : mergeEntries(below, entry));
  }
  return {
    kind: "map",
    entries: [...merged.values()],
    origin: later.entries.length > 0 ? later.origin : earlier.origin,
  };
}

function mergeEntries(earlier: MapEntry, later: MapEntry): MapEntry {
  if (earlier.value.kind !== "map" || later.value.kind !== "map") return withoutNothing(later);
  return { ...later, value: mergeLayers(earlier.value, later.value) };
}

function withoutNothing(entry: MapEntry): MapEntry {
  return { ...entry, value: trimmed(entry.value) };
}

function trimmed(node: ConfigNode): ConfigNode {
  if (node.kind === "list") return { ...node, items: node.items.map(trimmed) };
  return node.kind === "map" ? mergeLayers(emptyMap(node.origin), node) : node;
}

function isNothing(node: ConfigNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

/**
 * Puts one value at a path, making the maps that lead to it.
 *
 * A segment meets an existing key that differs in case, hyphens and underscores only. A number picks an item of a list or
 * appends the next one.
 * @returns undefined when a number points past the end of a list.
 */
export function assign(root: MapNode, path: KeyPath, value: ConfigNode, origin: Origin): MapNode | undefined {
  const assigned = assignBelow(root, path, value, origin);
  return assigned?.kind === "map" ? assigned : undefined;
}

function assignBelow(
  node: ConfigNode | undefined,
  path: KeyPath,
  value: ConfigNode,
  origin: Origin,
): ConfigNode | undefined {
  const [segment, ...rest] = path;
  if (segment === undefined) return value;
  const index = node?.kind === "map" ? undefined : listIndex(segment);
  if (index !== undefined) {
    const list = node?.kind === "list" ? node : undefined;
    const items = list?.items ?? [];
    if (index > items.length) return undefined;
    const item = assignBelow(items[index], rest, value, origin);
    if (item === undefined) return undefined;
    return {
      kind: "list",
      items: [...items.slice(0, index), item, ...items.slice(index + 1)],
      origin: list?.origin ?? origin,
    };
  }
  const map = node?.kind === "map" ? node : emptyMap(origin);
  const key = existingKey(map, String(segment));
  const below = assignBelow(childOf(map, key), rest, value, origin);
  if (below === undefined) return undefined;
  const entry: MapEntry = {
    key,
    keyOrigin: map.entries.find((other) => other.key === key)?.keyOrigin ?? origin,
    value: below,
  };
  const position = map.entries.findIndex((other) => other.key === key);
  const entries = position < 0 ? [...map.entries, entry] : map.entries.with(position, entry);
  return { ...map, entries };
}

function existingKey(map: MapNode, wanted: string): string {
  const exact = map.entries.find((entry) => entry.key === wanted);
  return (exact ?? map.entries.find((entry) => fold(entry.key) === fold(wanted)))?.key ?? wanted;
}

function listIndex(segment: string | number): number | undefined {
  if (typeof segment === "number") return segment;
  return /^\d{1,4}$/.test(segment) ? Number(segment) : undefined;
}
