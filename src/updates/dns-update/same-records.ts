import { toHex } from "../../core/octets.ts";
import { sameRdata } from "../../core/rrset.ts";
import type { RRType } from "../../core/rr-type.ts";
import { lowerCaseRdata } from "../../wire/rdata/layout.ts";

/** Comparing records as UPDATE does: names in them without regard to case. RFC 2136 §1.1.1, RFC 4034 §6.2 */

/** True when both hold the same records, whatever their order. */
export function sameRecords(type: RRType, a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  const fold = (rdata: Uint8Array): Uint8Array => lowerCaseRdata(type, rdata);
  return sameRdata(a.map(fold), b.map(fold));
}

/** A record as a key of a map: two that count as the same have the same. */
export function recordKey(type: RRType, rdata: Uint8Array): string {
  return toHex(lowerCaseRdata(type, rdata));
}
