import { printOctets } from "./character-string.ts";
import type { RdataType } from "./rdata-type.ts";

/** A URI for the owner, which is a service as in SRV. RFC 7553 §4 */
export interface Uri {
  /** Lower is tried first, 0 to 65535. */
  readonly priority: number;
  /** Share among equal priorities, 0 to 65535. */
  readonly weight: number;
  /** The URI's octets, at least one; no character-string, so it may be longer than 255. RFC 7553 §4.4 */
  readonly target: Uint8Array;
}

export const uri: RdataType<Uri> = {
  type: "URI",
  decode: (reader) => ({ priority: reader.uint16(), weight: reader.uint16(), target: reader.restNotEmpty() }),
  encode: (writer, { priority, weight, target }) => {
    writer.uint16(priority);
    writer.uint16(weight);
    writer.write(target);
  },
  scan: (fields) => {
    const priority = fields.uint16();
    const weight = fields.uint16();
    const target = fields.octets();
    if (target.length === 0) fields.fail("text-empty");
    return { priority, weight, target };
  },
  print: ({ priority, weight, target }) => `${priority} ${weight} ${printOctets(target)}`,
};
