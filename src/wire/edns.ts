import { codeOfType } from "../core/rr-type.ts";
import type { Reader } from "./reader.ts";
import type { RecordHead } from "./record.ts";
import type { Writer } from "./writer.ts";

/** The OPT pseudo-record, which carries what the header has no room for. RFC 6891 §6 */

/** Codes of options that have a name here. IANA "DNS EDNS0 Option Codes" */
export const optionCode = {
  /** RFC 9664 */
  updateLease: 2,
  /** RFC 5001 */
  nsid: 3,
  /** RFC 7871 */
  clientSubnet: 8,
  /** RFC 7314 */
  expire: 9,
  /** RFC 7873 */
  cookie: 10,
  /** RFC 7828 */
  tcpKeepalive: 11,
  /** RFC 7830 */
  padding: 12,
  /** RFC 8914 */
  extendedError: 15,
  /** RFC 9660 */
  zoneVersion: 19,
} as const;

/** One option; what its octets mean is its own matter. */
export interface EdnsOption {
  readonly code: number;
  readonly data: Uint8Array;
}

export interface Edns {
  /** 0 is the only version there is; a higher one in a request is answered with BADVERS. RFC 6891 §6.1.3 */
  readonly version: number;
  /** Largest UDP payload the sender can take, in octets; values below 512 mean 512. RFC 6891 §6.2.3 */
  readonly payloadOctets: number;
  /** DNSSEC records are wanted, respectively present. RFC 3225 §3 */
  readonly isDnssecOk: boolean;
  /** In the order received; unknown ones are kept. */
  readonly options: readonly EdnsOption[];
}

/** DO among the 16 flag bits of the TTL field. RFC 3225 §3 */
const dnssecOkBit = 0x8000;

/** Root owner, type, class, TTL and RDLENGTH. */
const fixedLength = 11;

/** Fields of OPT that stand in the head of the record. */
export function ednsOfHead(head: RecordHead, options: readonly EdnsOption[]): Edns {
  return {
    version: (head.ttl >>> 16) & 0xff,
    payloadOctets: head.class,
    isDnssecOk: (head.ttl & dnssecOkBit) !== 0,
    options,
  };
}

/** The upper eight bits of the response code. RFC 6891 §6.1.3 */
export function highRcodeOfHead(head: RecordHead): number {
  return head.ttl >>> 24;
}

/** Reads options until the RDATA ends. */
export function readOptions(reader: Reader): readonly EdnsOption[] {
  const options: EdnsOption[] = [];
  while (reader.remaining > 0) {
    const code = reader.uint16();
    const data = reader.take(reader.uint16());
    options.push({ code, data });
  }
  return options;
}

/** Octets the record takes in a message. */
export function optLength(edns: Edns): number {
  return edns.options.reduce((sum, option) => sum + 4 + option.data.length, fixedLength);
}

export function writeOpt(writer: Writer, edns: Edns, highRcode: number): void {
  writer.uint8(0);
  writer.uint16(codeOfType("OPT"));
  writer.uint16(edns.payloadOctets);
  writer.uint8(highRcode);
  writer.uint8(edns.version);
  writer.uint16(edns.isDnssecOk ? dnssecOkBit : 0);
  writer.uint16(optLength(edns) - fixedLength);
  for (const option of edns.options) {
    writer.uint16(option.code);
    writer.uint16(option.data.length);
    writer.write(option.data);
  }
}

/** The first option with a code. */
export function ednsOption(edns: Edns | undefined, code: number): EdnsOption | undefined {
  return edns?.options.find((option) => option.code === code);
}
