import type { ConfigNode, MapNode, Origin, ScalarValue } from "./node.ts";

/**
 * The lowest layer: what holds when nobody says anything. Values inside lists (a name's scopes, a zone's TTL) have their
 * defaults where they are read.
 */
export function defaultLayer(): MapNode {
  return mapOf({
    language: scalarOf("auto"),
    log: mapOf({ level: scalarOf("info"), format: scalarOf("pretty") }),
    agent: mapOf({ interval: scalarOf("5m"), recheck: scalarOf("6h"), quorum: scalarOf(2) }),
  });
}

const origin: Origin = { kind: "default" };

function scalarOf(value: ScalarValue): ConfigNode {
  return { kind: "scalar", value, text: String(value), origin };
}

function mapOf(values: Readonly<Record<string, ConfigNode>>): MapNode {
  const entries = Object.entries(values).map(([key, value]) => ({ key, keyOrigin: origin, value }));
  return { kind: "map", entries, origin };
}
