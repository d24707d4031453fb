import { toHex } from "../../core/octets.ts";
import { serialOf, type SoaSerial } from "../../core/serial.ts";
import { type DigestLengths, readDigest, scanDigest } from "./digest-length.ts";
import type { RdataType } from "./rdata-type.ts";

/** A digest over the whole zone. RFC 8976 §2.2 */
export interface Zonemd {
  /** The serial of the zone that was digested. */
  readonly serial: SoaSerial;
  /** 1 is SIMPLE, the only one there is. */
  readonly scheme: number;
  /** 1 is SHA-384, 2 SHA-512. */
  readonly hashAlgorithm: number;
  /** At least 12 octets. RFC 8976 §2.2.4 */
  readonly digest: Uint8Array;
}

const lengths: DigestLengths = new Map([
  [1, 48],
  [2, 64],
]);

const shortestDigest = 12;

export const zonemd: RdataType<Zonemd> = {
  type: "ZONEMD",
  decode: (reader) => {
    const serial = serialOf(reader.uint32());
    const scheme = reader.uint8();
    const hashAlgorithm = reader.uint8();
    const at = reader.offset;
    const digest = readDigest(reader, hashAlgorithm, lengths);
    if (digest.length < shortestDigest) reader.fail("rdata-malformed", at);
    return { serial, scheme, hashAlgorithm, digest };
  },
  encode: (writer, { serial, scheme, hashAlgorithm, digest }) => {
    writer.uint32(serial);
    writer.uint8(scheme);
    writer.uint8(hashAlgorithm);
    writer.write(digest);
  },
  scan: (fields) => {
    const serial = serialOf(fields.uint32());
    const scheme = fields.uint8();
    const hashAlgorithm = fields.uint8();
    const digest = scanDigest(fields, hashAlgorithm, lengths);
    if (digest.length < shortestDigest) fields.fail("digest-length-wrong");
    return { serial, scheme, hashAlgorithm, digest };
  },
  print: ({ serial, scheme, hashAlgorithm, digest }) => `${serial} ${scheme} ${hashAlgorithm} ${toHex(digest)}`,
};
