import { scopeOf } from "../../core/address-scope.ts";
import { type Family, families } from "../../core/family.ts";
import type { AddressTable, AddressTableFailure, InterfaceAddress } from "../../core/interface-address.ts";
import type { Netlink } from "../../core/netlink.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import {
  type AddressMessage,
  addressDumpRequest,
  addressFlags,
  addressProtocols,
  decodeAddressMessage,
  newAddress,
} from "./address-message.ts";
import { dumpAll } from "./dump.ts";
import { egressInterface } from "./route-lookup.ts";
import { decodeLinkMessage, type LinkMessage, linkDumpRequest, newLink } from "./link-message.ts";
import type { NetlinkMessage } from "./message.ts";

/** The Linux kernel's address table, read through netlink: two dumps, joined by interface index, and the way out. */

/** Reads interfaces first, so that an interface that appears between the two dumps is left out rather than unnamed. */
export function netlinkAddressTable(netlink: Netlink): AddressTable {
  return {
    read: () => {
      const links = dumpAll(netlink, linkDumpRequest);
      if (!links.ok) return Promise.resolve(unreadable(links.detail));
      const addresses = dumpAll(netlink, addressDumpRequest);
      if (!addresses.ok) return Promise.resolve(unreadable(addresses.detail));
      const egress = new Map(families.map((family) => [family, egressInterface(netlink, family)]));
      return Promise.resolve(joinTables(links.value, addresses.value, egress));
    },
  };
}

/** The index of the interface by which packets of a family leave, where there is one. */
type Egress = ReadonlyMap<Family, number | undefined>;

/** Joins the messages of both dumps into the table. */
function joinTables(
  linkMessages: readonly NetlinkMessage[],
  addressMessages: readonly NetlinkMessage[],
  egress: Egress,
): Result<readonly InterfaceAddress[], AddressTableFailure> {
  const linkByIndex = new Map<number, LinkMessage>();
  for (const message of linkMessages.filter(({ type }) => type === newLink)) {
    const link = decodeLinkMessage(message);
    if (!link.ok) return unreadable(`malformed link message at octet ${link.offset}`);
    linkByIndex.set(link.value.index, link.value);
  }
  const table: InterfaceAddress[] = [];
  for (const message of addressMessages.filter(({ type }) => type === newAddress)) {
    const address = decodeAddressMessage(message);
    if (!address.ok) return unreadable(`malformed address message at octet ${address.offset}`);
    const link = address.value === undefined ? undefined : linkByIndex.get(address.value.interfaceIndex);
    if (address.value !== undefined && link !== undefined) table.push(entryOf(address.value, link, egress));
  }
  return ok(table);
}

function entryOf(message: AddressMessage, link: LinkMessage, egress: Egress): InterfaceAddress {
  const { address, flags } = message;
  const isIpv6 = address.family === "ipv6";
  const has = (flag: number): boolean => (flags & flag) !== 0;
  return {
    interfaceName: link.name,
    interfaceIndex: link.index,
    address,
    // The length belongs to the other end of a point-to-point link; our own end has no neighbours.
    prefixLength: message.isPointToPoint ? (isIpv6 ? 128 : 32) : message.prefixLength,
    isTentative: has(addressFlags.tentative),
    isDuplicate: has(addressFlags.duplicate),
    isDeprecated: has(addressFlags.deprecated),
    isTemporary: isIpv6 && has(addressFlags.temporary),
    origin: originOf(message),
    preferredLifetime: message.preferredLifetime,
    validLifetime: message.validLifetime,
    isLoopback: link.isLoopback,
    isUp: link.isUp,
    linkKind: link.kind,
    carriesDefaultRoute: egress.get(address.family) === link.index,
  };
}

/**
 * How an address came, as far as its flags prove it.
 *
 * Kernels since 5.18 name addresses they made themselves; before that, only the flags of privacy extensions do. A limited
 * lifetime on IPv4 can only be a DHCP lease, but some clients enter leases without one, so an unlimited IPv4 address
 * proves nothing. On IPv6 a network manager may do SLAAC on its own, so a limited lifetime alone proves nothing either;
 * but DHCPv6 assigns addresses without a prefix (RFC 8415 §21.6), and clients then enter /128.
 */
function originOf(message: AddressMessage): InterfaceAddress["origin"] {
  const { address, flags, protocol } = message;
  if (protocol === addressProtocols.loopback || protocol === addressProtocols.linkLocal) return "kernel";
  if (protocol === addressProtocols.routerAdvertisement) return "slaac";
  if (scopeOf(address) === "link-local") return undefined;
  const isPermanent = (flags & addressFlags.permanent) !== 0;
  if (address.family === "ipv4") return isPermanent ? undefined : "dhcp";
  if (isPermanent) return "static";
  const slaacMarks = addressFlags.manageTemporary | addressFlags.temporary | addressFlags.stablePrivacy;
  if ((flags & slaacMarks) !== 0) return "slaac";
  return message.prefixLength === 128 ? "dhcp" : undefined;
}

function unreadable(detail: string): { readonly ok: false } & AddressTableFailure {
  return failure({ code: "address-table-unreadable", detail });
}
