import { Address } from "../../core/address.ts";
import { Duration } from "../../core/duration.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { decodeAttributes, uint32Of, uint8Of } from "./attributes.ts";
import { encodeDumpRequest, type MalformedNetlink, type NetlinkMessage } from "./message.ts";

/** Address messages of rtnetlink (`linux/if_addr.h`): one address on one interface, added, changed or removed. */

export const newAddress = 20;
export const deletedAddress = 21;
const getAddress = 22;

/** Flags of an address, `IFA_F_*`. The first means `secondary` for IPv4 and `temporary` for IPv6. */
export const addressFlags = {
  temporary: 0x01,
  duplicate: 0x08,
  deprecated: 0x20,
  tentative: 0x40,
  permanent: 0x80,
  manageTemporary: 0x100,
  stablePrivacy: 0x800,
} as const;

/** Who made an address, `IFAPROT_*`; kernels before 5.18 do not say. */
export const addressProtocols = { unspecified: 0, loopback: 1, routerAdvertisement: 2, linkLocal: 3 } as const;

const attribute = { address: 1, local: 2, cacheInfo: 6, flags: 8, protocol: 11 } as const;

/** `struct ifaddrmsg` in octets. */
const headerOctets = 8;

export interface AddressMessage {
  readonly interfaceIndex: number;
  /** For a point-to-point link the local end. */
  readonly address: Address;
  /** In bits. For a point-to-point link it belongs to the other end's address. */
  readonly prefixLength: number;
  readonly isPointToPoint: boolean;
  readonly flags: number;
  readonly protocol: number;
  readonly preferredLifetime: Duration | "forever" | undefined;
  readonly validLifetime: Duration | "forever" | undefined;
}

/** Asks for the addresses of both families on all interfaces. */
export const addressDumpRequest: Uint8Array = encodeDumpRequest(getAddress, new Uint8Array(headerOctets));

/**
 * Reads the body of an address message.
 *
 * @returns undefined inside for families other than IPv4 and IPv6 and for entries without an address.
 */
export function decodeAddressMessage(message: NetlinkMessage): Result<AddressMessage | undefined, MalformedNetlink> {
  const { body } = message;
  if (body.length < headerOctets) return failure({ code: "netlink-malformed", offset: 0 });
  const attributes = decodeAttributes(body, headerOctets);
  if (!attributes.ok) return attributes;
  // For a point-to-point link ADDRESS is the other end and LOCAL ours; elsewhere IPv6 has ADDRESS only.
  const peer = attributes.value.get(attribute.address);
  const local = attributes.value.get(attribute.local) ?? peer;
  const address = local === undefined ? undefined : Address.ofOctets(local);
  if (address === undefined) return ok(undefined);
  const cache = attributes.value.get(attribute.cacheInfo);
  return ok({
    interfaceIndex: new DataView(body.buffer, body.byteOffset).getUint32(4, true),
    address,
    prefixLength: body[1] ?? 0,
    isPointToPoint: peer !== undefined && local !== undefined && Buffer.compare(peer, local) !== 0,
    // The header has room for the lower eight flags only.
    flags: uint32Of(attributes.value, attribute.flags) ?? body[2] ?? 0,
    protocol: uint8Of(attributes.value, attribute.protocol) ?? addressProtocols.unspecified,
    preferredLifetime: lifetime(cache, 0),
    validLifetime: lifetime(cache, 4),
  });
}

/** Seconds in `struct ifa_cacheinfo`; all ones mean without limit. */
function lifetime(cache: Uint8Array | undefined, offset: number): Duration | "forever" | undefined {
  if (cache === undefined || cache.length < offset + 4) return undefined;
  const seconds = new DataView(cache.buffer, cache.byteOffset).getUint32(offset, true);
  return seconds === 0xffff_ffff ? "forever" : Duration.seconds(seconds);
}
