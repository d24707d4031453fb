import { fromBase32Hex, toBase32Hex } from "../../core/octets.ts";
import type { RRType } from "../../core/rr-type.ts";
import { type Nsec3Hashing, printHashing, readHashing, scanHashing, writeHashing } from "./nsec3-hashing.ts";
import type { RdataType } from "./rdata-type.ts";
import { printTypeBitmap, readTypeBitmap, scanTypeBitmap, writeTypeBitmap } from "./type-bitmap.ts";

/** As NSEC with hashed names. RFC 5155 §3.1 */
export interface Nsec3 extends Nsec3Hashing {
  /** The next owner's hash in their order, 1 to 255 octets. */
  readonly next: Uint8Array;
  readonly types: readonly RRType[];
}

export const nsec3: RdataType<Nsec3> = {
  type: "NSEC3",
  decode: (reader) => {
    const hashing = readHashing(reader);
    const at = reader.offset;
    const next = reader.characterString();
    if (next.length === 0) reader.fail("rdata-malformed", at);
    return { ...hashing, next, types: readTypeBitmap(reader) };
  },
  encode: (writer, value) => {
    writeHashing(writer, value);
    writer.characterString(value.next);
    writeTypeBitmap(writer, value.types);
  },
  scan: (fields) => {
    const hashing = scanHashing(fields);
    const next = fromBase32Hex(fields.word());
    if (next === undefined || next.length === 0 || next.length > 255) fields.fail("not-base32");
    return { ...hashing, next: next ?? new Uint8Array(0), types: scanTypeBitmap(fields) };
  },
  print: (value) => `${printHashing(value)} ${toBase32Hex(value.next)}${printTypeBitmap(value.types)}`,
};
