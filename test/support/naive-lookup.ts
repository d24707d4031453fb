import type { OwnerName } from "../../src/core/name.ts";
import type { RRType } from "../../src/core/rr-type.ts";
import type { ZoneModel } from "./zone-model.ts";

/** RFC 1034 §4.3.2, RFC 4592 and RFC 6672 §3.2 as one would write them down without a thought for time or memory. */

type ModelZone = ZoneModel["zones"][number];
type ModelRRset = ModelZone["rrsets"] extends Map<string, infer T> ? T : never;

/** How a look-up ends; `rrset` is what it ended at, where it ended at one. */
export interface NaiveResult {
  readonly kind: string;
  readonly rrset?: ModelRRset;
}

/** Looks a name and type up in every zone of a model. */
export function naiveLookup(model: ZoneModel, qname: OwnerName, qtype: RRType): NaiveResult {
  const holders = model.zones
    .filter((zone) => qname.isAtOrBelow(zone.apex))
    .toSorted((a, b) => b.apex.labelCount - a.apex.labelCount);
  const zone = qtype === "DS" && holders[0]?.apex.equals(qname) ? (holders[1] ?? holders[0]) : holders[0];
  if (zone === undefined) return { kind: "outside" };
  if (!zone.rrsets.has(`${zone.apex.key} SOA`)) return { kind: "incomplete" };
  const existing = existingNames(zone);
  const path = ancestors(qname, zone.apex);
  for (const name of path) {
    if (name.isWildcard) continue;
    const cut = zone.rrsets.get(`${name.key} NS`);
    const isReferral = cut !== undefined && !name.equals(zone.apex) && !(name.equals(qname) && qtype === "DS");
    if (isReferral) return { kind: "referral", rrset: cut };
    const redirection = zone.rrsets.get(`${name.key} DNAME`);
    if (redirection !== undefined && !name.equals(qname)) return { kind: "redirection", rrset: redirection };
  }
  if (existing.has(qname.key)) return at(zone, qname, qtype);
  const encloser = path.findLast((name) => existing.has(name.key)) ?? zone.apex;
  const wildcard = encloser.child("*");
  if (!wildcard.ok || !existing.has(wildcard.value.key)) return { kind: "nxdomain" };
  return at(zone, wildcard.value, qtype);
}

function at(zone: ModelZone, name: OwnerName, qtype: RRType): NaiveResult {
  const alias = zone.rrsets.get(`${name.key} CNAME`);
  if (alias !== undefined && qtype !== "CNAME") return { kind: "alias", rrset: alias };
  const found = zone.rrsets.get(`${name.key} ${qtype}`);
  return found === undefined ? { kind: "nodata" } : { kind: "records", rrset: found };
}

/** Keys of all names with records and of those between them and the apex. RFC 4592 §2.2.2 */
function existingNames(zone: ModelZone): ReadonlySet<string> {
  const names = [...zone.rrsets.values()].flatMap(({ owner }) => ancestors(owner, zone.apex));
  return new Set([zone.apex, ...names].map((name) => name.key));
}

/** The names from the apex down to `name`, both included. */
function ancestors(name: OwnerName, apex: OwnerName): readonly OwnerName[] {
  const path: OwnerName[] = [];
  for (let at: OwnerName | undefined = name; at?.isAtOrBelow(apex); at = at.parent) path.unshift(at);
  return path;
}
