import fc from "fast-check";
import { OwnerName } from "../../src/core/name.ts";
import { canonicalRdata, type RRset } from "../../src/core/rrset.ts";
import type { RRType } from "../../src/core/rr-type.ts";
import { lowerCaseRdata } from "../../src/wire/rdata/layout.ts";
import { anyName, anyRdata, anyTtl } from "./arbitrary-dns.ts";

/** Arbitrary zones that obey the rules: one SOA, servers at the apex, nothing beside a CNAME. */
export interface AnyZone {
  readonly apex: OwnerName;
  readonly rrsets: readonly RRset[];
}

/** Types of which an owner has one record at most. RFC 2181 §10.1, RFC 6672 §2.4 */
const single: ReadonlySet<RRType> = new Set<RRType>(["CNAME", "DNAME"]);

const soaRdata = anyRdata.filter(({ type }) => type === "SOA").map(({ rdata }) => rdata);

const anySet = fc
  .tuple(anyName, anyTtl, anyRdata, fc.array(anyRdata, { maxLength: 12 }))
  .map(([owner, ttl, { type, rdata }, more]) => ({
    owner,
    ttl,
    type,
    rdata: [rdata, ...more.filter((other) => other.type === type).map((other) => other.rdata)],
  }));

export const anyZone: fc.Arbitrary<AnyZone> = fc
  .tuple(anyName, anyTtl, soaRdata, fc.array(anySet, { maxLength: 20 }))
  .map(([apex, ttl, soa, sets]) => {
    const rrsets = new Map<string, RRset>();
    const typesOf = new Map<string, RRType[]>();
    const add = (rrset: RRset): void => {
      const key = `${rrset.owner.key} ${rrset.type}`;
      const beside = typesOf.get(rrset.owner.key) ?? [];
      const isCnameBroken = rrset.type === "CNAME" ? beside.length > 0 : beside.includes("CNAME");
      if (rrsets.has(key) || isCnameBroken) return;
      rrsets.set(key, rrset);
      typesOf.set(rrset.owner.key, [...beside, rrset.type]);
    };
    add({ owner: apex, type: "SOA", ttl, rdata: [soa] });
    add({ owner: apex, type: "NS", ttl, rdata: [apex.wire] });
    for (const set of sets) {
      const owner = OwnerName.ofLabels([...set.owner.labels, ...apex.labels]);
      const rdata = withoutTwins(set.type, single.has(set.type) ? set.rdata.slice(0, 1) : set.rdata);
      if (owner.ok && set.type !== "SOA") add({ owner: owner.value, type: set.type, ttl: set.ttl, rdata });
    }
    return { apex, rrsets: [...rrsets.values()] };
  });

/** Records whose names differ in case only are one record. */
function withoutTwins(type: RRType, rdata: readonly Uint8Array[]): readonly Uint8Array[] {
  const seen = new Set<string>();
  return canonicalRdata(rdata).filter((value) => {
    const key = lowerCaseRdata(type, value).join();
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
