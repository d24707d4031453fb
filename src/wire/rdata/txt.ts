import { printOctets } from "./character-string.ts";
import type { RdataType } from "./rdata-type.ts";

/** Any text. RFC 1035 §3.3.14 */
export interface Txt {
  /** At least one, of at most 255 octets each; what they mean together is the reader's matter. */
  readonly strings: readonly Uint8Array[];
}

export const txt: RdataType<Txt> = {
  type: "TXT",
  decode: (reader) => {
    const strings = [reader.characterString()];
    while (reader.remaining > 0) strings.push(reader.characterString());
    return { strings };
  },
  encode: (writer, { strings }) => {
    for (const string of strings) writer.characterString(string);
  },
  scan: (fields) => {
    const strings = [fields.characterString()];
    while (fields.remaining > 0) strings.push(fields.characterString());
    return { strings };
  },
  print: ({ strings }) => strings.map(printOctets).join(" "),
};
