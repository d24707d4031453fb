import type { OwnerName } from "../../core/name.ts";
import { readName } from "../read-name.ts";
import type { RdataType } from "./rdata-type.ts";

/** Points to another name without being an alias of it, mostly from an address in reverse. RFC 1035 §3.3.12, §3.5 */
export interface Ptr {
  readonly target: OwnerName;
}

export const ptr: RdataType<Ptr> = {
  type: "PTR",
  decode: (reader) => ({ target: readName(reader) }),
  encode: (writer, { target }) => writer.write(target.wire),
  scan: (fields) => ({ target: fields.name() }),
  print: ({ target }) => target.toString(),
};
