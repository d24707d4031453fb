import type { OwnerName } from "../../core/name.ts";
import { toBase64 } from "../../core/octets.ts";
import { codeOfType, parseType, type RRType, typeOfCode } from "../../core/rr-type.ts";
import { readName } from "../read-name.ts";
import { scanAlgorithm } from "./dnssec-algorithm.ts";
import type { RdataType } from "./rdata-type.ts";
import { printRrsigTime, scanRrsigTime } from "./rrsig-time.ts";

/** The signature of an RRset of the same owner. RFC 4034 §3.1 */
export interface Rrsig {
  readonly covered: RRType;
  readonly algorithm: number;
  /** Labels of the owner without the root and without a leading asterisk; tells that a wildcard was expanded. */
  readonly labels: number;
  /** The RRset's TTL in the zone, seconds. */
  readonly originalTtl: number;
  /** Seconds since 1970 modulo 2^32, as the next. */
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  /** The zone of the key. */
  readonly signer: OwnerName;
  readonly signature: Uint8Array;
}

export const rrsig: RdataType<Rrsig> = {
  type: "RRSIG",
  decode: (reader) => ({
    covered: typeOfCode(reader.uint16()),
    algorithm: reader.uint8(),
    labels: reader.uint8(),
    originalTtl: reader.uint32(),
    expiration: reader.uint32(),
    inception: reader.uint32(),
    keyTag: reader.uint16(),
    signer: readName(reader),
    signature: reader.restNotEmpty(),
  }),
  encode: (writer, value) => {
    writer.uint16(codeOfType(value.covered));
    writer.uint8(value.algorithm);
    writer.uint8(value.labels);
    writer.uint32(value.originalTtl);
    writer.uint32(value.expiration);
    writer.uint32(value.inception);
    writer.uint16(value.keyTag);
    writer.write(value.signer.wire);
    writer.write(value.signature);
  },
  scan: (fields) => {
    const covered = parseType(fields.word());
    if (covered === undefined) fields.fail("not-a-type");
    return {
      covered: covered ?? "A",
      algorithm: scanAlgorithm(fields),
      labels: fields.uint8(),
      originalTtl: fields.uint32(),
      expiration: scanRrsigTime(fields),
      inception: scanRrsigTime(fields),
      keyTag: fields.uint16(),
      signer: fields.name(),
      signature: fields.base64(),
    };
  },
  print: ({ covered, algorithm, labels, originalTtl, expiration, inception, keyTag, signer, signature }) =>
    `${covered} ${algorithm} ${labels} ${originalTtl} ${printRrsigTime(expiration)} ${printRrsigTime(inception)} ` +
    `${keyTag} ${signer} ${toBase64(signature)}`,
};
