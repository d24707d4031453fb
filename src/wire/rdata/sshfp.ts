import { toHex } from "../../core/octets.ts";
import { type DigestLengths, readDigest, scanDigest } from "./digest-length.ts";
import type { RdataType } from "./rdata-type.ts";

/** The fingerprint of a host's SSH key. RFC 4255 §3.1 */
export interface Sshfp {
  /** 1 RSA, 2 DSA, 3 ECDSA (RFC 6594 §3.1.1), 4 Ed25519 (RFC 7479 §3.2), 6 Ed448 (RFC 8709 §9). */
  readonly algorithm: number;
  /** 1 is SHA-1 (RFC 4255 §3.1.2), 2 SHA-256 (RFC 6594 §3.1.2). */
  readonly fingerprintType: number;
  readonly fingerprint: Uint8Array;
}

const lengths: DigestLengths = new Map([
  [1, 20],
  [2, 32],
]);

export const sshfp: RdataType<Sshfp> = {
  type: "SSHFP",
  decode: (reader) => {
    const algorithm = reader.uint8();
    const fingerprintType = reader.uint8();
    return { algorithm, fingerprintType, fingerprint: readDigest(reader, fingerprintType, lengths) };
  },
  encode: (writer, { algorithm, fingerprintType, fingerprint }) => {
    writer.uint8(algorithm);
    writer.uint8(fingerprintType);
    writer.write(fingerprint);
  },
  scan: (fields) => {
    const algorithm = fields.uint8();
    const fingerprintType = fields.uint8();
    return { algorithm, fingerprintType, fingerprint: scanDigest(fields, fingerprintType, lengths) };
  },
  print: ({ algorithm, fingerprintType, fingerprint }) => `${algorithm} ${fingerprintType} ${toHex(fingerprint)}`,
};
