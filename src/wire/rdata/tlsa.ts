import { toHex } from "../../core/octets.ts";
import type { RdataType } from "./rdata-type.ts";

/** Which certificate or key a TLS server has, the owner being `_port._proto.name`. RFC 6698 §2.1 */
export interface Tlsa {
  /** Who has to vouch for the certificate: 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE. RFC 7218 §2.1 */
  readonly usage: number;
  /** 0 is the whole certificate, 1 its public key. */
  readonly selector: number;
  /** 0 is the thing itself, 1 its SHA-256, 2 its SHA-512. */
  readonly matchingType: number;
  readonly association: Uint8Array;
}

export const tlsa: RdataType<Tlsa> = {
  type: "TLSA",
  decode: (reader) => ({
    usage: reader.uint8(),
    selector: reader.uint8(),
    matchingType: reader.uint8(),
    association: reader.restNotEmpty(),
  }),
  encode: (writer, { usage, selector, matchingType, association }) => {
    writer.uint8(usage);
    writer.uint8(selector);
    writer.uint8(matchingType);
    writer.write(association);
  },
  scan: (fields) => ({
    usage: fields.uint8(),
    selector: fields.uint8(),
    matchingType: fields.uint8(),
    association: fields.hexadecimal(),
  }),
  print: ({ usage, selector, matchingType, association }) =>
    `${usage} ${selector} ${matchingType} ${toHex(association)}`,
};
