import { type Clock, wait } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { Verdict } from "../core/verdict.ts";
import { askingOrder } from "./asking-order.ts";
import type { Homeland, Source } from "./source.ts";
import { EchoRound } from "./echo-round.ts";
import type { TrustLedger } from "./trust-ledger.ts";
import { decide, type VerdictRules } from "./verdict.ts";

/** Asks the configured sources of one family, no more of them than it takes, and has the verdict decided. */

export interface Survey {
  readonly family: Family;
  /** In the order of asking, as far as `trust` and `homeland` do not say otherwise. */
  readonly sources: readonly Source[];
  /** As configured; what depends on the sources is adjusted by `rulesFor`. */
  readonly rules: VerdictRules;
  /**
   * Asks every source and waits for each: for people who want to see them all, and now and then to notice echoes that
   * contradict direct evidence.
   */
  readonly isThorough: boolean;
  /** What earlier surveys have learnt; this one adds to it. */
  readonly trust?: TrustLedger;
  /** Where this host seems to be: echoes there are asked first until it is known how fast each is. */
  readonly homeland?: Homeland | undefined;
}

/**
 * Direct sources are waited for alone so long. Kernels answer within milliseconds; a router that offers nothing would
 * otherwise delay the echoes by its whole time limit.
 */
const headStart = Duration.milliseconds(250);

/**
 * The rules as the configured sources make them.
 *
 * A quorum cannot need more operators than there are, so a single source is its own quorum; failed ones still count as
 * configured. Assertions decide where nothing else is configured.
 */
export function rulesFor(sources: readonly Source[], rules: VerdictRules): VerdictRules {
  const operators = new Set(sources.filter(({ strength }) => strength !== "direct").map(({ operator }) => operator));
  return {
    ...rules,
    quorum: Math.max(1, Math.min(rules.quorum, operators.size)),
    needsWitness: rules.needsWitness && sources.some(({ strength }) => strength === "echo"),
    trustsAssertions: sources.length > 0 && sources.every(({ strength }) => strength === "asserted"),
  };
}

/**
 * Takes one survey. Direct sources come first, and echoes are left in peace where those decide. Then one echo more than
 * the quorum needs is asked, of as many operators, and the others only when those fail, disagree or are slow.
 *
 * Bounded: the echoes come in two waves at most a second apart, each source has three seconds, and direct ones are waited
 * for no longer than that. Ends early with what is known when the signal is aborted.
 */
export async function takeSurvey(survey: Survey, clock: Clock, signal?: AbortSignal): Promise<Verdict> {
  const { family, sources, isThorough, trust } = survey;
  const rules = rulesFor(sources, survey.rules);
  if (!rules.isManaged) return decide(family, [], rules, clock.now());
  const first = sources.filter(({ strength }) => isThorough || rules.trustsAssertions || strength === "direct");
  const others = sources.filter((source) => !first.includes(source));
  const asked = Promise.all(first.map((source) => source.observe(signal)));
  const isAnswered = others.length === 0 || first.length === 0 || (await isWithin(asked, headStart, clock));
  const direct = isAnswered ? await asked : undefined;
  const verdict = direct === undefined ? undefined : decide(family, direct, rules, clock.now());
  const isEnough = others.length === 0 || verdict?.kind === "known" || signal?.aborted === true;
  if (verdict !== undefined && isEnough) {
    if (signal?.aborted !== true) trust?.learn(verdict, []);
    return verdict;
  }
  const order = askingOrder(others, rules.quorum, trust, survey.homeland);
  const round = new EchoRound(family, order, rules, clock, signal);
  const { reports, silences } = await round.run(direct ?? asked);
  const outcome = decide(family, reports, rules, clock.now());
  // What was cut off by a change of the network says nothing about the echoes.
  if (signal?.aborted !== true) trust?.learn(outcome, silences);
  return outcome;
}

async function isWithin(promise: Promise<unknown>, delay: Duration, clock: Clock): Promise<boolean> {
  const over = new AbortController();
  const waited = wait(clock, delay, over.signal).then(() => false);
  try {
    return await Promise.race([promise.then(() => true), waited]);
  } finally {
    over.abort();
  }
}
