import type { Address } from "../core/address.ts";
import { families, type Family } from "../core/family.ts";
import type { OwnerName } from "../core/name.ts";
import type { Outcome, Unconfirmed } from "../core/outcome.ts";
import type { PushOutcome, PushService, Settings, ZoneApi } from "../core/provider.ts";
import { rdataAddress, sameRdata } from "../core/rrset.ts";
import type { Ttl } from "../core/ttl.ts";
import type { EndedAttempt } from "./ended-attempt.ts";
import { outcomeOfRefusal, type PlanRequest, planRRset, type WithdrawalScope } from "./plan.ts";
import { readActual, type TakeTurn, type ZoneFinder } from "./read-actual.ts";

/**
 * Holds one conversation with one provider: what is wanted is looked up again right before the write, and the write is
 * announced before it is sent. Neither retries nor waits for anything but its turn; what follows is `transition.ts`'s.
 */

/** What a conversation may use. */
export interface ConversationPorts {
  readonly takeTurn: TakeTurn;
  readonly signal: AbortSignal;
}

/** An RRset to make equal to what is wanted, at a service that can be read. */
export interface RRsetAttempt {
  readonly rrset: Omit<PlanRequest, "wanted" | "actual" | "withdrawals">;
  /** RDATA wanted at the moment of asking; undefined when there is no opinion any more. */
  readonly wanted: () => readonly Uint8Array[] | undefined;
  readonly withdrawals: () => WithdrawalScope;
  /** Resolves when it is durable that these values may be at the provider from now on. */
  readonly announce: (values: readonly Uint8Array[]) => Promise<void>;
}

/** The end of a conversation; `superseded` when it stopped before a write, because that was not wanted any more. */
export type RRsetAttemptEnd = { readonly kind: "superseded" } | ({ readonly kind: "ended" } & EndedAttempt);

/**
 * Reads, plans, and performs the plan.
 *
 * Every conversation begins with reading, so a write whose reply was lost is read back before anything is written again.
 * A write cut short by the signal is `unconfirmed`, whatever the provider makes of it.
 */
export async function attemptRRset(
  api: ZoneApi,
  zones: ZoneFinder,
  attempt: RRsetAttempt,
  { takeTurn, signal }: ConversationPorts,
): Promise<RRsetAttemptEnd> {
  const { owner, type, options } = attempt.rrset;
  const first = attempt.wanted();
  if (first === undefined) return { kind: "superseded" };
  const question = { owner, type, options, wantsRecords: first.length > 0 };
  const found = await readActual(api, zones, question, takeTurn, signal);
  if (!found.ok) {
    if (found.outcome === undefined) return { kind: "superseded" };
    return { kind: "ended", outcome: found.outcome, wanted: first, wasSent: false, isMasked: false };
  }
  const { zone, actual } = found.value;
  const wanted = attempt.wanted();
  if (wanted === undefined) return { kind: "superseded" };
  const isMasked = actual.kind === "known" && actual.rrset.isMasked;
  const plan = planRRset({ ...attempt.rrset, wanted, actual, withdrawals: attempt.withdrawals() });
  if (plan.kind === "unchanged") {
    return { kind: "ended", outcome: { kind: "unchanged" }, wanted, wasSent: false, isMasked };
  }
  if (plan.kind === "refused") {
    return { kind: "ended", outcome: outcomeOfRefusal(plan), wanted, wasSent: false, isMasked };
  }
  if (!(await takeTurn(Math.max(1, plan.change.edits.length)))) return { kind: "superseded" };
  await attempt.announce(wanted);
  if (signal.aborted || !isStill(wanted, attempt.wanted())) return { kind: "superseded" };
  const outcome = await api.apply(zone, plan.change, signal);
  // A zone that is gone is no more than an RRset that is not there to many services, until it is written to.
  const isOutdated = outcome.kind === "failed" && outcome.code === "precondition-lost";
  if (outcome.kind === "rejected" || isOutdated) zones.forget(owner);
  return { kind: "ended", outcome: afterSending(outcome, signal), wanted, wasSent: true, isMasked };
}

/** Values by family; an absent family is left alone, an empty one is withdrawn. */
export type ValuesByFamily = Readonly<Partial<Record<Family, readonly Uint8Array[]>>>;

/** A name to tell to a service that cannot be read. */
export interface PushAttempt {
  readonly owner: OwnerName;
  readonly ttl: Ttl | undefined;
  readonly options: Settings;
  /** What is to be told at the moment of asking. */
  readonly values: () => ValuesByFamily;
  /** What the service has confirmed of the other families, at the moment of asking. */
  readonly alongside: () => ValuesByFamily;
  /** Resolves when it is durable that these values may be at the service from now on. */
  readonly announce: (values: ValuesByFamily) => Promise<void>;
}

/** The end of telling. */
export type PushAttemptEnd =
  | { readonly kind: "superseded" }
  | { readonly kind: "ended"; readonly outcome: PushOutcome; readonly sent: ValuesByFamily };

/** Tells a service the addresses of a name, all families that are to be told in one request. */
export async function attemptPush(
  service: PushService,
  attempt: PushAttempt,
  { takeTurn, signal }: ConversationPorts,
): Promise<PushAttemptEnd> {
  if (!(await takeTurn(1))) return { kind: "superseded" };
  const values = attempt.values();
  if (families.every((family) => values[family] === undefined)) return { kind: "superseded" };
  const alongside = attempt.alongside();
  await attempt.announce(values);
  const isSame = isStillAll(values, attempt.values()) && isStillAll(alongside, attempt.alongside());
  if (signal.aborted || !isSame) return { kind: "superseded" };
  const { owner, ttl, options } = attempt;
  const request = { owner, addresses: addressesOf(values), alongside: addressesOf(alongside), ttl, options };
  const outcome = await service.push(request, signal);
  return { kind: "ended", outcome: afterSending(outcome, signal), sent: values };
}

function isStillAll(before: ValuesByFamily, now: ValuesByFamily): boolean {
  return families.every((family) => isStill(before[family], now[family]));
}

function isStill(before: readonly Uint8Array[] | undefined, now: readonly Uint8Array[] | undefined): boolean {
  return before === undefined || now === undefined ? before === now : sameRdata(before, now);
}

/** What was cut short on the way may have arrived all the same. */
function afterSending<O extends Outcome>(outcome: O, signal: AbortSignal): O | Unconfirmed {
  if (outcome.kind !== "failed" || !signal.aborted) return outcome;
  return { kind: "unconfirmed", code: outcome.code, detail: outcome.detail };
}

function addressesOf(values: ValuesByFamily): Readonly<Partial<Record<Family, readonly Address[]>>> {
  return Object.fromEntries(
    families.flatMap((family) => {
      const rdata = values[family];
      return rdata === undefined ? [] : [[family, rdata.flatMap((value) => rdataAddress(value) ?? [])]];
    }),
  );
}
