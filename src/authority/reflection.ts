import type { Address } from "../core/address.ts";
import { typeCode } from "./codes.ts";

/** What a reflecting name answers: the address the query came from, so that an agent sees itself from outside. */

/** RDATA for a querier and an address type or TXT; undefined when the querier's family is another. */
export function reflectedRdata(address: Address, type: number): Uint8Array | undefined {
  const seen = address.unmapped();
  if (type === typeCode.TXT) {
    const text = Buffer.from(seen.toString(), "latin1");
    return Uint8Array.of(text.length, ...text);
  }
  const wanted = type === typeCode.A ? "ipv4" : "ipv6";
  return seen.family === wanted ? seen.octets : undefined;
}
