import type { Address } from "../core/address.ts";
import { scopeOf } from "../core/address-scope.ts";
import type { Prefix } from "../core/prefix.ts";

/** The link this host shares with a router: where questions go, and where they come from. */

export interface GatewayLink {
  /** The default route's next hop; may be link-local. */
  readonly gateway: Address;
  /** Our own address there, of the same family. */
  readonly localAddress: Address;
  readonly interfaceName: string;
  readonly interfaceIndex: number | undefined;
  /** What the link's addresses begin with; undefined where it is not known, and then the gateway alone is trusted. */
  readonly onLink: Prefix | undefined;
}

/**
 * False where this host has a global address of its own on the link: it is not behind a translator then, and whatever
 * address the router has on its other side is not this host's.
 */
export function isBehindTranslator({ localAddress }: GatewayLink): boolean {
  return scopeOf(localAddress) !== "global";
}

/** The same router on the same link, and we the same to it. */
export function linkKey({ gateway, localAddress, interfaceName }: GatewayLink): string {
  return `${gateway}%${interfaceName} ${localAddress}`;
}
