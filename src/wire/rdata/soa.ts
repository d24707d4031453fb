import type { OwnerName } from "../../core/name.ts";
import { serialOf, type SoaSerial } from "../../core/serial.ts";
import { readName } from "../read-name.ts";
import type { RdataType } from "./rdata-type.ts";

/**
 * The start of a zone: who is responsible, which version this is, how secondaries keep up. RFC 1035 §3.3.13
 *
 * The timers are seconds of 32 bits, kept as they are even where they are larger than any TTL.
 */
export interface Soa {
  /** The primary server; where UPDATE is sent. RFC 2136 §4.3 */
  readonly mname: OwnerName;
  /** The responsible person's mailbox, its first dot meaning `@`. RFC 1035 §8 */
  readonly rname: OwnerName;
  /** Grows with every change, in the order of RFC 1982. */
  readonly serial: SoaSerial;
  /** Seconds after which a secondary asks for the serial again. */
  readonly refresh: number;
  /** Seconds after which it tries again when nobody answered. */
  readonly retry: number;
  /** Seconds without an answer after which it stops answering itself. */
  readonly expire: number;
  /** Seconds that resolvers may remember an absence; no longer than the SOA's own TTL. RFC 2308 §4, §5 */
  readonly minimum: number;
}

export const soa: RdataType<Soa> = {
  type: "SOA",
  decode: (reader) => ({
    mname: readName(reader),
    rname: readName(reader),
    serial: serialOf(reader.uint32()),
    refresh: reader.uint32(),
    retry: reader.uint32(),
    expire: reader.uint32(),
    minimum: reader.uint32(),
  }),
  encode: (writer, value) => {
    writer.write(value.mname.wire);
    writer.write(value.rname.wire);
    writer.uint32(value.serial);
    writer.uint32(value.refresh);
    writer.uint32(value.retry);
    writer.uint32(value.expire);
    writer.uint32(value.minimum);
  },
  scan: (fields) => ({
    mname: fields.name(),
    rname: fields.name(),
    serial: serialOf(fields.uint32()),
    refresh: fields.seconds(),
    retry: fields.seconds(),
    expire: fields.seconds(),
    minimum: fields.seconds(),
  }),
  print: ({ mname, rname, serial, refresh, retry, expire, minimum }) =>
    [mname, rname, serial, refresh, retry, expire, minimum].join(" "),
};
