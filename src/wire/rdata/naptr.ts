import type { OwnerName } from "../../core/name.ts";
import { readName } from "../read-name.ts";
import { printOctets } from "./character-string.ts";
import type { RdataType } from "./rdata-type.ts";

/** A rule that rewrites a string into a name, as telephone numbers into SIP addresses. RFC 3403 §4.1 */
export interface Naptr {
  /** Rules are tried in ascending order, 0 to 65535. */
  readonly order: number;
  /** Among rules of one order, lower is better; 0 to 65535. */
  readonly preference: number;
  /** What the result is, as `S`, `A`, `U` or `P`. */
  readonly flags: Uint8Array;
  readonly services: Uint8Array;
  /** A substitution as `!^.*$!sip:info@example.com!`; empty where `replacement` is used. */
  readonly regexp: Uint8Array;
  /** The next name; the root where `regexp` is used. */
  readonly replacement: OwnerName;
}

export const naptr: RdataType<Naptr> = {
  type: "NAPTR",
  decode: (reader) => ({
    order: reader.uint16(),
    preference: reader.uint16(),
    flags: reader.characterString(),
    services: reader.characterString(),
    regexp: reader.characterString(),
    replacement: readName(reader),
  }),
  encode: (writer, { order, preference, flags, services, regexp, replacement }) => {
    writer.uint16(order);
    writer.uint16(preference);
    writer.characterString(flags);
    writer.characterString(services);
    writer.characterString(regexp);
    writer.write(replacement.wire);
  },
  scan: (fields) => ({
    order: fields.uint16(),
    preference: fields.uint16(),
    flags: fields.characterString(),
    services: fields.characterString(),
    regexp: fields.characterString(),
    replacement: fields.name(),
  }),
  print: ({ order, preference, flags, services, regexp, replacement }) =>
    `${order} ${preference} ${[flags, services, regexp].map(printOctets).join(" ")} ${replacement}`,
};
