import type { KnownType } from "../../core/rr-type.ts";
import { toBase64 } from "../../core/octets.ts";
import { scanAlgorithm } from "./dnssec-algorithm.ts";
import type { RdataType } from "./rdata-type.ts";

/** The form that DNSKEY and CDNSKEY share. RFC 4034 §2.1, RFC 7344 §3.2 */
export interface DnskeyForm {
  /** 256 is a zone key, 257 one that parents point to. RFC 4034 §2.1.1 */
  readonly flags: number;
  /** Always 3. RFC 4034 §2.1.2 */
  readonly protocol: number;
  readonly algorithm: number;
  readonly key: Uint8Array;
}

/** A type of this form. */
export function dnskeyForm(type: KnownType): RdataType<DnskeyForm> {
  return {
    type,
    decode: (reader) => ({
      flags: reader.uint16(),
      protocol: reader.uint8(),
      algorithm: reader.uint8(),
      key: reader.restNotEmpty(),
    }),
    encode: (writer, { flags, protocol, algorithm, key }) => {
      writer.uint16(flags);
      writer.uint8(protocol);
      writer.uint8(algorithm);
      writer.write(key);
    },
    scan: (fields) => ({
      flags: fields.uint16(),
      protocol: fields.uint8(),
      algorithm: scanAlgorithm(fields),
      key: fields.base64(),
    }),
    print: ({ flags, protocol, algorithm, key }) => `${flags} ${protocol} ${algorithm} ${toBase64(key)}`,
  };
}
