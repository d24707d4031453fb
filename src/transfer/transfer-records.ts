import { equalOctets } from "../core/octets.ts";
import type { RRset } from "../core/rrset.ts";
import { serialOf, type SoaSerial } from "../core/serial.ts";
import { decodeRdata, encodeRdata } from "../wire/rdata/registry.ts";
import { soa } from "../wire/rdata/soa.ts";
import type { ResourceRecord } from "../wire/record.ts";
import type { Delta } from "./zone-deltas.ts";

/** The records of a transfer, in their order. */

/** A whole zone: SOA, everything else, SOA. RFC 5936 §2.2 */
export function* wholeZone(start: RRset, rrsets: Iterable<RRset>): Generator<ResourceRecord> {
  yield* recordsOf(start);
  for (const rrset of rrsets) {
    if (rrset.type !== "SOA") yield* recordsOf(rrset);
  }
  yield* recordsOf(start);
}

/** A difference: the new SOA, the old one, what goes, the new one, what comes, the new one. RFC 1995 §4 */
export function* difference(start: RRset, earlier: SoaSerial, deltas: readonly Delta[]): Generator<ResourceRecord> {
  const others = deltas.filter(({ type }) => type !== "SOA");
  const before = deltas.find(({ type }) => type === "SOA")?.before ?? start;
  yield* recordsOf(start);
  yield* recordsOf(withSerial(before, earlier));
  for (const { before, after } of others) if (before !== undefined) yield* recordsOf(before, after);
  yield* recordsOf(start);
  for (const { before, after } of others) if (after !== undefined) yield* recordsOf(after, before);
  yield* recordsOf(start);
}

/** The records of an RRset, without those that another one has just so. */
function* recordsOf({ owner, type, ttl, rdata }: RRset, except?: RRset): Generator<ResourceRecord> {
  for (const octets of rdata) {
    const isKept = except?.ttl === ttl && except.rdata.some((other) => equalOctets(other, octets));
    if (!isKept) yield { owner, type, class: "IN", ttl, rdata: octets };
  }
}

/** An SOA with another serial. */
export function withSerial(rrset: RRset, serial: SoaSerial): RRset {
  const rdata = rrset.rdata.map((octets) => {
    const decoded = decodeRdata(soa, octets);
    return decoded.ok ? encodeRdata(soa, { ...decoded.value, serial: serialOf(serial) }) : octets;
  });
  return { ...rrset, rdata };
}
