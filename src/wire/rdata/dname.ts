import type { OwnerName } from "../../core/name.ts";
import { readName } from "../read-name.ts";
import type { RdataType } from "./rdata-type.ts";

/** Every name below the owner, but not the owner itself, is the same name below the target. RFC 6672 §2.1 */
export interface Dname {
  readonly target: OwnerName;
}

export const dname: RdataType<Dname> = {
  type: "DNAME",
  decode: (reader) => ({ target: readName(reader) }),
  encode: (writer, { target }) => writer.write(target.wire),
  scan: (fields) => ({ target: fields.name() }),
  print: ({ target }) => target.toString(),
};
