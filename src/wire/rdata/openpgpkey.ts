import { toBase64 } from "../../core/octets.ts";
import type { RdataType } from "./rdata-type.ts";

/** A transferable OpenPGP public key, the owner being the digest of a mailbox name. RFC 7929 §2.1 */
export interface Openpgpkey {
  readonly key: Uint8Array;
}

export const openpgpkey: RdataType<Openpgpkey> = {
  type: "OPENPGPKEY",
  decode: (reader) => ({ key: reader.restNotEmpty() }),
  encode: (writer, { key }) => writer.write(key),
  scan: (fields) => ({ key: fields.base64() }),
  print: ({ key }) => toBase64(key),
};
