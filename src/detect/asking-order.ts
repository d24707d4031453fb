import { Duration } from "../core/duration.ts";
import type { Homeland, Source } from "./source.ts";
import type { Standing, TrustLedger } from "./trust-ledger.ts";

/** Whom to ask first: the healthy and fast, of as many operators as it takes, and never only those of one camp. */

export interface AskingOrder {
  /** Asked at once. */
  readonly first: readonly Source[];
  /** Asked when those fail, disagree or are slow. */
  readonly others: readonly Source[];
  /** True when all must be heard, because they disagreed the last time. */
  readonly isContested: boolean;
  /** Those of the first whose rest is over: they are waited for briefly, although others may suffice. */
  readonly trials: ReadonlySet<Source>;
  /** Operators that are left in peace because they contradicted; each counts as against, until it is asked. */
  readonly opponents: ReadonlySet<string>;
}

/**
 * How fast an echo is taken to be before it has answered: one that runs where this host seems to be, one of nowhere in
 * particular, and one that runs elsewhere. A guess that the first answers replace.
 */
const guessedLatency = { near: Duration.milliseconds(200), far: Duration.milliseconds(400) };

/** Up to here all are equally fast: behind it, each class of speed reaches twice as far. */
const fastEnough = Duration.milliseconds(100);

/**
 * Orders echoes for a survey. Without a ledger, and without a homeland to begin from, in the order given.
 *
 * An echo whose breaker is open comes after all others, but nobody is left out for good: so the breaker costs time and
 * never a voice. Where fewer operators are healthy than are asked at first, resting ones are asked with them. One whose
 * rest is over is asked beside the first, to find out.
 *
 * @param quorum how many operators must agree; one more is asked, and one more for each that would be expected to
 * contradict.
 */
export function askingOrder(
  sources: readonly Source[],
  quorum: number,
  trust: TrustLedger | undefined,
  homeland?: Homeland | undefined,
): AskingOrder {
  const candidates = sources.map((source, index) => candidateOf(source, index, trust, homeland));
  const sorted = candidates.toSorted((a, b) => a.rest - b.rest || a.speedClass - b.speedClass || a.index - b.index);
  const isContested = trust?.isContested(sources) === true;
  if (isContested)
    return { first: sourcesOf(sorted), others: [], isContested, trials: trialsIn(sorted), opponents: new Set() };

  const healthy = sorted.filter(({ rest }) => rest === 0);
  const healthyOperators = new Set(healthy.map(({ source }) => source.operator));
  const contrary = sorted.filter(({ isContrary, source }) => isContrary && !healthyOperators.has(source.operator));
  const opponents = new Set(contrary.map(({ source }) => source.operator));
  const queue = oneOfEachOperatorFirst(sorted);
  const wanted = quorum + Math.max(1, opponents.size);
  const first = ofBothHomelands(queue.slice(0, wanted), healthy);
  // One at a time: after an outage many are due at once.
  const trial = sorted.find((candidate) => candidate.rest === 1 && !first.includes(candidate));
  if (trial !== undefined) first.push(trial);
  const others = queue.filter((candidate) => !first.includes(candidate));
  return { first: sourcesOf(first), others: sourcesOf(others), isContested, trials: trialsIn(first), opponents };
}

function sourcesOf(candidates: readonly Candidate[]): readonly Source[] {
  return candidates.map(({ source }) => source);
}

function trialsIn(candidates: readonly Candidate[]): ReadonlySet<Source> {
  return new Set(sourcesOf(candidates.filter(({ rest }) => rest === 1)));
}

interface Candidate {
  readonly source: Source;
  readonly index: number;
  /** 0 for the healthy, 1 for those that are due to be tried, 2 for those that rest. */
  readonly rest: 0 | 1 | 2;
  readonly isContrary: boolean;
  readonly speedClass: number;
}

const restOf: Readonly<Record<Standing["breaker"], Candidate["rest"]>> = { closed: 0, "half-open": 1, open: 2 };

function candidateOf(
  source: Source,
  index: number,
  trust: TrustLedger | undefined,
  homeland: Homeland | undefined,
): Candidate {
  // What the administrator says costs nothing to ask.
  if (source.strength !== "echo") return { source, index, rest: 0, isContrary: false, speedClass: -1 };
  const isFar = homeland !== undefined && source.homeland !== undefined && source.homeland !== homeland;
  const standing = trust?.standingOf(source);
  const latency = standing?.latency ?? guessedLatency[isFar ? "far" : "near"];
  const rest = restOf[standing?.breaker ?? "closed"];
  const speedClass = Math.max(0, Math.ceil(Math.log2(latency / fastEnough)));
  return { source, index, rest, isContrary: rest > 0 && standing?.isContrary === true, speedClass };
}

/** Keeps the order otherwise: the first source of every operator, then what is left. */
function oneOfEachOperatorFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  const isFirst = ({ source }: Candidate): boolean =>
    candidates.find((other) => other.source.operator === source.operator)?.source === source;
  return [...candidates.filter(isFirst), ...candidates.filter((candidate) => !isFirst(candidate))];
}

/**
 * Sees to it that a healthy echo of either homeland is among the first, in the place of the last of a homeland that has
 * several. Where a proxy takes foreign traffic only, they contradict each other, which the fastest alone would not show.
 */
function ofBothHomelands(first: readonly Candidate[], healthy: readonly Candidate[]): Candidate[] {
  const chosen = [...first];
  for (const homeland of ["china", "world"] as const) {
    const isFrom = ({ source }: Candidate): boolean => source.homeland === homeland;
    if (chosen.some(isFrom)) continue;
    const operators = new Set(chosen.map(({ source }) => source.operator));
    const one = healthy.find((candidate) => isFrom(candidate) && !operators.has(candidate.source.operator));
    if (one === undefined || !chosen.some(({ source }) => source.homeland !== undefined)) continue;
    const last = chosen.findLastIndex(({ source }) => source.homeland !== undefined && source.homeland !== homeland);
    const hasAnother = chosen.filter(({ source }) => source.homeland === chosen[last]?.source.homeland).length > 1;
    if (hasAnother) chosen[last] = one;
    else chosen.push(one);
  }
  return chosen;
}
