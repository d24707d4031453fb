import { Address } from "../../core/address.ts";
import { OwnerName } from "../../core/name.ts";
import type { ReadFailure } from "../../core/provider.ts";
import { failure, type Failure } from "../../core/result.ts";
import type { RRType } from "../../core/rr-type.ts";
import { addressType, rdataAddress } from "../../core/rrset.ts";

/** RDATA as the text that HTTP interfaces carry: addresses, and the aliases that stand in their way. */

/** The text of A or AAAA RDATA; undefined when it is not that. */
export function textOfRdata(type: RRType, rdata: Uint8Array): string | undefined {
  const address = rdataAddress(rdata);
  return address !== undefined && addressType(address.family) === type ? address.toString() : undefined;
}

/**
 * Wire form of what a service says a record holds, in whatever spelling; undefined when it is not of the type.
 *
 * A name counts as absolute with or without its final dot.
 */
export function rdataOfText(type: RRType, text: string): Uint8Array | undefined {
  if (type === "CNAME") {
    const target = OwnerName.parse(text.trim());
    return target.ok ? target.value.wire : undefined;
  }
  const address = Address.parse(text.trim());
  if (!address.ok || addressType(address.value.family) !== type) return undefined;
  return address.value.octets;
}

/** What a service is taken to answer for when it does not say otherwise. */
export const usualTypes: readonly RRType[] = ["A", "AAAA", "CNAME"];

/** The answer to a question about a type that the interface has no words for. */
export function unsupportedType(type: RRType): Failure<ReadFailure> {
  return failure({ outcome: { kind: "rejected", code: "unsupported", detail: `${type} records at this service` } });
}
