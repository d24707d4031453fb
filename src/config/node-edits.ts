import type { KeyPath } from "./key-path.ts";
import type { ConfigNode, MapNode, ScalarNode } from "./node.ts";

/** Changed copies of configuration trees. */

/** A set of paths as a tree, so that one walk removes them all. */
interface Removal {
  readonly below: Map<string | number, Removal>;
  isWhole: boolean;
}

/**
 * The tree without what lies at the paths. An item of a list leaves an empty scalar in its place, so that the items after
 * it keep their numbers.
 */
export function without(root: MapNode, paths: readonly KeyPath[]): MapNode {
  const removal: Removal = { below: new Map(), isWhole: false };
  for (const path of paths) {
    let step = removal;
    for (const segment of path) {
      const next = step.below.get(segment) ?? { below: new Map(), isWhole: false };
      step.below.set(segment, next);
      step = next;
    }
    step.isWhole = true;
  }
  const pruned = removal.isWhole ? undefined : prune(root, removal);
  return pruned?.kind === "map" ? pruned : { ...root, entries: [] };
}

function prune(node: ConfigNode, removal: Removal): ConfigNode | undefined {
  if (removal.isWhole) return undefined;
  if (removal.below.size === 0 || node.kind === "scalar") return node;
  if (node.kind === "list") {
    const items = node.items.map((item, index) => {
      const below = removal.below.get(index);
      return below === undefined ? item : (prune(item, below) ?? emptied(item));
    });
    return { ...node, items };
  }
  const entries = node.entries.flatMap((entry) => {
    const below = removal.below.get(entry.key);
    const value = below === undefined ? entry.value : prune(entry.value, below);
    return value === undefined ? [] : [{ ...entry, value }];
  });
  return { ...node, entries };
}

function emptied(node: ConfigNode): ScalarNode {
  return { kind: "scalar", value: null, text: "", origin: node.origin };
}

/** The tree with another node at a path that exists. */
export function replaced(root: MapNode, path: KeyPath, node: MapNode): MapNode {
  const [segment, ...rest] = path;
  if (segment === undefined) return node;
  return {
    ...root,
    entries: root.entries.map((entry) =>
      entry.key === segment ? { ...entry, value: replacedBelow(entry.value, rest, node) } : entry,
    ),
  };
}

function replacedBelow(node: ConfigNode, path: KeyPath, replacement: MapNode): ConfigNode {
  const [segment, ...rest] = path;
  if (segment === undefined) return replacement;
  if (node.kind === "map") return replaced(node, path, replacement);
  if (node.kind === "scalar") return node;
  const items = node.items.map((item, index) => (index === segment ? replacedBelow(item, rest, replacement) : item));
  return { ...node, items };
}

/** Scalars of a node as the texts they were written as: `0123` and `true` where a text is wanted. */
export function asText(node: ConfigNode): ConfigNode {
  if (node.kind === "list") return { ...node, items: node.items.map(asText) };
  if (node.kind === "map" || node.value === null) return node;
  return { ...node, value: node.text };
}
