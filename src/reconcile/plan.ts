import type { OwnerName } from "../core/name.ts";
import { equalOctets } from "../core/octets.ts";
import type { FailCode, Outcome, RejectCode } from "../core/outcome.ts";
import type { ActualRecord, ActualRRset, RecordEdit, RRsetChange, Settings, SettingValue } from "../core/provider.ts";
import { canonicalRdata } from "../core/rrset.ts";
import type { RRType } from "../core/rr-type.ts";
import { Secret } from "../core/secret.ts";
import { acceptedTtl, type Ttl, type TtlLimits } from "../core/ttl.ts";
import { divideRecords, type Ownership } from "./ownership.ts";

/** Compares what should exist with what does and lists the steps between them. Pure: neither clock nor network. */

/** What the provider says exists. */
export type Actual =
  | {
      readonly kind: "known";
      readonly rrset: ActualRRset;
      /** Types found at the owner that cannot stand beside ours, such as CNAME. */
      readonly conflicting: readonly RRType[];
    }
  | { readonly kind: "unknown"; readonly detail: string };

/** How much may be withdrawn at once without a person's word. */
export interface WithdrawalLimit {
  /** 0 to 1, of all RRsets that are kept. */
  readonly share: number;
  /** So many are always allowed, whatever their share: a household has few names. */
  readonly count: number;
}

/** What is about to be withdrawn, this RRset included, and how much there is. */
export interface WithdrawalScope {
  readonly withdrawing: number;
  readonly kept: number;
}

/** Everything a plan depends on. */
export interface PlanRequest {
  readonly owner: OwnerName;
  readonly type: RRType;
  /** RDATA that should exist; empty withdraws what is ours. */
  readonly wanted: readonly Uint8Array[];
  readonly actual: Actual;
  readonly ownership: Ownership;
  /** Values the provider has confirmed to us before. */
  readonly put: readonly Uint8Array[];
  readonly ttl: Ttl | undefined;
  readonly options: Settings;
  /** What the service can hold. */
  readonly service: {
    readonly largestRRset: number;
    readonly ttl: TtlLimits | undefined;
  };
  readonly withdrawals: WithdrawalScope;
  /** Undefined when a person has allowed this withdrawal. */
  readonly withdrawalLimit: WithdrawalLimit | undefined;
  /** `refresh` sends values again that are right already, for services that expire idle names. */
  readonly mode: "difference" | "refresh";
}

/** Why nothing is planned although something may differ. */
export interface Refused {
  readonly kind: "refused";
  readonly code:
    | Extract<RejectCode, "change-too-large" | "foreign-records" | "conflicting-records">
    | Extract<FailCode, "actual-unknown">;
  readonly detail: string;
}

/** The way from what exists to what should. */
export type Plan = { readonly kind: "unchanged" } | { readonly kind: "change"; readonly change: RRsetChange } | Refused;

/**
 * Plans one RRset.
 *
 * Updates in place come first, so that the name never loses its last value on the way, then creations, then deletions.
 * Records keep their identity and every field the user did not set; a record that is right is not touched. The number of
 * edits is the smallest possible. A value that exists twice is one value (RFC 2181 §5): the copy is reused, or left.
 */
export function planRRset(request: PlanRequest): Plan {
  if (request.actual.kind === "unknown") return refused("actual-unknown", request.actual.detail);
  const { rrset, conflicting } = request.actual;
  const wanted = canonicalRdata(request.wanted);
  const { ours, foreign } = divideRecords(rrset.records, request.ownership, request.put, wanted);
  if (wanted.length > 0 && conflicting.length > 0) {
    // RFC 1034 §3.6.2: where a CNAME is, no other data may be.
    return refused("conflicting-records", `${conflicting.join(", ")} exists at ${request.owner}`);
  }
  if (wanted.length === 0 && ours.length > 0) {
    const tooLarge = refuseLargeWithdrawal(request.withdrawals, request.withdrawalLimit);
    if (tooLarge !== undefined) return tooLarge;
  }
  const after = canonicalRdata([...foreign.map((record) => record.rdata), ...wanted]);
  if (foreign.length > 0 && wanted.length > 0 && after.length > request.service.largestRRset) {
    const room = request.service.largestRRset;
    return refused("foreign-records", `the service holds ${room} per RRset, others hold ${foreign.length}`);
  }
  const ttl = request.ttl === undefined ? undefined : acceptedTtl(request.ttl, request.service.ttl);
  const needsUpdate = (record: ActualRecord): boolean =>
    request.mode === "refresh" ||
    // Resolvers see the proxy's TTL; what the service stores beside it is its own business.
    (!rrset.isMasked && ttl !== undefined && record.ttl !== undefined && record.ttl !== ttl) ||
    hasOtherFields(record, request.options);
  const edits = editsBetween(ours, wanted, needsUpdate);
  if (edits.length === 0) return { kind: "unchanged" };
  const { owner, type, options } = request;
  return { kind: "change", change: { owner, type, before: rrset, after, ttl, options, edits } };
}

/**
 * Refuses to withdraw one more RRset when too many go at once: a source that says "no address" to everything is more
 * often broken than right. Undefined when it may go.
 */
export function refuseLargeWithdrawal(scope: WithdrawalScope, limit: WithdrawalLimit | undefined): Refused | undefined {
  const { withdrawing, kept } = scope;
  if (limit === undefined || withdrawing <= limit.count || withdrawing <= kept * limit.share) return undefined;
  return refused("change-too-large", `${withdrawing} of ${kept} RRsets would be withdrawn at once`);
}

/** A refusal as the outcome of an attempt. */
export function outcomeOfRefusal(refusal: Refused): Outcome {
  const { code, detail } = refusal;
  return code === "actual-unknown" ? { kind: "failed", code, detail } : { kind: "rejected", code, detail };
}

function refused(code: Refused["code"], detail: string): Refused {
  return { kind: "refused", code, detail };
}

/** True when a field the user set is reported with another value. A field that is not reported cannot be compared. */
function hasOtherFields(record: ActualRecord, options: Settings): boolean {
  return Object.entries(options).some(([key, value]) => {
    const present = record.fields[key];
    return value !== undefined && present !== undefined && !isSameSetting(value, present);
  });
}

function isSameSetting(a: NonNullable<SettingValue>, b: NonNullable<SettingValue>): boolean {
  if (a instanceof Secret || b instanceof Secret) return true;
  // Several services write numbers and truth values as texts.
  if (typeof a !== "object" || typeof b !== "object") return String(a) === String(b);
  // Lists are tags and the like: services return them in an order of their own.
  const [left, right] = [a.toSorted(), b.toSorted()];
  return left.length === right.length && left.every((value, index) => value === right[index]);
}

function editsBetween(
  ours: readonly ActualRecord[],
  wanted: readonly Uint8Array[],
  needsUpdate: (record: ActualRecord) => boolean,
): readonly RecordEdit[] {
  const holders = wanted.map((rdata) => {
    const records = ours.filter((record) => equalOctets(record.rdata, rdata));
    const kept = records.find((record) => !needsUpdate(record)) ?? records[0];
    return { rdata, kept, copies: records.filter((record) => record !== kept) };
  });
  const surplus = ours.filter((record) => !wanted.some((rdata) => equalOctets(record.rdata, rdata)));
  const missing = holders.filter((holder) => holder.kept === undefined).map((holder) => holder.rdata);
  const reusable = [...surplus, ...holders.flatMap((holder) => holder.copies)];
  const adjusted: RecordEdit[] = holders.flatMap(({ rdata, kept }) =>
    kept !== undefined && needsUpdate(kept) ? [{ kind: "update", record: kept, rdata }] : [],
  );
  const replaced: RecordEdit[] = missing.flatMap((rdata, index) => {
    const record = reusable[index];
    return record === undefined ? [] : [{ kind: "update", record, rdata }];
  });
  const created: RecordEdit[] = missing.slice(reusable.length).map((rdata) => ({ kind: "create", rdata }));
  const deleted: RecordEdit[] = surplus.slice(missing.length).map((record) => ({ kind: "delete", record }));
  return [...adjusted, ...replaced, ...created, ...deleted];
}
