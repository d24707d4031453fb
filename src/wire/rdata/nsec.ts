import type { OwnerName } from "../../core/name.ts";
import type { RRType } from "../../core/rr-type.ts";
import { readName } from "../read-name.ts";
import type { RdataType } from "./rdata-type.ts";
import { printTypeBitmap, readTypeBitmap, scanTypeBitmap, writeTypeBitmap } from "./type-bitmap.ts";

/** What exists at the owner, and that nothing exists between it and the next name. RFC 4034 §4.1 */
export interface Nsec {
  /** The next owner in canonical order; the apex after the last. */
  readonly next: OwnerName;
  readonly types: readonly RRType[];
}

export const nsec: RdataType<Nsec> = {
  type: "NSEC",
  decode: (reader) => ({ next: readName(reader), types: readTypeBitmap(reader) }),
  encode: (writer, { next, types }) => {
    writer.write(next.wire);
    writeTypeBitmap(writer, types);
  },
  scan: (fields) => ({ next: fields.name(), types: scanTypeBitmap(fields) }),
  print: ({ next, types }) => `${next}${printTypeBitmap(types)}`,
};
