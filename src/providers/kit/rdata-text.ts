import { Address } from "../../core/address.ts";
import type { RRType } from "../../core/rr-type.ts";
import { addressType, rdataAddress } from "../../core/rrset.ts";

/** RDATA of address records as the text that HTTP interfaces carry. */

/** The text of A or AAAA RDATA; undefined when it is not that. */
export function textOfRdata(type: RRType, rdata: Uint8Array): string | undefined {
  const address = rdataAddress(rdata);
  return address !== undefined && addressType(address.family) === type ? address.toString() : undefined;
}

/** Wire form of what a service says an A or AAAA record holds, in whatever spelling; undefined when it is no such address. */
export function rdataOfText(type: RRType, text: string): Uint8Array | undefined {
  const address = Address.parse(text.trim());
  if (!address.ok || addressType(address.value.family) !== type) return undefined;
  return address.value.octets;
}
