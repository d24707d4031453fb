import type { Clock, Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { Random } from "../core/random.ts";
import type { SourceFailCode, SourceReport, Verdict } from "../core/verdict.ts";
import type { Source } from "./source.ts";

/**
 * What surveys have learnt about each echo: how often it was right, how fast it is, and whether it rests after a row of
 * setbacks. Who is asked because of it is decided in `asking-order.ts`.
 *
 * Kept in memory only: a restart costs one survey that is a second slower, less than a table in the journal would.
 */

/** What is known of one echo, for people and for the order of asking. */
export interface Standing {
  readonly source: string;
  readonly family: Family;
  readonly operator: string;
  /** Answers that were the verdict, and answers that were not. */
  readonly agreements: number;
  readonly dissents: number;
  readonly failures: Readonly<Partial<Record<SourceFailCode, number>>>;
  /** Moving average; a silence that was not waited out counts as at least so long. Undefined before the first. */
  readonly latency: Duration | undefined;
  readonly lastAnswerAt: Instant | undefined;
  /** `open` is left in peace while others suffice; `half-open` is due to be tried again. */
  readonly breaker: "closed" | "open" | "half-open";
  /** Until an open breaker is half-open. */
  readonly restsFor: Duration;
  /** True when the last setback was a contradiction to the verdict, not a failure. */
  readonly isContrary: boolean;
}

/** An echo that had not answered when the survey ended without it. */
export interface Silence {
  readonly source: Source;
  readonly waited: Duration;
}

/** Setbacks in a row after which an echo rests. Two happen by chance where datagrams get lost. */
const trippingSetbacks = 3;

/** First rest; each further one is twice as long, up to the longest, and up to half as long again by chance. */
const firstRest = Duration.minutes(1);
const longestRest = Duration.hours(1);

/** Weight of the newest answer in the moving average: about the last six answers count. */
const newestShare = 0.3;

/** An echo that is silent for so long although another one answered is taken to have failed. */
export const patience: Duration = Duration.seconds(1);

/** What is remembered; `restsUntil` is monotonic. */
interface Entry {
  readonly source: string;
  readonly family: Family;
  readonly operator: string;
  agreements: number;
  dissents: number;
  readonly failures: Map<SourceFailCode, number>;
  latency: Duration | undefined;
  lastAnswerAt: Instant | undefined;
  /** Failures and contradictions since the last good answer. */
  setbacks: number;
  isContrary: boolean;
  /** Rests since the last good answer. */
  rests: number;
  restsUntil: Duration | undefined;
  /** Spoke in a survey that ended in disagreement, and none has ended otherwise since. */
  isContested: boolean;
  /** When the last silence that counted was given up; monotonic. */
  silentUntil: Duration | undefined;
}

/**
 * One ledger serves all surveys of a process; the families have nothing in common in it. Surveys of several names share
 * the answer to one question, and each answer counts once.
 */
export class TrustLedger {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #entries = new Map<string, Entry>();
  readonly #counted = new WeakSet<SourceReport>();
  /** Answers that have been compared with an address that was known. */
  readonly #compared = new WeakSet<SourceReport>();

  constructor(ports: { readonly clock: Clock; readonly random: Random }) {
    this.#clock = ports.clock;
    this.#random = ports.random;
  }

  standingOf(source: Source): Standing {
    return this.#standing(this.#entries.get(keyOf(source.family, source.id)) ?? newEntry(source, source.id));
  }

  /** Of every echo that has been heard of, in the order of first hearing. */
  standings(): readonly Standing[] {
    return [...this.#entries.values()].map((entry) => this.#standing(entry));
  }

  /**
   * True when the last survey of one of these sources ended in disagreement. Neither speed nor rest may choose between
   * the camps then, so everybody is to be asked and heard.
   */
  isContested(sources: readonly Source[]): boolean {
    return sources.some(({ family, id }) => this.#entries.get(keyOf(family, id))?.isContested === true);
  }

  /** Ends the memory of all sources but these. */
  keepOnly(sources: readonly Source[]): void {
    const kept = new Set(sources.map(({ family, id }) => keyOf(family, id)));
    for (const key of this.#entries.keys()) if (!kept.has(key)) this.#entries.delete(key);
  }

  /** Takes note of a survey that came to its end. When nobody at all answered, that is held against nobody. */
  learn(verdict: Verdict, silences: readonly Silence[]): void {
    if (verdict.kind === "unmanaged") return;
    const reports = verdict.reports.filter(({ strength }) => strength === "echo");
    const somebodyAnswered = reports.some(({ answer }) => answer.kind === "seen");
    for (const report of reports) this.#learnFrom(report, verdict, somebodyAnswered);
    for (const { source, waited } of silences) {
      if (source.strength !== "echo") continue;
      const entry = this.#entryOf(source.family, source.id, source);
      if (verdict.kind === "known") entry.isContested = false;
      // Two surveys that waited at the same time waited for the same answer.
      const now = this.#clock.monotonic();
      if (entry.silentUntil !== undefined && now - waited < entry.silentUntil) continue;
      entry.silentUntil = now;
      if (waited > (entry.latency ?? 0)) entry.latency = averaged(entry.latency, waited);
      // A trial is waited for as long as anybody is; whoever is too slow for that is in nobody's way while it rests.
      const isTrial = this.#standing(entry).breaker === "half-open";
      if (waited < patience && !isTrial) continue;
      count(entry.failures, "timed-out");
      if (somebodyAnswered) this.#setBack(entry, false);
    }
  }

  #learnFrom(report: SourceReport, verdict: Exclude<Verdict, { kind: "unmanaged" }>, somebodyAnswered: boolean): void {
    const { answer, took } = report;
    const entry = this.#entryOf(report.family, report.source, report);
    if (verdict.kind === "known") entry.isContested = false;
    if (answer.kind === "failed" && answer.failure.code === "aborted") return;
    const isNew = !this.#counted.has(report);
    this.#counted.add(report);
    if (answer.kind === "failed") {
      if (!isNew) return;
      count(entry.failures, answer.failure.code);
      if (somebodyAnswered) this.#setBack(entry, false);
      return;
    }
    if (isNew) {
      entry.latency = averaged(entry.latency, took);
      entry.lastAnswerAt = this.#clock.now();
    }
    entry.isContested ||= verdict.kind === "unknown" && verdict.reason === "sources-disagree";
    if (this.#compared.has(report)) return;
    if (verdict.kind === "known") this.#compared.add(report);
    const isAgreed =
      verdict.kind === "known" &&
      answer.observations.some(({ address }) => verdict.addresses.some((one) => one.equals(address)));
    if (isAgreed) {
      entry.agreements += 1;
      recover(entry);
    } else if (verdict.kind === "known" && verdict.because === "quorum") {
      entry.dissents += 1;
      this.#setBack(entry, true);
    } else if (!entry.isContrary) {
      // Nobody judged the answer, but it came.
      recover(entry);
    }
  }

  #setBack(entry: Entry, isContrary: boolean): void {
    entry.setbacks += 1;
    entry.isContrary = isContrary;
    const now = this.#clock.monotonic();
    const isResting = entry.restsUntil !== undefined && now < entry.restsUntil;
    if (entry.setbacks < trippingSetbacks || isResting) return;
    const rest = Math.min(longestRest, firstRest * 2 ** Math.min(entry.rests, 16));
    entry.rests += 1;
    entry.restsUntil = Duration.milliseconds(now + rest * (1 + this.#random.fraction() / 2));
  }

  #entryOf(family: Family, source: string, { operator }: { readonly operator: string }): Entry {
    const key = keyOf(family, source);
    const entry = this.#entries.get(key) ?? newEntry({ family, operator }, source);
    this.#entries.set(key, entry);
    return entry;
  }

  #standing(entry: Entry): Standing {
    const { source, family, operator, agreements, dissents, latency, lastAnswerAt, isContrary, restsUntil } = entry;
    const restsFor = Duration.milliseconds((restsUntil ?? 0) - this.#clock.monotonic());
    const breaker = restsUntil === undefined ? "closed" : restsFor > 0 ? "open" : "half-open";
    const failures = Object.fromEntries(entry.failures);
    return {
      source,
      family,
      operator,
      agreements,
      dissents,
      failures,
      latency,
      lastAnswerAt,
      breaker,
      restsFor: breaker === "open" ? restsFor : Duration.zero,
      isContrary,
    };
  }
}

function keyOf(family: Family, source: string): string {
  return `${family} ${source}`;
}

function newEntry(of: Pick<Source, "family" | "operator">, source: string): Entry {
  return {
    source,
    family: of.family,
    operator: of.operator,
    agreements: 0,
    dissents: 0,
    failures: new Map(),
    latency: undefined,
    lastAnswerAt: undefined,
    setbacks: 0,
    isContrary: false,
    rests: 0,
    restsUntil: undefined,
    isContested: false,
    silentUntil: undefined,
  };
}

function recover(entry: Entry): void {
  entry.setbacks = 0;
  entry.isContrary = false;
  entry.rests = 0;
  entry.restsUntil = undefined;
}

function averaged(before: Duration | undefined, newest: Duration): Duration {
  return before === undefined ? newest : Duration.milliseconds(before + newestShare * (newest - before));
}

function count(failures: Map<SourceFailCode, number>, code: SourceFailCode): void {
  failures.set(code, (failures.get(code) ?? 0) + 1);
}
