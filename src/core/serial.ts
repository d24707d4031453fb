/** A zone's change counter: 32 bits that wrap, with the partial order of RFC 1982. */
export type SoaSerial = number & { readonly unit: "soa-serial" };

/** Largest amount one addition may add, so that the sum is still greater. RFC 1982 §3.1 */
export const largestIncrement = 0x7fff_ffff;

/** Reduces any whole number to 32 bits. */
export function serialOf(value: number): SoaSerial {
  return (value >>> 0) as SoaSerial;
}

/** Adds 0 to `largestIncrement`. RFC 1982 §3.1 */
export function addSerial(serial: SoaSerial, increment: number): SoaSerial {
  return serialOf((serial + increment) % 2 ** 32);
}

/** -1 when `a` comes before `b`, 1 after, 0 equal; undefined for the pairs RFC 1982 §3.2 leaves undefined. */
export function compareSerials(a: SoaSerial, b: SoaSerial): -1 | 0 | 1 | undefined {
  if (a === b) return 0;
  const distance = (b - a + 2 ** 32) % 2 ** 32;
  if (distance === 2 ** 31) return undefined;
  return distance < 2 ** 31 ? -1 : 1;
}

/** The base that a zone has whose serial is this one at a revision: what is left without the revision. */
export function serialBaseAt(serial: SoaSerial, revision: number): SoaSerial {
  return serialOf((serial - (revision % 2 ** 32) + 2 ** 32) % 2 ** 32);
}
