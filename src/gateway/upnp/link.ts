import type { Address } from "../../core/address.ts";
import { scopeOf } from "../../core/address-scope.ts";
import { hostAddressOf } from "./url-host.ts";
import type { Prefix } from "../../core/prefix.ts";

/** The link we share with the router, and which places on it an answer may send us to. */

export interface UpnpLink {
  /** The default route's next hop. */
  readonly gateway: Address;
  /** Our own address there, of the same family. */
  readonly localAddress: Address;
  /** What the link's addresses begin with; undefined where it is not known, and then the gateway alone is trusted. */
  readonly onLink: Prefix | undefined;
}

/** Longer ones are not addresses of a description. */
const longestUrl = 1_024;

/** Hosts of these kinds are never a router that answers us. */
const neverRouters: ReadonlySet<string> = new Set(["loopback", "multicast", "broadcast", "unspecified"]);

/**
 * The URL a router tells for its description, if we may go there.
 *
 * Whatever is on the link can answer a search, and must not make us speak to a host of its choice (loopback services,
 * other hosts behind us): we go to the gateway, or to another address of the link when the gateway itself says so, as
 * routers with two addresses do. HTTP only, an address and no name, no credentials.
 *
 * @param sender who told the URL.
 */
export function acceptedUrl(text: string, sender: Address, link: UpnpLink): URL | undefined {
  const url = text.length > longestUrl ? null : URL.parse(text.trim());
  if (url?.protocol !== "http:" || url.username !== "" || url.password !== "" || url.port === "0") return undefined;
  const host = hostAddressOf(url);
  if (host === undefined) return undefined;
  url.hash = "";
  if (host.equals(link.gateway)) return url;
  const isNeighbour = link.onLink?.contains(host) === true && !host.equals(link.localAddress);
  return sender.equals(link.gateway) && isNeighbour && !neverRouters.has(scopeOf(host)) ? url : undefined;
}
