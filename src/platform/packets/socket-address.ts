import { Address } from "../../core/address.ts";
import { assert } from "../../core/assert.ts";
import type { Endpoint } from "../../core/net.ts";

/** Socket addresses as Linux writes them: `struct sockaddr_in` and `sockaddr_in6`. ip(7), ipv6(7) */

export const familyIpv4 = 2;
export const familyIpv6 = 10;

/** Octets of the longer one. */
export const longestSocketAddress = 28;

const ipv4Octets = 16;

/** Where the address begins in each. */
const ipv4At = 4;
const ipv6At = 8;

/** Writes it at the beginning of the memory. @returns its length in octets. */
export function writeSocketAddress(octets: Uint8Array, { address, port }: Endpoint): number {
  const isIpv6 = address.family === "ipv6";
  const length = isIpv6 ? longestSocketAddress : ipv4Octets;
  octets.fill(0, 0, length);
  octets[0] = isIpv6 ? familyIpv6 : familyIpv4;
  octets[2] = port >>> 8;
  octets[3] = port & 0xff;
  octets.set(address.octets, isIpv6 ? ipv6At : ipv4At);
  return length;
}

/** The port in the socket address at an offset. */
export function portAt(octets: Uint8Array, offset: number): number {
  return ((octets[offset + 2] ?? 0) << 8) | (octets[offset + 3] ?? 0);
}

/** Copies the address in the socket address at an offset, IPv4-mapped ones as what they stand for. @returns 4 or 16. */
export function copyAddressAt(octets: Uint8Array, offset: number, target: Uint8Array): number {
  const isIpv6 = octets[offset] === familyIpv6;
  const isMapped = isIpv6 && isMappedAt(octets, offset + ipv6At);
  const at = offset + (isMapped ? ipv6At + 12 : isIpv6 ? ipv6At : ipv4At);
  const length = isIpv6 && !isMapped ? 16 : 4;
  for (let index = 0; index < length; index += 1) target[index] = octets[at + index] ?? 0;
  return length;
}

/** RFC 4291 §2.5.5.2 */
function isMappedAt(octets: Uint8Array, at: number): boolean {
  for (let index = 0; index < 12; index += 1) {
    if (octets[at + index] !== (index < 10 ? 0 : 0xff)) return false;
  }
  return true;
}

/** The address in the socket address at an offset. IPv4-mapped ones come out as what they stand for. */
export function addressAt(octets: Uint8Array, offset: number): Address {
  const isIpv6 = octets[offset] === familyIpv6;
  const [at, length] = isIpv6 ? [ipv6At, 16] : [ipv4At, 4];
  const address = Address.ofOctets(octets.subarray(offset + at, offset + at + length));
  assert(address !== undefined, "a socket address holds an address");
  return address.unmapped();
}
