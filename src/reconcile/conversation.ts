import { families } from "../core/family.ts";
import type { PushService, ZoneApi } from "../core/provider.ts";
import { sameRdata } from "../core/rrset.ts";
import {
  attemptPush,
  attemptRRset,
  type ConversationPorts,
  type PushAttemptEnd,
  type RRsetAttemptEnd,
  type ValuesByFamily,
} from "./apply.ts";
import { rdataOf } from "./desired.ts";
import type { KeptTarget } from "./kept-target.ts";
import { outcomeOfRefusal, refuseLargeWithdrawal, type WithdrawalLimit, type WithdrawalScope } from "./plan.ts";
import type { ZoneFinder } from "./read-actual.ts";
import { isAsDesired, type Target, valuesPut } from "./target.ts";
import type { TargetEvent } from "./transition.ts";

/** Leads targets through a conversation: what they want goes in, what came of it comes back to them as events. */

/** What a conversation needs from the scheduler that started it. */
export interface Desk {
  readonly withdrawalLimit: WithdrawalLimit;
  /** Moves a target; one that is not kept any more stays where it is. */
  readonly move: (kept: KeptTarget, event: TargetEvent) => void;
  readonly withdrawals: () => WithdrawalScope;
  /** Resolves when everything told so far is durable. */
  readonly flushed: () => Promise<void>;
}

/** Makes one RRset at a service that can be read equal to what is desired. */
export async function converseAboutRRset(
  kept: KeptTarget,
  api: ZoneApi,
  zones: ZoneFinder,
  desk: Desk,
  ports: ConversationPorts,
): Promise<RRsetAttemptEnd> {
  const { name, at, target } = kept;
  const isRefresh = target.phase.kind === "due" && target.phase.reason === "refresh";
  const put = valuesPut(target);
  desk.move(kept, { kind: "begun" });
  const end = await attemptRRset(
    api,
    zones,
    {
      rrset: {
        owner: name.owner,
        type: target.type,
        ownership: name.ownership,
        put,
        ttl: name.ttl,
        options: name.options,
        service: at.service.limits,
        withdrawalLimit: target.isLargeChangeAllowed ? undefined : desk.withdrawalLimit,
        mode: isRefresh ? "refresh" : "difference",
      },
      wanted: () => rdataOf(kept.target.desired),
      withdrawals: desk.withdrawals,
      announce: async (values) => {
        desk.move(kept, { kind: "writing", values });
        await desk.flushed();
      },
    },
    ports,
  );
  if (end.kind === "ended" && end.wasSent) {
    kept.replaced = put.filter((value) => !end.wanted.some((other) => sameRdata([value], [other])));
  }
  desk.move(kept, end);
  return end;
}

/**
 * Tells a service the addresses of one name, all families that have something to tell in one request.
 *
 * @param members the name's targets.
 */
export async function converseAboutName(
  members: readonly KeptTarget[],
  service: PushService,
  desk: Desk,
  ports: ConversationPorts,
): Promise<PushAttemptEnd> {
  const isInDoubt = members.some(({ target: { phase } }) => phase.kind === "due" && phase.reason === "disagreement");
  const proven = members.filter((kept) => isProven(kept.target, isInDoubt));
  const telling = members.filter((kept) => !proven.includes(kept) && mayTell(kept, desk));
  const [first] = telling;
  if (first === undefined) return { kind: "superseded" };
  for (const kept of telling) desk.move(kept, { kind: "begun" });
  const { owner, ttl, options } = first.name;
  const end = await attemptPush(
    service,
    {
      owner,
      ttl,
      options,
      values: () => valuesOf(telling),
      alongside: () => valuesOf(proven.filter((kept) => isAsDesired(kept.target))),
      announce: async (values) => {
        for (const kept of telling) {
          const ours = values[kept.family];
          if (ours !== undefined) desk.move(kept, { kind: "writing", values: ours });
        }
        await desk.flushed();
      },
    },
    ports,
  );
  for (const kept of telling) {
    const wanted = end.kind === "ended" ? end.sent[kept.family] : undefined;
    if (end.kind === "superseded" || wanted === undefined) desk.move(kept, { kind: "superseded" });
    else {
      const outcome = end.outcome.byFamily?.[kept.family] ?? end.outcome;
      desk.move(kept, { kind: "ended", outcome, wanted, wasSent: true, isMasked: false });
    }
  }
  return end;
}

/**
 * True for targets that need no telling: the service has confirmed what is desired.
 *
 * @param isInDoubt DNS contradicts the service about another family of the name. One whose check has not ended is then
 * told along, because it will most likely be contradicted too, and one request should serve both.
 */
function isProven({ phase }: Target, isInDoubt: boolean): boolean {
  if (phase.kind === "verifying") return phase.purpose === "arrival" || !isInDoubt;
  return phase.kind === "settled";
}

/** True for targets that have something to tell; a withdrawal that is too large ends right here. */
function mayTell(kept: KeptTarget, desk: Desk): boolean {
  const { target } = kept;
  if (target.phase.kind === "held" || rdataOf(target.desired) === undefined) return false;
  const isGone = target.confirmed !== undefined && target.confirmed.rdata.length === 0;
  if (target.desired.kind !== "withdrawn" || isGone) return true;
  const limit = target.isLargeChangeAllowed ? undefined : desk.withdrawalLimit;
  const refusal = refuseLargeWithdrawal(desk.withdrawals(), limit);
  if (refusal === undefined) return true;
  const outcome = outcomeOfRefusal(refusal);
  desk.move(kept, { kind: "begun" });
  desk.move(kept, { kind: "ended", outcome, wanted: [], wasSent: false, isMasked: false });
  return false;
}

function valuesOf(telling: readonly KeptTarget[]): ValuesByFamily {
  return Object.fromEntries(
    families.flatMap((family) => {
      const kept = telling.find((one) => one.family === family);
      const wanted = kept === undefined ? undefined : rdataOf(kept.target.desired);
      return wanted === undefined ? [] : [[family, wanted]];
    }),
  );
}
