import { Address } from "./address.ts";
import type { Family } from "./family.ts";
import type { OwnerName } from "./name.ts";
import { compareOctets } from "./octets.ts";
import type { RRType } from "./rr-type.ts";
import type { Ttl } from "./ttl.ts";

/** Records sharing owner, class and type. The class is always IN: nothing else is served or managed. */

/**
 * One RRset. Each RDATA is in wire form with names uncompressed, so comparing needs no knowledge of the type; reading
 * and printing it is `wire/rdata/`'s.
 */
export interface RRset {
  readonly owner: OwnerName;
  readonly type: RRType;
  readonly ttl: Ttl;
  /** At least one, no two equal. RFC 2181 §5 */
  readonly rdata: readonly Uint8Array[];
}

/** Sorted as RFC 4034 §6.3 orders RRs, duplicates removed. */
export function canonicalRdata(rdata: readonly Uint8Array[]): readonly Uint8Array[] {
  const sorted = rdata.toSorted(compareOctets);
  return sorted.filter((value, index) => index === 0 || compareOctets(value, sorted[index - 1] ?? value) !== 0);
}

/** True when both hold the same values, whatever their order. */
export function sameRdata(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  const left = canonicalRdata(a);
  const right = canonicalRdata(b);
  return (
    left.length === right.length && left.every((value, index) => compareOctets(value, right[index] ?? value) === 0)
  );
}

/** The record type that carries addresses of a family. */
export function addressType(family: Family): "A" | "AAAA" {
  return family === "ipv4" ? "A" : "AAAA";
}

/** The family a record type carries; undefined for types that hold no address. */
export function familyOfType(type: RRType): Family | undefined {
  if (type === "A") return "ipv4";
  return type === "AAAA" ? "ipv6" : undefined;
}

/** A or AAAA RDATA. RFC 1035 §3.4.1, RFC 3596 §2.2 */
export function addressRdata(address: Address): Uint8Array {
  return address.octets;
}

/** The address in A or AAAA RDATA; undefined when the length fits neither. */
export function rdataAddress(rdata: Uint8Array): Address | undefined {
  return Address.ofOctets(rdata);
}
