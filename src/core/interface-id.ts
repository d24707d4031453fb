import { Address } from "./address.ts";
import { assert } from "./assert.ts";
import { failure, ok, type Result } from "./result.ts";

/** The host's part of an IPv6 address, as an address without prefix, and how it comes of other identifiers. */

/** A MAC address of 48 bits. */
export type MacAddress = Uint8Array & { readonly unit: "mac-address" };

/** Why a text is not the MAC address of a host. */
export interface MacFailure {
  readonly code: "not-a-mac";
}

/** Reads `aa:bb:cc:dd:ee:ff`, also with hyphens. Group addresses and zero are refused: no host sends from them. */
export function parseMac(text: string): Result<MacAddress, MacFailure> {
  const isMac = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text) || /^[0-9a-f]{2}(-[0-9a-f]{2}){5}$/i.test(text);
  const octets = Uint8Array.from(isMac ? text.split(/[:-]/) : [], (pair) => Number.parseInt(pair, 16));
  const isHost = octets.some((octet) => octet !== 0) && ((octets[0] ?? 0) & 0x01) === 0;
  return isHost ? ok(octets as MacAddress) : failure({ code: "not-a-mac" });
}

/** `aa:bb:cc:dd:ee:ff` */
export function formatMac(mac: Uint8Array): string {
  return [...mac].map((octet) => octet.toString(16).padStart(2, "0")).join(":");
}

/** The identifier that SLAAC makes of a MAC address where nothing else is configured (modified EUI-64). RFC 4291 App. A */
export function interfaceIdOfMac(mac: MacAddress): Address {
  const [first = 0, ...rest] = mac;
  // The universal/local bit is inverted, so that short identifiers set by hand count as local.
  return idOf([first ^ 0x02, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)]);
}

/** The last 64 bits of an IPv6 address. RFC 4291 §2.5.4 */
export function interfaceIdOf(address: Address): Address | undefined {
  return address.family === "ipv6" ? idOf([...address.octets.subarray(8)]) : undefined;
}

/**
 * Puts a subnet's number between a delegated prefix and the last 64 bits, so that `prefix + result` is a host in that subnet.
 *
 * @param prefixLength of what was delegated, in bits. RFC 8415 §6.3
 * @returns undefined when there is no room for the number.
 */
export function inSubnet(interfaceId: Address, prefixLength: number, subnet: number): Address | undefined {
  const room = 64 - prefixLength;
  const fits = Number.isSafeInteger(subnet) && subnet >= 0 && room >= 0 && (room >= 53 || subnet < 2 ** room);
  if (interfaceId.family !== "ipv6" || !fits) return undefined;
  const octets = interfaceId.octets;
  let rest = subnet;
  for (let index = 7; index >= 0; index -= 1) {
    octets[index] = (octets[index] ?? 0) | (rest % 0x100);
    rest = Math.floor(rest / 0x100);
  }
  return Address.ofOctets(octets);
}

function idOf(octets: readonly number[]): Address {
  const address = Address.ofOctets(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, ...octets]));
  assert(address !== undefined, "an identifier has 64 bits");
  return address;
}
