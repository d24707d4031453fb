import type { OwnerName } from "../core/name.ts";
import { canonicalRdata, type RRset } from "../core/rrset.ts";
import { codeOfType } from "../core/rr-type.ts";
import type { Ttl } from "../core/ttl.ts";
import { decodeRdata, printRdata } from "../wire/rdata/registry.ts";
import { soa } from "../wire/rdata/soa.ts";
import { canonicalSortKey } from "./canonical-sort-key.ts";

/** Writes zones as master files that people like to read and `readZone` reads back. RFC 1035 §5.1 */

/** Owners longer than this push their own line to the right, instead of every line. */
const widestOwner = 32;

const typeWidth = "AAAA  ".length;

/**
 * A master file: SOA first, owners in canonical order (RFC 4034 §6.1), types by number, names below the apex relative to
 * it. `$TTL` is the most frequent one, others stand in their lines.
 *
 * @throws BrokenInvariant when an owner is not in the zone.
 */
export function printZone(apex: OwnerName, rrsets: Iterable<RRset>): string {
  const ordered = order(apex, rrsets);
  const defaultTtl = mostFrequentTtl(ordered);
  let ownerWidth = 1;
  let ttlWidth = 0;
  for (const { relativeOwner, rrset } of ordered) {
    ownerWidth = Math.max(ownerWidth, Math.min(relativeOwner.length, widestOwner));
    if (rrset.ttl !== defaultTtl) ttlWidth = Math.max(ttlWidth, `${rrset.ttl} `.length);
  }
  const lines = [`$ORIGIN ${apex}`];
  if (defaultTtl !== undefined) lines.push(`$TTL ${defaultTtl}`);
  for (const { relativeOwner, rrset } of ordered) {
    const { ttl, type } = rrset;
    const ttlText = ttl === defaultTtl ? "" : `${ttl} `;
    const head = `${relativeOwner.padEnd(ownerWidth)} ${ttlText.padEnd(ttlWidth)}IN ${type.padEnd(typeWidth)} `;
    for (const rdata of canonicalRdata(rrset.rdata)) {
      lines.push(head + (type === "SOA" ? printStart(rdata) : printRdata(type, rdata)));
    }
  }
  return `${lines.join("\n")}\n`;
}

/** An RRset with what its place in the file and its lines need of its owner. */
interface Placed {
  readonly rrset: RRset;
  readonly relativeOwner: string;
  readonly ownerKey: string;
  readonly typeKey: number;
}

function order(apex: OwnerName, rrsets: Iterable<RRset>): readonly Placed[] {
  const placed: Placed[] = [];
  for (const rrset of rrsets) {
    const { owner, type } = rrset;
    const last = placed.at(-1);
    const known = last?.rrset.owner === owner ? last : undefined;
    placed.push({
      rrset,
      relativeOwner: known?.relativeOwner ?? owner.relativeTo(apex),
      ownerKey: known?.ownerKey ?? canonicalSortKey(owner),
      // The SOA belongs to the apex, which is before everything below it; among the apex's types it is put first.
      typeKey: type === "SOA" ? -1 : codeOfType(type),
    });
  }
  return placed.sort((a, b) => {
    if (a.ownerKey === b.ownerKey) return a.typeKey - b.typeKey;
    return a.ownerKey < b.ownerKey ? -1 : 1;
  });
}

/** Undefined for an empty zone; among equally frequent ones the first met. */
function mostFrequentTtl(placed: readonly Placed[]): Ttl | undefined {
  const counts = new Map<Ttl, number>();
  for (const {
    rrset: { ttl, rdata },
  } of placed)
    counts.set(ttl, (counts.get(ttl) ?? 0) + rdata.length);
  let best: Ttl | undefined;
  for (const [ttl, count] of counts) {
    if (best === undefined || count > (counts.get(best) ?? 0)) best = ttl;
  }
  return best;
}

/** The SOA over several lines, each number with its name. */
function printStart(rdata: Uint8Array): string {
  const start = decodeRdata(soa, rdata);
  if (!start.ok) return printRdata("SOA", rdata);
  const { mname, rname, serial, refresh, retry, expire, minimum } = start.value;
  const numbers = Object.entries({ serial, refresh, retry, expire, minimum });
  const width = `${2 ** 32 - 1}`.length;
  const lines = numbers.map(([name, number]) => `        ${String(number).padEnd(width)} ; ${name}`);
  return `${mname} ${rname} (\n${lines.join("\n")}\n        )`;
}
