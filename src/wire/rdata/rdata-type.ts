import type { KnownType } from "../../core/rr-type.ts";
import type { Reader } from "../reader.ts";
import type { Writer } from "../writer.ts";
import type { Fields } from "./fields.ts";

/**
 * One record type: its RDATA as octets, as words and as a value. Every file of this folder named after a type exports
 * one of these, in this order.
 */
export interface RdataType<T> {
  readonly type: KnownType;
  /** Reads RDATA that fills the reader, names uncompressed; a failure is the reader's. */
  decode(reader: Reader): T;
  encode(writer: Writer, value: T): void;
  /** Reads presentation form; a failure is the fields'. */
  scan(fields: Fields): T;
  /** Presentation form on one line, names absolute; undefined for a value that only the generic form tells exactly. */
  print(value: T): string | undefined;
}
