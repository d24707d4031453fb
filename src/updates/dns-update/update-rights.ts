import type { OwnerName } from "../../core/name.ts";
import type { RRType } from "../../core/rr-type.ts";
import { matchesPattern, type NamePattern } from "../../core/name-pattern.ts";
import type { Operation } from "./read-update.ts";

/** What the holder of a key may change. RFC 2136 §3.3 leaves this to the server. */

export interface UpdateRight {
  readonly names: readonly NamePattern[];
  /** Empty for all types, except the apex's SOA and NS, which must be named. */
  readonly types: readonly RRType[];
}

/** Types that hold a zone together; a right for everything does not mean them at the apex. */
const structural: ReadonlySet<RRType> = new Set<RRType>(["SOA", "NS"]);

/** Whether each operation is covered by a right of its own. Looking, in prerequisites, takes no right. */
export function mayUpdate(rights: readonly UpdateRight[], apex: OwnerName, operations: readonly Operation[]): boolean {
  return operations.every((operation) => rights.some((right) => covers(right, apex, operation)));
}

function covers({ names, types }: UpdateRight, apex: OwnerName, operation: Operation): boolean {
  if (!names.some((pattern) => matchesPattern(operation.owner, pattern))) return false;
  // A name goes whole only for who may remove any type there; at the apex the structure stays anyway. RFC 2136 §3.4.2.3
  if (operation.kind === "delete-name") return types.length === 0;
  if (types.length > 0) return types.includes(operation.type);
  return !(operation.owner.equals(apex) && structural.has(operation.type));
}
