import type { OwnerName } from "../../src/core/name.ts";
import type { RRset } from "../../src/core/rrset.ts";
import { checkRdata } from "../../src/wire/rdata/registry.ts";

/** Throws unless the RRsets are a zone that any server would load: RFC 1034 §4.2.1, §3.6.2; RFC 2181 §5. */
export function expectSoundZone(apex: OwnerName, rrsets: readonly RRset[]): void {
  const broken: string[] = [];
  const typesOf = new Map<string, string[]>();
  for (const { owner, type, rdata } of rrsets) {
    const types = typesOf.getOrInsertComputed(owner.key, () => []);
    if (types.includes(type)) broken.push(`${owner} has two RRsets of ${type}`);
    types.push(type);
    if (!owner.isAtOrBelow(apex)) broken.push(`${owner} is outside`);
    if (rdata.length === 0) broken.push(`${owner} ${type} is empty`);
    if (!rdata.every((one) => checkRdata(type, one).ok)) broken.push(`${owner} ${type} is malformed`);
    if (new Set(rdata.map((one) => one.toHex())).size < rdata.length)
      broken.push(`${owner} ${type} has a record twice`);
    if (["SOA", "CNAME", "DNAME"].includes(type) && rdata.length > 1) broken.push(`${owner} has several ${type}`);
    if (type === "SOA" && !owner.equals(apex)) broken.push(`${owner} has an SOA`);
  }
  for (const [owner, types] of typesOf) {
    const beside = types.filter((type) => !["CNAME", "RRSIG", "NSEC"].includes(type));
    if (types.includes("CNAME") && beside.length > 0) broken.push(`${owner} has CNAME and ${beside.join()}`);
  }
  const atApex = typesOf.get(apex.key) ?? [];
  if (!atApex.includes("SOA") || !atApex.includes("NS")) broken.push("the apex lacks SOA or NS");
  if (broken.length > 0) throw new Error(broken.join("; "));
}
