import type { OwnerName } from "../../core/name.ts";
import { readName } from "../read-name.ts";
import type { RdataType } from "./rdata-type.ts";

/** A server that is an authority for the owner. RFC 1035 §3.3.11 */
export interface Ns {
  /** NSDNAME; must have addresses and must not be an alias. RFC 2181 §10.3 */
  readonly server: OwnerName;
}

export const ns: RdataType<Ns> = {
  type: "NS",
  decode: (reader) => ({ server: readName(reader) }),
  encode: (writer, { server }) => writer.write(server.wire),
  scan: (fields) => ({ server: fields.name() }),
  print: ({ server }) => server.toString(),
};
