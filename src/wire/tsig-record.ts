import type { OwnerName } from "../core/name.ts";
import { codeOfType } from "../core/rr-type.ts";
import { type TsigError, codeOfTsigError, tsigErrorOfCode } from "./rcode.ts";
import { readName } from "./read-name.ts";
import type { Reader } from "./reader.ts";
import type { RecordHead } from "./record.ts";
import { codeOfClass } from "./rr-class.ts";
import type { Writer } from "./writer.ts";

/** The TSIG pseudo-record as it stands in a message. Making and checking signatures is `tsig.ts`'s. RFC 8945 §4.2 */

export interface TsigRecord {
  /** The record's owner. */
  readonly keyName: OwnerName;
  readonly algorithm: OwnerName;
  /** Seconds since 1970-01-01T00:00:00Z, 48 bits. */
  readonly timeSigned: number;
  /** Seconds by which the clocks may differ. */
  readonly fudge: number;
  /** Empty in answers to a key or signature that was not accepted. RFC 8945 §5.3.2 */
  readonly mac: Uint8Array;
  /** The message's id when it was signed; a forwarder may have changed the one in the header. */
  readonly originalId: number;
  readonly error: TsigError;
  /** With BADTIME the server's clock in 48 bits, else empty. */
  readonly otherData: Uint8Array;
}

/** Reads the RDATA behind a head. Class ANY and TTL 0 are part of the format. RFC 8945 §4.2 */
export function readTsigBody(reader: Reader, head: RecordHead): TsigRecord {
  if (head.class !== codeOfClass("ANY") || head.ttl !== 0) reader.fail("tsig-malformed");
  const outerEnd = reader.enter(head.rdataLength);
  const record: TsigRecord = {
    keyName: head.owner,
    algorithm: readName(reader),
    timeSigned: reader.uint48(),
    fudge: reader.uint16(),
    mac: reader.take(reader.uint16()),
    originalId: reader.uint16(),
    error: tsigErrorOfCode(reader.uint16()),
    otherData: reader.take(reader.uint16()),
  };
  reader.leave(outerEnd);
  return record;
}

/** Octets the record takes in a message. */
export function tsigLength(record: TsigRecord): number {
  return record.keyName.wire.length + 10 + rdataLength(record);
}

/** Writes the record, no name in it compressed. RFC 8945 §4.2 */
export function writeTsig(writer: Writer, record: TsigRecord): void {
  writer.write(record.keyName.wire);
  writer.uint16(codeOfType("TSIG"));
  writer.uint16(codeOfClass("ANY"));
  writer.uint32(0);
  writer.uint16(rdataLength(record));
  writer.write(record.algorithm.wire);
  writer.uint48(record.timeSigned);
  writer.uint16(record.fudge);
  writer.uint16(record.mac.length);
  writer.write(record.mac);
  writer.uint16(record.originalId);
  writer.uint16(codeOfTsigError(record.error));
  writer.uint16(record.otherData.length);
  writer.write(record.otherData);
}

function rdataLength(record: TsigRecord): number {
  return record.algorithm.wire.length + 16 + record.mac.length + record.otherData.length;
}
