import type { OwnerName } from "../../core/name.ts";
import { readName } from "../read-name.ts";
import type { RdataType } from "./rdata-type.ts";

/** Where a service of the owner runs, the owner being `_service._proto.name`. RFC 2782 */
export interface Srv {
  /** Lower is tried first, 0 to 65535. */
  readonly priority: number;
  /** Share among equal priorities, 0 to 65535; 0 where there is nothing to share. */
  readonly weight: number;
  readonly port: number;
  /** The root says that the service is not offered. */
  readonly target: OwnerName;
}

export const srv: RdataType<Srv> = {
  type: "SRV",
  decode: (reader) => ({
    priority: reader.uint16(),
    weight: reader.uint16(),
    port: reader.uint16(),
    target: readName(reader),
  }),
  encode: (writer, { priority, weight, port, target }) => {
    writer.uint16(priority);
    writer.uint16(weight);
    writer.uint16(port);
    writer.write(target.wire);
  },
  scan: (fields) => ({
    priority: fields.uint16(),
    weight: fields.uint16(),
    port: fields.uint16(),
    target: fields.name(),
  }),
  print: ({ priority, weight, port, target }) => `${priority} ${weight} ${port} ${target}`,
};
