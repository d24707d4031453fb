import { Address } from "../../core/address.ts";
import type { DefaultRoute, RouteTable, RouteTableFailure } from "../../core/default-route.ts";
import { type Family, families } from "../../core/family.ts";
import type { Netlink } from "../../core/netlink.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { type Attributes, decodeAttributes, uint32Of } from "./attributes.ts";
import { dumpAll } from "./dump.ts";
import { decodeLinkMessage, type LinkMessage, linkDumpRequest, newLink } from "./link-message.ts";
import { aligned, encodeDumpRequest, type MalformedNetlink, type NetlinkMessage } from "./message.ts";
import { decodeRouteMessage, newRoute } from "./route-message.ts";

/** The Linux kernel's default routes, read through netlink: two dumps, joined by interface index. */

const getRoute = 26;

/** `struct rtmsg` in octets. */
const headerOctets = 12;

/** `RTA_*`; tables above 255 are told by attribute only. */
const attribute = { outputLink: 4, gateway: 5, priority: 6, preferredSource: 7, multipath: 9, table: 15, via: 18 };

/** `RT_TABLE_MAIN` */
const mainTable = 254;

/** `RTNH_F_DEAD` and `RTNH_F_LINKDOWN`: nothing gets through there at the moment. */
const flagsDown = 0x01 | 0x10;

/** Octets of `struct rtnexthop` before its attributes: length, flags, weight, interface. */
const nextHopOctets = 8;

/** Asks for the routes of both families in all tables. */
export const routeDumpRequest: Uint8Array = encodeDumpRequest(getRoute, new Uint8Array(headerOctets));

export function netlinkRouteTable(netlink: Netlink): RouteTable {
  return {
    defaultRoutes: () => {
      const links = dumpAll(netlink, linkDumpRequest);
      if (!links.ok) return Promise.resolve(unreadable(links.detail));
      const routes = dumpAll(netlink, routeDumpRequest);
      if (!routes.ok) return Promise.resolve(unreadable(routes.detail));
      return Promise.resolve(joinTables(links.value, routes.value));
    },
  };
}

function joinTables(
  linkMessages: readonly NetlinkMessage[],
  routeMessages: readonly NetlinkMessage[],
): Result<readonly DefaultRoute[], RouteTableFailure> {
  const linkByIndex = new Map<number, LinkMessage>();
  for (const message of linkMessages.filter(({ type }) => type === newLink)) {
    const link = decodeLinkMessage(message);
    if (!link.ok) return unreadable(`malformed link message at octet ${link.offset}`);
    linkByIndex.set(link.value.index, link.value);
  }
  const table: DefaultRoute[] = [];
  for (const message of routeMessages.filter(({ type }) => type === newRoute)) {
    const ways = decodeDefaultRoute(message);
    if (!ways.ok) return unreadable(`malformed route message at octet ${ways.offset}`);
    for (const { interfaceIndex, ...way } of ways.value) {
      const link = linkByIndex.get(interfaceIndex);
      if (link !== undefined && !link.isLoopback)
        table.push({ ...way, interfaceName: link.name, interfaceIndex: link.index });
    }
  }
  return ok(inOrder(table));
}

/** By family and metric; equal ones stay in the kernel's order. */
function inOrder(table: readonly DefaultRoute[]): readonly DefaultRoute[] {
  return families.flatMap((family) =>
    table.filter((route) => route.family === family).toSorted((a, b) => a.metric - b.metric),
  );
}

/** One next hop, whose interface has no name yet. */
interface Way extends Omit<DefaultRoute, "interfaceName" | "interfaceIndex"> {
  readonly interfaceIndex: number;
}

/** The next hops of a default route of the main table; none for every other route. */
function decodeDefaultRoute(message: NetlinkMessage): Result<readonly Way[], MalformedNetlink> {
  const { body } = message;
  const route = decodeRouteMessage(message);
  if (!route.ok) return route;
  const { family } = route.value;
  // Halves cover a default route without being one: the tunnel they lead into has no router behind it.
  if (family === undefined || !route.value.isDefault || body[1] !== 0) return ok([]);
  const attributes = decodeAttributes(body, headerOctets);
  if (!attributes.ok) return attributes;
  if ((uint32Of(attributes.value, attribute.table) ?? body[4]) !== mainTable) return ok([]);
  const common = {
    family,
    metric: uint32Of(attributes.value, attribute.priority) ?? 0,
    localAddress: addressOf(attributes.value, attribute.preferredSource),
  };
  const hops = attributes.value.get(attribute.multipath);
  if (hops !== undefined) return decodeNextHops(hops, common);
  const interfaceIndex = uint32Of(attributes.value, attribute.outputLink);
  if (interfaceIndex === undefined || ((body[8] ?? 0) & flagsDown) !== 0) return ok([]);
  return ok([{ ...common, interfaceIndex, gateway: gatewayOf(attributes.value) }]);
}

function decodeNextHops(
  octets: Uint8Array,
  common: { readonly family: Family; readonly metric: number; readonly localAddress: Address | undefined },
): Result<readonly Way[], MalformedNetlink> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const ways: Way[] = [];
  let offset = 0;
  while (offset < octets.length) {
    const length = offset + nextHopOctets <= octets.length ? view.getUint16(offset, true) : 0;
    if (length < nextHopOctets || offset + length > octets.length) {
      return failure({ code: "netlink-malformed", offset });
    }
    const attributes = decodeAttributes(octets.subarray(offset, offset + length), nextHopOctets);
    if (!attributes.ok) return attributes;
    const isDown = (view.getUint8(offset + 2) & flagsDown) !== 0;
    const interfaceIndex = view.getUint32(offset + 4, true);
    if (!isDown) ways.push({ ...common, interfaceIndex, gateway: gatewayOf(attributes.value) });
    offset += aligned(length);
  }
  return ok(ways);
}

/** A route of IPv4 may lead over a gateway known by an IPv6 address. */
function gatewayOf(attributes: Attributes): Address | undefined {
  const gateway = addressOf(attributes, attribute.gateway);
  if (gateway !== undefined) return gateway;
  // `struct rtvia`: the family, of which the octet count tells enough, and the address.
  const via = attributes.get(attribute.via);
  return via === undefined ? undefined : Address.ofOctets(via.subarray(2));
}

function addressOf(attributes: Attributes, type: number): Address | undefined {
  const octets = attributes.get(type);
  return octets === undefined ? undefined : Address.ofOctets(octets);
}

function unreadable(detail: string): { readonly ok: false } & RouteTableFailure {
  return failure({ code: "route-table-unreadable", detail });
}
