import { type Address, compareAddresses } from "../core/address.ts";
import { Duration } from "../core/duration.ts";
import type { Verdict } from "../core/verdict.ts";

/** Which of several uplinks count, and the one answer they give together. Pure: time and surveys come from outside. */

/** What is known of one uplink. */
export interface LinkHealth {
  /** `unproven` until the first surveys are through. */
  readonly state: "unproven" | "up" | "down";
  /** Surveys without an address since the last with one. */
  readonly misses: number;
  /** When the first of these was; monotonic, in milliseconds. */
  readonly missingSince: number | undefined;
  /** While down: since when every survey has been good. */
  readonly goodSince: number | undefined;
}

export interface FailoverRules {
  /** Surveys without an address that an uplink may have before it counts as down. */
  readonly missesUntilDown: number;
  /** It also takes this long, so that a burst of hints on a flapping link is not several misses. */
  readonly shortestOutage: Duration;
  /** How long an uplink has to be good again before it counts as up. */
  readonly stableBeforeUp: Duration;
}

/** Retries of an unknown address come after 1, 2 and 4 s, so a dead line is left within some ten seconds. */
export const defaultFailover: FailoverRules = {
  missesUntilDown: 3,
  shortestOutage: Duration.seconds(5),
  stableBeforeUp: Duration.minutes(1),
};

export const unproven: LinkHealth = { state: "unproven", misses: 0, missingSince: undefined, goodSince: undefined };

/** What an uplink is after another survey. */
export function afterSurvey(health: LinkHealth, isGood: boolean, now: number, rules: FailoverRules): LinkHealth {
  if (isGood) {
    const goodSince = health.goodSince ?? now;
    const isUp = health.state !== "down" || now - goodSince >= rules.stableBeforeUp;
    if (isUp) return { state: "up", misses: 0, missingSince: undefined, goodSince: undefined };
    return { state: "down", misses: 0, missingSince: undefined, goodSince };
  }
  const misses = health.misses + 1;
  const missingSince = health.missingSince ?? now;
  const isOver = misses >= rules.missesUntilDown && now - missingSince >= rules.shortestOutage;
  const state = isOver ? "down" : health.state;
  return { state, misses, missingSince, goodSince: undefined };
}

/** When an uplink should be looked at for its own sake: the moment it may count as up again. */
export function nextLook(health: LinkHealth, rules: FailoverRules): number | undefined {
  const { state, goodSince } = health;
  return state === "down" && goodSince !== undefined ? goodSince + rules.stableBeforeUp : undefined;
}

/** One uplink with its last verdict. */
export interface Member {
  readonly health: LinkHealth;
  /** Undefined before the first survey. */
  readonly verdict: Verdict | undefined;
}

/**
 * The verdict of the uplinks together: that of the first which is up, or the addresses of all which are.
 *
 * An uplink that misses surveys without being down yet makes the answer unknown, so that nothing is written or deleted
 * before it is certain; undefined while the first surveys are under way.
 */
export function combined(use: "first" | "all", members: readonly Member[]): Verdict | undefined {
  const counting = members.filter(({ health }) => health.state !== "down");
  const candidates = use === "first" ? counting.slice(0, 1) : counting;
  // With every uplink down, the last word of the preferred one says why nothing is known.
  if (candidates.length === 0) return withoutAnswer(members[0]?.verdict);
  const verdicts = candidates.map(({ verdict }) => verdict);
  const open = verdicts.find((verdict) => verdict?.kind !== "known");
  if (verdicts.includes(undefined) || open !== undefined) return verdicts.includes(undefined) ? undefined : open;
  return verdicts.reduce(joined);
}

function joined(one: Verdict | undefined, other: Verdict | undefined): Verdict | undefined {
  if (one?.kind !== "known" || other?.kind !== "known") return one;
  const addresses = [...one.addresses, ...other.addresses].toSorted(compareAddresses);
  const isNew = (address: Address, index: number): boolean => addresses[index - 1]?.equals(address) !== true;
  const codes = new Set(one.advice.map(({ code }) => code));
  return {
    ...one,
    addresses: addresses.filter(isNew),
    weighed: [...one.weighed, ...other.weighed],
    reports: [...one.reports, ...other.reports],
    advice: [...one.advice, ...other.advice.filter(({ code }) => !codes.has(code))],
  };
}

/** An uplink that is good again but not yet trusted has an answer that does not count. */
function withoutAnswer(verdict: Verdict | undefined): Verdict | undefined {
  if (verdict?.kind !== "known") return verdict;
  const { family, at, weighed, reports, advice } = verdict;
  return { kind: "unknown", family, reason: "uplinks-down", at, weighed, reports, advice };
}
