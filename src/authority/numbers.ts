/** Numbers in network order, read where they stand; what lies beyond the end counts as 0. */

export function uint16(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
}

export function uint32(octets: Uint8Array, at: number): number {
  return ((uint16(octets, at) << 16) | uint16(octets, at + 2)) >>> 0;
}
