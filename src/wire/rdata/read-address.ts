import { Address } from "../../core/address.ts";
import { assert } from "../../core/assert.ts";
import type { Family } from "../../core/family.ts";
import type { Reader } from "../reader.ts";

/** The next address; the unspecified one after a failure. */
export function readAddress(reader: Reader, family: Family): Address {
  const count = family === "ipv4" ? 4 : 16;
  const octets = reader.take(count);
  const address = Address.ofOctets(octets.length === count ? octets : new Uint8Array(count));
  assert(address !== undefined, "4 and 16 octets are addresses");
  return address;
}
