import type { OwnerName } from "../../core/name.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { RRset } from "../../core/rrset.ts";
import type { RRType } from "../../core/rr-type.ts";
import { compareSerials } from "../../core/serial.ts";
import type { Ttl } from "../../core/ttl.ts";
import { decodeRdata } from "../../wire/rdata/registry.ts";
import { soa } from "../../wire/rdata/soa.ts";
import type { RRsetChangeWish } from "../../core/zone-change.ts";

import type { ReadName } from "./check-prerequisites.ts";
import type { Operation } from "./read-update.ts";
import { recordKey } from "./same-records.ts";

/** What the operations of an UPDATE make of the names they concern. RFC 2136 §3.4.2 */

/** Limits that keep one name from filling a server. */
export interface UpdateLimits {
  /** Records of one RRset. */
  readonly records: number;
  /** RRsets of one name. */
  readonly rrsets: number;
  /** Octets of RDATA of one RRset; what is larger fits no message. */
  readonly octets: number;
}

/** What any key may do to one name. */
export const updateLimits: UpdateLimits = { records: 1_000, rrsets: 100, octets: 32_768 };

export interface TooLarge {
  readonly code: "too-large";
}

/** An RRset while operations are applied to it. A message may hold thousands of records of one: each must be found at once. */
class SetDraft {
  ttl: Ttl;
  /** By what counts in comparisons, see `recordKey`. */
  readonly records: Map<string, Uint8Array>;
  hasChanged = false;

  constructor(type: RRType, ttl: Ttl, rdata: readonly Uint8Array[]) {
    this.ttl = ttl;
    this.records = new Map(rdata.map((octets) => [recordKey(type, octets), octets]));
  }
}

/** The content of one name while operations are applied to it. */
class NameDraft {
  readonly owner: OwnerName;
  readonly isApex: boolean;
  readonly before: readonly RRset[];
  readonly sets: Map<RRType, SetDraft>;

  constructor(owner: OwnerName, isApex: boolean, before: readonly RRset[]) {
    this.owner = owner;
    this.isApex = isApex;
    this.before = before;
    this.sets = new Map(before.map(({ type, ttl, rdata }) => [type, new SetDraft(type, ttl, rdata)]));
  }

  add(type: RRType, ttl: Ttl, rdata: Uint8Array): void {
    const present = this.sets.get(type);
    if (type === "SOA") {
      // RFC 2136 §3.4.2.2: no second SOA, none elsewhere, and none with an earlier serial.
      const [start] = present?.records.values() ?? [];
      if (present !== undefined && isLaterSoa(rdata, start)) this.#replace(type, ttl, rdata);
      return;
    }
    // RFC 2136 §3.4.2.2: what must not stand beside a CNAME is passed over, whichever was first.
    if (type === "CNAME" ? this.#hasOtherThanCname() : this.sets.has("CNAME") && !besideCname.has(type)) return;
    if (present === undefined || isSingle.has(type)) {
      this.#replace(type, ttl, rdata);
      return;
    }
    // The one that is there already may be written otherwise.
    const key = recordKey(type, rdata);
    present.records.delete(key);
    present.records.set(key, rdata);
    // The records of an RRset have one TTL, the last one wished. RFC 2181 §5.2
    present.ttl = ttl;
    present.hasChanged = true;
  }

  deleteRrset(type: RRType): void {
    // RFC 2136 §3.4.2.3: a zone keeps its SOA and name servers.
    if (this.isApex && (type === "SOA" || type === "NS")) return;
    this.sets.delete(type);
  }

  deleteName(): void {
    for (const type of [...this.sets.keys()]) this.deleteRrset(type);
  }

  deleteRecord(type: RRType, rdata: Uint8Array): void {
    const present = this.sets.get(type);
    // RFC 2136 §3.4.2.4
    if (present === undefined || type === "SOA" || (this.isApex && type === "NS" && present.records.size === 1)) return;
    if (!present.records.delete(recordKey(type, rdata))) return;
    present.hasChanged = true;
    if (present.records.size === 0) this.sets.delete(type);
  }

  fits(limits: UpdateLimits): boolean {
    if (this.sets.size > Math.max(limits.rrsets, this.before.length)) return false;
    return [...this.sets].every(([type, { records }]) => {
      const before = this.before.find((rrset) => rrset.type === type);
      // What is too large already may become smaller, step by step.
      if (before !== undefined && records.size < before.rdata.length) return true;
      const octets = [...records.values()].reduce((sum, { length }) => sum + length, 0);
      return records.size <= limits.records && octets <= limits.octets;
    });
  }

  wishes(): readonly RRsetChangeWish[] {
    const { owner } = this;
    const removed = this.before.filter(({ type }) => !this.sets.has(type));
    return [
      ...removed.map(({ type }) => ({ kind: "rrset-removed", owner, type }) as const),
      ...[...this.sets]
        .filter(([, { hasChanged }]) => hasChanged)
        .map(([type, { ttl, records }]) => {
          return { kind: "rrset-replaced", owner, type, ttl, rdata: [...records.values()] } as const;
        }),
    ];
  }

  #replace(type: RRType, ttl: Ttl, rdata: Uint8Array): void {
    const set = new SetDraft(type, ttl, [rdata]);
    set.hasChanged = true;
    this.sets.set(type, set);
  }

  #hasOtherThanCname(): boolean {
    return [...this.sets.keys()].some((type) => type !== "CNAME" && !besideCname.has(type));
  }
}

/** Types that may stand beside a CNAME. RFC 4035 §2.5 */
const besideCname: ReadonlySet<RRType> = new Set<RRType>(["RRSIG", "NSEC"]);

/** Types of which a new record takes the place of the old one. RFC 2136 §3.4.2.2, RFC 6672 §2.4 */
const isSingle: ReadonlySet<RRType> = new Set<RRType>(["CNAME", "DNAME"]);

function isLaterSoa(wanted: Uint8Array, present: Uint8Array | undefined): boolean {
  const [after, before] = [decodeRdata(soa, wanted), decodeRdata(soa, present ?? new Uint8Array(0))];
  return after.ok && before.ok && compareSerials(before.value.serial, after.value.serial) === -1;
}

/** Applies operations one after the other, as if each saw what those before have done. */
export function applyOperations(
  apex: OwnerName,
  operations: readonly Operation[],
  read: ReadName,
  limits: UpdateLimits,
): Result<readonly RRsetChangeWish[], TooLarge> {
  const drafts = new Map<string, NameDraft>();
  for (const operation of operations) {
    const { owner } = operation;
    const draft = drafts.getOrInsertComputed(owner.key, () => new NameDraft(owner, owner.equals(apex), read(owner)));
    if (operation.kind === "add") draft.add(operation.type, operation.ttl, operation.rdata);
    else if (operation.kind === "delete-rrset") draft.deleteRrset(operation.type);
    else if (operation.kind === "delete-name") draft.deleteName();
    else draft.deleteRecord(operation.type, operation.rdata);
  }
  const all = [...drafts.values()];
  if (!all.every((draft) => draft.fits(limits))) return failure({ code: "too-large" });
  return ok(all.flatMap((draft) => draft.wishes()));
}
