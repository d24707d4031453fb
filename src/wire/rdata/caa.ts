import { printOctets } from "./character-string.ts";
import type { RdataType } from "./rdata-type.ts";

/** Which certification authorities may issue certificates for the owner. RFC 8659 §4 */
export interface Caa {
  /** 128 is "issuer critical": who does not know the tag must not issue. RFC 8659 §4.1 */
  readonly flags: number;
  /** `issue`, `issuewild`, `iodef` and others; letters and digits, compared without case. RFC 8659 §4.1 */
  readonly tag: string;
  readonly value: Uint8Array;
}

const tagPattern = /^[A-Za-z0-9]{1,255}$/;

export const caa: RdataType<Caa> = {
  type: "CAA",
  decode: (reader) => {
    const flags = reader.uint8();
    const tagAt = reader.offset;
    const tag = Buffer.from(reader.characterString()).toString("latin1");
    if (!tagPattern.test(tag)) reader.fail("rdata-malformed", tagAt);
    return { flags, tag, value: reader.rest() };
  },
  encode: (writer, { flags, tag, value }) => {
    writer.uint8(flags);
    writer.characterString(Uint8Array.from(Buffer.from(tag, "latin1")));
    writer.write(value);
  },
  scan: (fields) => {
    const flags = fields.uint8();
    const tag = fields.word();
    if (!tagPattern.test(tag)) fields.fail("not-a-caa-tag");
    return { flags, tag, value: fields.octets() };
  },
  print: ({ flags, tag, value }) => `${flags} ${tag} ${printOctets(value)}`,
};
