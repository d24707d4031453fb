import type { OwnerName } from "../../core/name.ts";
import { readName } from "../read-name.ts";
import type { RdataType } from "./rdata-type.ts";

/** The owner is an alias and has no other data. RFC 1035 §3.3.1, RFC 2181 §10.1 */
export interface Cname {
  /** The canonical name, where to look instead. */
  readonly target: OwnerName;
}

export const cname: RdataType<Cname> = {
  type: "CNAME",
  decode: (reader) => ({ target: readName(reader) }),
  encode: (writer, { target }) => writer.write(target.wire),
  scan: (fields) => ({ target: fields.name() }),
  print: ({ target }) => target.toString(),
};
