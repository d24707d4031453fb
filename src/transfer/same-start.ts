import type { RRset } from "../core/rrset.ts";
import { equalOctets } from "../core/octets.ts";
import { serialOf } from "../core/serial.ts";
import { decodeRdata, encodeRdata } from "../wire/rdata/registry.ts";
import { soa } from "../wire/rdata/soa.ts";

/** True when two SOA RRsets differ in their serial at most. */
export function isSameStart(one: RRset, other: RRset): boolean {
  const [a, b] = [withoutSerial(one), withoutSerial(other)];
  return one.ttl === other.ttl && a !== undefined && b !== undefined && equalOctets(a, b);
}

function withoutSerial({ rdata: [first] }: RRset): Uint8Array | undefined {
  const decoded = first && decodeRdata(soa, first);
  return decoded?.ok === true ? encodeRdata(soa, { ...decoded.value, serial: serialOf(0) }) : undefined;
}
