import { type Address, compareAddresses } from "../core/address.ts";
import { type AddressScope, scopeOf } from "../core/address-scope.ts";
import type { Instant } from "../core/clock.ts";
import type { Family } from "../core/family.ts";
import type { Observation, SetAsideReason, SourceReport, UnknownReason, Verdict, Weighed } from "../core/verdict.ts";
import { adviceOn } from "./advice.ts";
import { factsOf, isOnTunnel } from "./interface-evidence.ts";
import { fitsPin, type Pin } from "./pin.ts";
import { selectAddress } from "./select.ts";
import { tally, type Voice } from "./tally.ts";

/** Turns what sources saw into one answer per address family. Asks no source itself and knows no DNS. */

export interface VerdictRules {
  /** False for a family that is switched off. */
  readonly isManaged: boolean;
  /** By how many the operators for an address must outnumber those for others, where nothing direct decides. */
  readonly quorum: number;
  /** Kinds of addresses that may be published. */
  readonly scopes: readonly AddressScope[];
  /** Publishes an address that changes on purpose when there is no lasting one. */
  readonly allowsTemporary: boolean;
  /** True when only asserted sources are configured: their word then decides instead of being one voice. */
  readonly trustsAssertions: boolean;
  /**
   * True for an uplink among several: an address on it counts only while somebody outside answers over it, since the
   * interface of a dead line keeps its address.
   */
  readonly needsWitness: boolean;
  /** Narrows the choice; undefined leaves it to the rules. */
  readonly pin: Pin | undefined;
  /** Addresses of the last known verdict; kept where two are as good as each other. */
  readonly incumbents: readonly Address[];
  /** By address: since when it has been seen in every survey, in milliseconds of the monotonic clock. */
  readonly seenSince: ReadonlyMap<string, number>;
}

export const defaultRules: VerdictRules = {
  isManaged: true,
  quorum: 2,
  scopes: ["global"],
  allowsTemporary: false,
  trustsAssertions: false,
  needsWitness: false,
  pin: undefined,
  incumbents: [],
  seenSince: new Map(),
};

/**
 * Decides what the addresses of this host are.
 *
 * Direct evidence of a publishable address wins: the host knows its own table better than anybody. Otherwise independent
 * operators have to agree. Failed reports are kept for show and never count, so nothing is concluded from silence.
 * Echoes that contradict direct evidence stay in the verdict as `outranked`: traffic then leaves by another way than the
 * one the address belongs to, through a tunnel or by policy routing.
 */
export function decide(family: Family, reports: readonly SourceReport[], rules: VerdictRules, at: Instant): Verdict {
  if (!rules.isManaged) return { kind: "unmanaged", family };
  const given = { family, reports, at, incumbents: rules.incumbents };
  if (reports.length === 0) return unknown(given, "not-asked-yet", []);
  const observations = reports.flatMap(observationsOf);
  const screened = screen(observations, rules);
  if (rules.trustsAssertions) return decideByAssertion(given, screened);

  const direct = screened.filter((one) => one.setAside === undefined && one.observation.strength === "direct");
  const chosen = selectAddress(
    direct.map((one) => one.observation),
    rules,
  );
  if (chosen !== undefined && rules.needsWitness && !reports.some(isOfWitness)) {
    return unknown(given, "uplink-silent", screened);
  }
  if (chosen !== undefined) {
    const own = new Set(direct.map(({ observation }) => observation.address.toString()));
    const weighed = screened.map((one) => besideDirect(one, chosen, own));
    return known(given, [chosen], "direct-evidence", weighed);
  }
  return decideByQuorum(given, screened, rules);
}

/** How many operators' voices an echo decision has so far; the survey uses it to know whether to ask on. */
export function voicesIn(reports: readonly SourceReport[], rules: VerdictRules): readonly Voice[] {
  return voicesOf(screen(reports.flatMap(observationsOf), rules), reports);
}

interface Given {
  readonly family: Family;
  readonly reports: readonly SourceReport[];
  readonly at: Instant;
  readonly incumbents: readonly Address[];
}

function isOfWitness({ strength, answer }: SourceReport): boolean {
  return strength === "echo" && answer.kind === "seen";
}

function observationsOf(report: SourceReport): readonly Observation[] {
  return report.answer.kind === "seen" ? report.answer.observations : [];
}

/** Sets aside what could not be published whatever others say. */
function screen(observations: readonly Observation[], rules: VerdictRules): readonly Weighed[] {
  const flaws = new Map<string, readonly SetAsideReason[]>();
  const sound = new Set<string>();
  for (const observation of observations.filter(({ strength }) => strength === "direct")) {
    const flaw = flawOf(observation, rules);
    const key = observation.address.toString();
    if (flaw === undefined) sound.add(key);
    else flaws.set(key, [...(flaws.get(key) ?? []), flaw]);
  }
  const egress = observations.map(({ evidence }) => factsOf(evidence)).find((facts) => facts.carriesDefaultRoute);
  const isTunnelled = egress !== undefined && isOnTunnel(egress);
  return observations.map((observation) => {
    if (!rules.scopes.includes(scopeOf(observation.address))) return { observation, setAside: "not-publishable" };
    if (rules.pin !== undefined && !fitsPin(observation, rules.pin)) return { observation, setAside: "not-pinned" };
    const own = observation.strength === "direct" ? flawOf(observation, rules) : undefined;
    if (observation.strength === "direct") return { observation, setAside: own };
    // An echo shows the source address of our packets, often the temporary one; seeing it does not make it lasting.
    const key = observation.address.toString();
    // The same address may stand on two interfaces; which report came first must not matter.
    if (sound.has(key)) return { observation, setAside: undefined };
    const [flaw] = flaws.get(key)?.toSorted() ?? [];
    // Everything leaves through a VPN, so all that others see is its far end, which is not where this host is reached.
    return {
      observation,
      setAside: flaw ?? (isTunnelled && observation.strength === "echo" ? "tunnel-egress" : undefined),
    };
  });
}

function flawOf({ evidence }: Observation, rules: VerdictRules): SetAsideReason | undefined {
  const facts = factsOf(evidence);
  if (facts.isDown) return "interface-down";
  if (facts.isDuplicate) return "duplicate";
  if (facts.isTentative) return "tentative";
  if (facts.isDeprecated) return "deprecated";
  if (facts.isUnproven) return "unproven";
  return facts.isTemporary && !rules.allowsTemporary ? "temporary" : undefined;
}

function besideDirect(one: Weighed, chosen: Address, own: ReadonlySet<string>): Weighed {
  const { observation, setAside } = one;
  if (setAside !== undefined || observation.address.equals(chosen)) return one;
  return { observation, setAside: own.has(observation.address.toString()) ? "less-preferred" : "outranked" };
}

/** Every asserted source that answered must give the same addresses; `none` is an answer, private addresses are not. */
function decideByAssertion(given: Given, screened: readonly Weighed[]): Verdict {
  const answers = given.reports.filter(({ strength, answer }) => strength === "asserted" && answer.kind === "seen");
  if (answers.length === 0) return unknown(given, "no-source-answered", screened);
  const lists = answers.map((report) => {
    const publishable = screened.filter(
      ({ observation, setAside }) => setAside === undefined && observation.source === report.source,
    );
    return sortedDistinct(publishable.map(({ observation }) => observation.address));
  });
  const isEmptied = answers.some((report, index) => observationsOf(report).length > 0 && lists[index]?.length === 0);
  if (isEmptied) return unknown(given, "no-publishable-address", screened);
  const [first = []] = lists;
  const isOneVoice = lists.every((list) => list.join() === first.join());
  if (!isOneVoice) return unknown(given, "sources-disagree", screened);
  return known(given, first, "asserted", screened);
}

function decideByQuorum(given: Given, screened: readonly Weighed[], rules: VerdictRules): Verdict {
  const voices = voicesOf(screened, given.reports);
  if (voices.length === 0) {
    return unknown(given, reasonOfSilence(given.reports, screened), screened);
  }
  const outcome = tally(voices, rules.quorum);
  if (outcome.kind !== "agreed") {
    return unknown(given, outcome.kind === "disagree" ? "sources-disagree" : "too-few-agree", screened);
  }
  const { address } = outcome;
  const weighed = screened.map((one): Weighed => {
    const isDissent = one.setAside === undefined && (address === undefined || !one.observation.address.equals(address));
    return isDissent ? { observation: one.observation, setAside: "outvoted" } : one;
  });
  return known(given, address === undefined ? [] : [address], "quorum", weighed);
}

/** Why nobody has a voice. */
function reasonOfSilence(reports: readonly SourceReport[], screened: readonly Weighed[]): UnknownReason {
  if (screened.length === 0) return "no-source-answered";
  const echoes = reports.filter(({ strength }) => strength === "echo");
  const areAllDown = echoes.length > 0 && !echoes.some(isOfWitness);
  return areAllDown ? "no-echo-answered" : "no-publishable-address";
}

/** What is left after screening; an assertion that there is no address is a voice as well. */
function voicesOf(screened: readonly Weighed[], reports: readonly SourceReport[]): readonly Voice[] {
  const seen = screened
    .filter(({ observation, setAside }) => setAside === undefined && observation.strength !== "direct")
    .map(({ observation }): Voice => ({ operator: observation.operator, address: observation.address }));
  const none = reports
    .filter(({ answer }) => answer.kind === "seen" && answer.observations.length === 0)
    .map(({ operator }): Voice => ({ operator, address: undefined }));
  return [...seen, ...none];
}

function sortedDistinct(addresses: readonly Address[]): readonly Address[] {
  const sorted = addresses.toSorted(compareAddresses);
  return sorted.filter((address, index) => sorted[index - 1]?.equals(address) !== true);
}

function known(
  given: Given,
  addresses: readonly Address[],
  because: Extract<Verdict, { readonly kind: "known" }>["because"],
  weighed: readonly Weighed[],
): Verdict {
  const { family, reports, at, incumbents } = given;
  const advice = adviceOn({ family, reports, weighed, reason: undefined, because, incumbents });
  return { kind: "known", family, addresses, because, at, weighed, reports, advice };
}

function unknown(given: Given, reason: UnknownReason, weighed: readonly Weighed[]): Verdict {
  const { family, reports, at, incumbents } = given;
  const advice = adviceOn({ family, reports, weighed, reason, because: undefined, incumbents });
  return { kind: "unknown", family, reason, at, weighed, reports, advice };
}
