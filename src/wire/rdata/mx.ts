import type { OwnerName } from "../../core/name.ts";
import { readName } from "../read-name.ts";
import type { RdataType } from "./rdata-type.ts";

/** A host that takes mail for the owner. RFC 1035 §3.3.9 */
export interface Mx {
  /** Lower is tried first, 0 to 65535. RFC 5321 §5.1 */
  readonly preference: number;
  /** The root, with preference 0, says that no mail is taken. RFC 7505 §3 */
  readonly exchange: OwnerName;
}

export const mx: RdataType<Mx> = {
  type: "MX",
  decode: (reader) => ({ preference: reader.uint16(), exchange: readName(reader) }),
  encode: (writer, { preference, exchange }) => {
    writer.uint16(preference);
    writer.write(exchange.wire);
  },
  scan: (fields) => ({ preference: fields.uint16(), exchange: fields.name() }),
  print: ({ preference, exchange }) => `${preference} ${exchange}`,
};
