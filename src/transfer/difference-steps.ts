import type { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { canonicalRdata, type RRset, sameRdata } from "../core/rrset.ts";
import type { RRType } from "../core/rr-type.ts";
import type { Ttl } from "../core/ttl.ts";
import type { ZoneChange } from "../core/zone-change.ts";
import { lowerCaseRdata } from "../wire/rdata/layout.ts";
import type { ResourceRecord } from "../wire/record.ts";
import type { DifferenceStep } from "./incoming-records.ts";

/** Turns the steps of a difference into changes of what is here. RFC 1995 §4 */

/** The difference is not one from what is here. */
export interface UnfitDifference {
  readonly code: "difference-unfit";
  readonly detail: string;
}

/** One RRset on its way. */
class Draft {
  readonly owner: OwnerName;
  readonly type: RRType;
  readonly #before: RRset | undefined;
  #ttl: Ttl | undefined;
  /** By RDATA without regard to case in names. */
  readonly #rdata: Map<string, Uint8Array>;

  constructor(owner: OwnerName, type: RRType, before: RRset | undefined) {
    this.owner = owner;
    this.type = type;
    this.#before = before;
    this.#ttl = before?.ttl;
    this.#rdata = new Map((before?.rdata ?? []).map((octets) => [this.#keyOf(octets), octets]));
  }

  /** False when there is no such record. */
  remove(rdata: Uint8Array): boolean {
    return this.#rdata.delete(this.#keyOf(rdata));
  }

  /** False when there is one already. */
  add(rdata: Uint8Array, ttl: Ttl): boolean {
    const key = this.#keyOf(rdata);
    if (this.#rdata.has(key)) return false;
    this.#rdata.set(key, rdata);
    this.#ttl = ttl;
    return true;
  }

  changes(): readonly ZoneChange[] {
    const { owner, type } = this;
    const before = this.#before;
    const rdata = canonicalRdata([...this.#rdata.values()]);
    if (rdata.length === 0 || this.#ttl === undefined) {
      return before === undefined ? [] : [{ kind: "rrset-removed", owner, type }];
    }
    if (before?.ttl === this.#ttl && sameRdata(before.rdata, rdata)) return [];
    return [{ kind: "rrset-replaced", owner, type, ttl: this.#ttl, rdata }];
  }

  #keyOf(rdata: Uint8Array): string {
    const folded = lowerCaseRdata(this.type, rdata);
    return Buffer.from(folded.buffer, folded.byteOffset, folded.length).toString("latin1");
  }
}

/**
 * The changes that all steps together come to, each RRset once. Whoever removes what is not here, or adds what is, speaks of
 * another zone than ours.
 */
export function differenceSteps(
  steps: readonly DifferenceStep[],
  read: (owner: OwnerName, type: RRType) => RRset | undefined,
): Result<readonly ZoneChange[], UnfitDifference> {
  const drafts = new Map<string, Draft>();
  const draftOf = ({ owner, type }: ResourceRecord): Draft =>
    drafts.getOrInsertComputed(`${owner.key} ${type}`, () => new Draft(owner, type, read(owner, type)));
  for (const { removed, added } of steps) {
    for (const record of removed) {
      if (!draftOf(record).remove(record.rdata)) return unfit("removes", record);
    }
    for (const record of added) {
      if (!draftOf(record).add(record.rdata, record.ttl)) return unfit("repeats", record);
    }
  }
  return ok([...drafts.values()].flatMap((draft) => draft.changes()));
}

function unfit(verb: string, { owner, type }: ResourceRecord): Result<never, UnfitDifference> {
  return failure({ code: "difference-unfit", detail: `${verb} ${owner.hostname} ${type}` });
}
