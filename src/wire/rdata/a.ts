import type { Address } from "../../core/address.ts";
import type { RdataType } from "./rdata-type.ts";
import { readAddress } from "./read-address.ts";

/** A host's IPv4 address. RFC 1035 §3.4.1: `192.0.2.1` is `c0 00 02 01`. */
export interface A {
  readonly address: Address;
}

export const a: RdataType<A> = {
  type: "A",
  decode: (reader) => ({ address: readAddress(reader, "ipv4") }),
  encode: (writer, { address }) => writer.write(address.octets),
  scan: (fields) => ({ address: fields.address("ipv4") }),
  print: ({ address }) => address.toString(),
};
