import type { OwnerName } from "../../core/name.ts";
import type { RRset } from "../../core/rrset.ts";
import { sameRecords } from "./same-records.ts";
import type { Prerequisite } from "./read-update.ts";

/** Gives every RRset of a name, as it is now. */
export type ReadName = (owner: OwnerName) => readonly RRset[];

/** The code for the first prerequisite that does not hold; undefined when all do. RFC 2136 §3.2 */
export function checkPrerequisites(
  prerequisites: readonly Prerequisite[],
  read: ReadName,
): "NXDOMAIN" | "YXDOMAIN" | "NXRRSET" | "YXRRSET" | undefined {
  // A message has room for thousands about one name, which may be a large one.
  const known = new Map<string, readonly RRset[]>();
  for (const prerequisite of prerequisites) {
    const { owner } = prerequisite;
    const present = known.getOrInsertComputed(owner.key, () => read(owner));
    const rrset = "type" in prerequisite ? present.find(({ type }) => type === prerequisite.type) : undefined;
    switch (prerequisite.kind) {
      case "name-in-use":
        if (present.length === 0) return "NXDOMAIN";
        break;
      case "name-not-in-use":
        if (present.length > 0) return "YXDOMAIN";
        break;
      case "rrset-exists":
        if (rrset === undefined) return "NXRRSET";
        break;
      case "rrset-absent":
        if (rrset !== undefined) return "YXRRSET";
        break;
      case "rrset-equals":
        if (rrset === undefined || !sameRecords(prerequisite.type, rrset.rdata, prerequisite.rdata)) return "NXRRSET";
        break;
    }
  }
  return undefined;
}
