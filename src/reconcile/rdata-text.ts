import { toHex } from "../core/octets.ts";
import type { RRType } from "../core/rr-type.ts";
import { familyOfType, rdataAddress } from "../core/rrset.ts";

/** RDATA as text for events, plans and status; reading text is nobody's task here. */

/** Addresses as such, any other type in the generic form of RFC 3597 §5. */
export function presentRdata(type: RRType, rdata: Uint8Array): string {
  const address = familyOfType(type) === undefined ? undefined : rdataAddress(rdata);
  return address?.toString() ?? `\\# ${rdata.length} ${toHex(rdata)}`.trimEnd();
}

/** Every value of an RRset, in the order given. */
export function presentValues(type: RRType, rdata: readonly Uint8Array[]): readonly string[] {
  return rdata.map((value) => presentRdata(type, value));
}
