import type { OwnerName } from "../core/name.ts";
import { codeOfType, type RRType, typeOfCode } from "../core/rr-type.ts";
import { receivedTtl, type Ttl } from "../core/ttl.ts";
import { compressRdata, decompressRdata } from "./rdata/layout.ts";
import { readName, skipName } from "./read-name.ts";
import type { Reader } from "./reader.ts";
import { classOfCode, codeOfClass, type RRClass } from "./rr-class.ts";
import type { Writer } from "./writer.ts";

/** Resource records as messages carry them. RFC 1035 §4.1.3 */

export interface ResourceRecord {
  readonly owner: OwnerName;
  readonly type: RRType;
  readonly class: RRClass;
  readonly ttl: Ttl;
  /** Wire form with names uncompressed. Empty with class ANY or NONE in UPDATE. RFC 2136 §2.4, §2.5 */
  readonly rdata: Uint8Array;
}

/** What stands in front of RDATA, as received: OPT and TSIG give these fields meanings of their own. */
export interface RecordHead {
  readonly owner: OwnerName;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly rdataLength: number;
}

export function readRecordHead(reader: Reader): RecordHead {
  return {
    owner: readName(reader),
    type: reader.uint16(),
    class: reader.uint16(),
    ttl: reader.uint32(),
    rdataLength: reader.uint16(),
  };
}

/** Reads the RDATA that follows a head and makes the record of both. */
export function readRecordBody(reader: Reader, head: RecordHead): ResourceRecord {
  const type = typeOfCode(head.type);
  const rrClass = classOfCode(head.class);
  const mayBeEmpty = rrClass === "ANY" || rrClass === "NONE";
  const outerEnd = reader.enter(head.rdataLength);
  const rdata = head.rdataLength === 0 && mayBeEmpty ? new Uint8Array(0) : decompressRdata(reader, type, rrClass);
  reader.leave(outerEnd);
  return { owner: head.owner, type, class: rrClass, ttl: receivedTtl(head.ttl), rdata };
}

/** Passes over a record and gives the number of its type. */
export function skipRecord(reader: Reader): number {
  skipName(reader);
  const type = reader.uint16();
  reader.skip(6);
  reader.skip(reader.uint16());
  return type;
}

/** Writes a record; `sameOwnerAt` is where one with the same owner begins, if that is known. */
export function writeRecord(writer: Writer, record: ResourceRecord, sameOwnerAt?: number): void {
  if (sameOwnerAt === undefined) writer.compressedName(record.owner.wire);
  else writer.sameName(sameOwnerAt, record.owner.wire);
  writer.uint16(codeOfType(record.type));
  writer.uint16(codeOfClass(record.class));
  writer.uint32(record.ttl);
  const lengthAt = writer.mark();
  writer.uint16(0);
  compressRdata(writer, record.type, record.rdata);
  if (!writer.hasOverflowed) writer.patchUint16(lengthAt, writer.length - lengthAt - 2);
}
