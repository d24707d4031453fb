import { type InterfaceAddress, isTunnelKind } from "../core/interface-address.ts";
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
  /** An address of a neighbour of which it is not known that it lasts. */
  readonly isUnproven: boolean;
  readonly interfaceName: string | undefined;
  readonly linkKind: string | undefined;
  readonly carriesDefaultRoute: boolean;
  /** The kind of container this host is, where it is one. */
  readonly container: string | undefined;
  /** The gateway that named the address; undefined for addresses of this host itself. */
  readonly gateway: string | undefined;
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
    "link-kind": entry.linkKind,
    "default-route": entry.carriesDefaultRoute,
  };
  const known: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(facts)) if (value !== undefined) known[key] = value;
  return known;
}

/** Reads what `evidenceOf` wrote. */
export function factsOf(evidence: Observation["evidence"]): InterfaceFacts {
  const lifetime = evidence["preferred-lifetime"];
  const text = (key: string): string | undefined => {
    const value = evidence[key];
    return typeof value === "string" ? value : undefined;
  };
  return {
    isDown: evidence["up"] === false,
    isTentative: evidence["tentative"] === true,
    isDuplicate: evidence["duplicate"] === true,
    // Linux takes the flag away whenever a router advertises a prefix with preferred lifetime 0 once more, and sets it
    // again a moment later; the lifetime tells the truth in between. Seen in the lab: an old prefix was published for it.
    isDeprecated: evidence["deprecated"] === true || lifetime === 0,
    isTemporary: evidence["temporary"] === true,
    preferredLifetime: typeof lifetime === "number" ? lifetime : Number.POSITIVE_INFINITY,
    origin: text("origin"),
    isUnproven: evidence["lasting"] === false,
    interfaceName: text("interface"),
    linkKind: text("link-kind"),
    carriesDefaultRoute: evidence["default-route"] === true,
    container: text("container"),
    gateway: text("gateway"),
  };
}

/** True for an address on a tunnel's interface, as far as the system tells. */
export function isOnTunnel(facts: InterfaceFacts): boolean {
  return isTunnelKind(facts.linkKind);
}
