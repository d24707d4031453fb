import type { Address } from "../core/address.ts";
import { scopeOf } from "../core/address-scope.ts";
import type { DefaultRoute } from "../core/default-route.ts";
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

/** One of several ways out of this host; what is undefined may be anything. */
export interface Line {
  readonly interfaceName: string | undefined;
  /** What packets over it come from. */
  readonly localAddress: Address | undefined;
}

export function leadsOver({ interfaceName, localAddress }: Line, route: DefaultRoute): boolean {
  const isOnInterface = interfaceName === undefined || route.interfaceName === interfaceName;
  return isOnInterface && (localAddress === undefined || route.localAddress?.equals(localAddress) === true);
}

/** For people. */
export function describe({ interfaceName, localAddress }: Line): string {
  return [interfaceName, localAddress?.toString()].filter((part) => part !== undefined).join(" from ");
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
