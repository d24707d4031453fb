import { serialOf, type SoaSerial } from "../../core/serial.ts";
import type { RRType } from "../../core/rr-type.ts";
import type { RdataType } from "./rdata-type.ts";
import { printTypeBitmap, readTypeBitmap, scanTypeBitmap, writeTypeBitmap } from "./type-bitmap.ts";

/** Which RRsets a parent should copy from its child. RFC 7477 §2.1 */
export interface Csync {
  /** The serial from which on, if `flags` says so. */
  readonly serial: SoaSerial;
  /** 1 is "immediate", 2 "soaminimum". RFC 7477 §2.1.1.2 */
  readonly flags: number;
  readonly types: readonly RRType[];
}

export const csync: RdataType<Csync> = {
  type: "CSYNC",
  decode: (reader) => ({ serial: serialOf(reader.uint32()), flags: reader.uint16(), types: readTypeBitmap(reader) }),
  encode: (writer, { serial, flags, types }) => {
    writer.uint32(serial);
    writer.uint16(flags);
    writeTypeBitmap(writer, types);
  },
  scan: (fields) => ({ serial: serialOf(fields.uint32()), flags: fields.uint16(), types: scanTypeBitmap(fields) }),
  print: ({ serial, flags, types }) => `${serial} ${flags}${printTypeBitmap(types)}`,
};
