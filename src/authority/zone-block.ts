/**
 * A served zone: the layout of its block. A block stays where it is as long as the zone is served, so its cell stands
 * for the zone in the blocks of owners.
 *
 * | octet | size | content |
 * |-------|------|---------|
 * | 0     | 4    | slot of the apex's owner block, `gone` while the zone is not served |
 * | 4     | 4    | lower 8 bits: octets of the apex name; next 8 bits: its labels; sign bit: the zone is withheld |
 * | 8     | *n*  | apex name, lower-case wire form with the root octet |
 */

/** Octets before the name. */
export const zoneHeadOctets = 8;

/** Index of the word with the apex's slot. */
export function apexSlot(zone: number): number {
  return zone << 1;
}

export function apexOctetsOf(words: Int32Array, zone: number): number {
  return (words[(zone << 1) + 1] ?? 0) & 0xff;
}

export function apexLabelsOf(words: Int32Array, zone: number): number {
  return ((words[(zone << 1) + 1] ?? 0) >>> 8) & 0xff;
}

const withheldBit = 0x8000_0000;

/** True for a zone that no answer may be given from, such as a copy that is too old. */
export function isWithheld(words: Int32Array, zone: number): boolean {
  return (words[(zone << 1) + 1] ?? 0) < 0;
}

export function setWithheld(words: Int32Array, zone: number, value: boolean): void {
  const word = words[(zone << 1) + 1] ?? 0;
  words[(zone << 1) + 1] = value ? word | withheldBit : word & ~withheldBit;
}

export function apexNameStart(zone: number): number {
  return (zone << 3) + zoneHeadOctets;
}
