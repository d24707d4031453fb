import type { InterfaceAddress } from "../core/interface-address.ts";
import type { Observation } from "../core/verdict.ts";

/**
 * The kernel's facts about an address as the evidence of an observation, and back. A fact the system does not tell is
 * left out, and read as nothing that speaks against the address.
 */

/** What a decision needs to know of an address on an interface. */
export interface InterfaceFacts {
  readonly isDown: boolean;
  readonly isTentative: boolean;
  readonly isDuplicate: boolean;
  readonly isDeprecated: boolean;
  readonly isTemporary: boolean;
  /** In seconds; infinite when unlimited or unknown. */
  readonly preferredLifetime: number;
  readonly origin: string | undefined;
}

/** Keys are kebab-case; they appear in `--json`. Lifetimes are in seconds. */
export function evidenceOf(entry: InterfaceAddress): Observation["evidence"] {
  const seconds = (lifetime: InterfaceAddress["preferredLifetime"]): number | string | undefined =>
    lifetime === undefined || lifetime === "forever" ? lifetime : Math.floor(lifetime / 1_000);
  const facts: Readonly<Record<string, string | number | boolean | undefined>> = {
    interface: entry.interfaceName,
    "prefix-length": entry.prefixLength,
    up: entry.isUp,
    tentative: entry.isTentative,
    duplicate: entry.isDuplicate,
    deprecated: entry.isDeprecated,
    temporary: entry.isTemporary,
    origin: entry.origin,
    "preferred-lifetime": seconds(entry.preferredLifetime),
    "valid-lifetime": seconds(entry.validLifetime),
  };
  const known: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(facts)) if (value !== undefined) known[key] = value;
  return known;
}

/** Reads what `evidenceOf` wrote. */
export function factsOf(evidence: Observation["evidence"]): InterfaceFacts {
  const lifetime = evidence["preferred-lifetime"];
  const origin = evidence["origin"];
  return {
    isDown: evidence["up"] === false,
    isTentative: evidence["tentative"] === true,
    isDuplicate: evidence["duplicate"] === true,
    // Linux takes the flag away whenever a router advertises a prefix with preferred lifetime 0 once more, and sets it
    // again a moment later; the lifetime tells the truth in between. Seen in the lab: an old prefix was published for it.
    isDeprecated: evidence["deprecated"] === true || lifetime === 0,
    isTemporary: evidence["temporary"] === true,
    preferredLifetime: typeof lifetime === "number" ? lifetime : Number.POSITIVE_INFINITY,
    origin: typeof origin === "string" ? origin : undefined,
  };
}
