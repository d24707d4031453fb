import type { KnownType } from "../../core/rr-type.ts";
import { toHex } from "../../core/octets.ts";
import { type DigestLengths, readDigest, scanDigest } from "./digest-length.ts";
import { scanAlgorithm } from "./dnssec-algorithm.ts";
import type { RdataType } from "./rdata-type.ts";

/** The form that DS and CDS share. RFC 4034 §5.1, RFC 7344 §3.1 */
export interface DsForm {
  /** The key's tag. RFC 4034 Appendix B */
  readonly keyTag: number;
  readonly algorithm: number;
  /** 1 is SHA-1, 2 SHA-256 (RFC 4509 §2.1), 4 SHA-384 (RFC 6605 §2). */
  readonly digestType: number;
  readonly digest: Uint8Array;
}

const lengths: DigestLengths = new Map([
  [1, 20],
  [2, 32],
  [4, 48],
]);

/** A type of this form. */
export function dsForm(type: KnownType): RdataType<DsForm> {
  return {
    type,
    decode: (reader) => {
      const keyTag = reader.uint16();
      const algorithm = reader.uint8();
      const digestType = reader.uint8();
      return { keyTag, algorithm, digestType, digest: readDigest(reader, digestType, lengths) };
    },
    encode: (writer, { keyTag, algorithm, digestType, digest }) => {
      writer.uint16(keyTag);
      writer.uint8(algorithm);
      writer.uint8(digestType);
      writer.write(digest);
    },
    scan: (fields) => {
      const keyTag = fields.uint16();
      const algorithm = scanAlgorithm(fields);
      const digestType = fields.uint8();
      return { keyTag, algorithm, digestType, digest: scanDigest(fields, digestType, lengths) };
    },
    print: ({ keyTag, algorithm, digestType, digest }) => `${keyTag} ${algorithm} ${digestType} ${toHex(digest)}`,
  };
}
