import { Address } from "../../core/address.ts";
import { assert } from "../../core/assert.ts";
import type { Family } from "../../core/family.ts";
import type { Endpoint } from "../../core/net.ts";

/** Where routers are searched for, and by which names. UPnP Device Architecture 1.1 §1, Annex A. */

export const ssdpPort = 1_900;

/**
 * The second versions come first: routers that have separate descriptions for both put more into the later one. There is
 * no second version of WANPPPConnection. Some answer to nothing but the first line of their description.
 */
export const routerTargets: readonly string[] = [
  "urn:schemas-upnp-org:device:InternetGatewayDevice:2",
  "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
];

/** For those that did not answer to what they are. */
export const serviceTargets: readonly string[] = [
  "urn:schemas-upnp-org:service:WANIPConnection:2",
  "urn:schemas-upnp-org:service:WANIPConnection:1",
  "urn:schemas-upnp-org:service:WANPPPConnection:1",
  "upnp:rootdevice",
];

const groupTexts: Readonly<Record<Family, string>> = { ipv4: "239.255.255.250", ipv6: "ff02::c" };

/** The group of every UPnP device on the link. */
export function ssdpGroup(family: Family): Endpoint {
  const address = Address.parse(groupTexts[family]);
  assert(address.ok, "a group is an address");
  return { address: address.value, port: ssdpPort };
}
