import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { SourceReport, Verdict } from "../core/verdict.ts";
import type { Source } from "./source.ts";
import { canBeReached, isSettled, tally } from "./tally.ts";
import { decide, type VerdictRules, voicesIn } from "./verdict.ts";

/** Asks the configured sources of one family, no more of them than it takes, and has the verdict decided. */

export interface Survey {
  readonly family: Family;
  /** In the order of asking. */
  readonly sources: readonly Source[];
  /** As configured; what depends on the sources is adjusted by `rulesFor`. */
  readonly rules: VerdictRules;
  /**
   * Asks every source and waits for each: for people who want to see them all, and now and then to notice echoes that
   * contradict direct evidence.
   */
  readonly isThorough: boolean;
}

/**
 * Pause after which the remaining echoes are asked as well. Most answer within a third of it, and a lost datagram has
 * been repeated once by then.
 */
const hedgeDelay = Duration.seconds(1);

/**
 * How long an agreement waits for echoes that were asked along with it and may disagree. Enough for a server on another
 * continent, short beside the second in which a name should be right again.
 */
const dissentDelay = Duration.milliseconds(300);

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
    trustsAssertions: sources.length > 0 && sources.every(({ strength }) => strength === "asserted"),
  };
}

/**
 * Takes one survey. Direct sources come first, and echoes are left in peace where those decide. Then one echo more than
 * the quorum needs is asked, of as many operators, and the others only when those fail, disagree or are slow.
 *
 * Bounded: three rounds of at most three seconds each. Ends early with what is known when the signal is aborted.
 */
export async function takeSurvey(survey: Survey, clock: Clock, signal?: AbortSignal): Promise<Verdict> {
  const { family, sources, isThorough } = survey;
  const rules = rulesFor(sources, survey.rules);
  if (!rules.isManaged) return decide(family, [], rules, clock.now());
  const first = sources.filter(({ strength }) => isThorough || rules.trustsAssertions || strength === "direct");
  const reports = [...(await Promise.all(first.map((source) => source.observe(signal))))];
  const verdict = decide(family, reports, rules, clock.now());
  const others = sources.filter((source) => !first.includes(source));
  if (others.length === 0 || verdict.kind === "known" || signal?.aborted === true) return verdict;
  await new EchoRound(reports, others, rules, clock, signal).run();
  return decide(family, reports, rules, clock.now());
}

/** One survey's conversation with echoes; adds to the reports it was given until they suffice. */
class EchoRound {
  readonly #reports: SourceReport[];
  readonly #rules: VerdictRules;
  readonly #clock: Clock;
  readonly #caller: AbortSignal | undefined;
  /** Ends what is still under way, at the end of the round or when the caller gives up. */
  readonly #conversations: AbortController = new AbortController();
  readonly #asked: Set<Source> = new Set();
  #queue: readonly Source[];
  #isHedgeDue = false;
  #hedge: Timer | undefined;
  #dissent: Timer | undefined;
  #isOver = false;
  readonly #finished: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(
    reports: SourceReport[],
    echoes: readonly Source[],
    rules: VerdictRules,
    clock: Clock,
    caller: AbortSignal | undefined,
  ) {
    this.#reports = reports;
    this.#queue = oneOfEachOperatorFirst(echoes);
    this.#rules = rules;
    this.#clock = clock;
    this.#caller = caller;
  }

  async run(): Promise<void> {
    // The caller's signal may live as long as the program, so nothing stays attached to it.
    const onAbort = (): void => this.#conversations.abort();
    this.#caller?.addEventListener("abort", onAbort, { once: true });
    this.#ask(this.#rules.quorum + 1);
    try {
      await this.#finished.promise;
    } finally {
      this.#isOver = true;
      this.#caller?.removeEventListener("abort", onAbort);
      this.#hedge?.cancel();
      this.#dissent?.cancel();
      this.#conversations.abort();
    }
  }

  #ask(count: number): void {
    const next = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
    this.#isHedgeDue = false;
    this.#hedge?.cancel();
    this.#hedge = this.#clock.after(hedgeDelay, () => {
      this.#isHedgeDue = true;
      this.#consider();
    });
    for (const source of next) {
      this.#asked.add(source);
      source.observe(this.#conversations.signal).then((report) => {
        this.#asked.delete(source);
        if (this.#isOver) return;
        this.#reports.push(report);
        this.#consider();
      }, this.#finished.reject);
    }
  }

  /** What follows from the reports so far: be content, wait, or ask the others. */
  #consider(): void {
    const { quorum } = this.#rules;
    const voices = voicesIn(this.#reports, this.#rules);
    const outstanding = new Set([...this.#asked].map(({ operator }) => operator)).size;
    if (tally(voices, quorum).kind === "agreed") {
      if (outstanding === 0 || isSettled(voices, quorum, outstanding)) this.#finished.resolve();
      else this.#dissent ??= this.#clock.after(dissentDelay, () => this.#finished.resolve());
      return;
    }
    this.#dissent?.cancel();
    this.#dissent = undefined;
    const isHopeless = !canBeReached(voices, quorum, outstanding);
    const mayAsk = this.#queue.length > 0 && this.#caller?.aborted !== true;
    if (mayAsk && (isHopeless || this.#isHedgeDue)) this.#ask(this.#queue.length);
    else if (outstanding === 0) this.#finished.resolve();
  }
}

/** Keeps the order otherwise: the first source of every operator, then what is left. */
function oneOfEachOperatorFirst(sources: readonly Source[]): readonly Source[] {
  const isFirst = (source: Source): boolean => sources.find(({ operator }) => operator === source.operator) === source;
  return [...sources.filter(isFirst), ...sources.filter((source) => !isFirst(source))];
}
