import type { Address } from "../../core/address.ts";
import type { RdataType } from "./rdata-type.ts";
import { readAddress } from "./read-address.ts";

/** A host's IPv6 address. RFC 3596 §2.2: `2001:db8::1` is `20 01 0d b8`, eleven zero octets and `01`. */
export interface Aaaa {
  readonly address: Address;
}

export const aaaa: RdataType<Aaaa> = {
  type: "AAAA",
  decode: (reader) => ({ address: readAddress(reader, "ipv6") }),
  encode: (writer, { address }) => writer.write(address.octets),
  scan: (fields) => ({ address: fields.address("ipv6") }),
  print: ({ address }) => address.toString(),
};
