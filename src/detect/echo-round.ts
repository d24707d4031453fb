import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { SourceReport } from "../core/verdict.ts";
import type { AskingOrder } from "./asking-order.ts";
import type { Source } from "./source.ts";
import { canBeReached, isSettled, tally } from "./tally.ts";
import { patience, type Silence } from "./trust-ledger.ts";
import { decide, type VerdictRules, voicesIn } from "./verdict.ts";

/** Asks echoes, in two waves at most, until their answers beside those of direct sources suffice. */

/** What a round of echoes came to. */
export interface RoundEnd {
  readonly reports: readonly SourceReport[];
  readonly silences: readonly Silence[];
}

/**
 * Pause after which the remaining echoes are asked as well. Most answer within a third of it, and a lost datagram has
 * been repeated once by then.
 */
const hedgeDelay = patience;

/**
 * How long an agreement waits for echoes that were asked along with it and may disagree. Enough for a server on another
 * continent, short beside the second in which a name should be right again.
 */
const dissentDelay = Duration.milliseconds(300);

/** One survey's conversation with echoes. */
export class EchoRound {
  readonly #family: Family;
  readonly #rules: VerdictRules;
  readonly #clock: Clock;
  readonly #caller: AbortSignal | undefined;
  readonly #order: AskingOrder;
  /** Undefined while direct sources have not all answered; echoes cannot decide before them. */
  #direct: readonly SourceReport[] | undefined;
  readonly #reports: SourceReport[] = [];
  /** Ends what is still under way, at the end of the round or when the caller gives up. */
  readonly #conversations: AbortController = new AbortController();
  /** Who has not answered yet, and since when. */
  readonly #waiting: Map<Source, Duration> = new Map();
  #queue: readonly Source[];
  #isHedgeDue = false;
  #hedge: Timer | undefined;
  #dissent: Timer | undefined;
  #isDissentOver = false;
  #isOver = false;
  readonly #finished: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(family: Family, order: AskingOrder, rules: VerdictRules, clock: Clock, caller: AbortSignal | undefined) {
    this.#family = family;
    this.#order = order;
    this.#queue = order.others;
    this.#rules = rules;
    this.#clock = clock;
    this.#caller = caller;
  }

  async run(direct: readonly SourceReport[] | Promise<readonly SourceReport[]>): Promise<RoundEnd> {
    // The caller's signal may live as long as the program, so nothing stays attached to it.
    const onAbort = (): void => this.#conversations.abort();
    this.#caller?.addEventListener("abort", onAbort, { once: true });
    if (direct instanceof Promise) direct.then((reports) => this.#hearDirect(reports), this.#finished.reject);
    else this.#direct = direct;
    this.#ask(this.#order.first);
    let silences: readonly Silence[] = [];
    try {
      await this.#finished.promise;
      const now = this.#clock.monotonic();
      silences = [...this.#waiting].map(([source, since]) => ({ source, waited: Duration.milliseconds(now - since) }));
    } finally {
      this.#isOver = true;
      this.#caller?.removeEventListener("abort", onAbort);
      this.#hedge?.cancel();
      this.#dissent?.cancel();
      this.#conversations.abort();
    }
    return { reports: [...(this.#direct ?? []), ...this.#reports], silences };
  }

  #ask(sources: readonly Source[]): void {
    this.#isHedgeDue = false;
    this.#hedge?.cancel();
    this.#hedge = this.#clock.after(hedgeDelay, () => {
      this.#isHedgeDue = true;
      this.#consider();
    });
    for (const source of sources) {
      this.#waiting.set(source, this.#clock.monotonic());
      source.observe(this.#conversations.signal).then((report) => {
        if (this.#isOver) return;
        this.#waiting.delete(source);
        this.#reports.push(report);
        this.#consider();
      }, this.#finished.reject);
    }
  }

  #hearDirect(reports: readonly SourceReport[]): void {
    if (this.#isOver) return;
    this.#direct = reports;
    if (decide(this.#family, reports, this.#rules, this.#clock.now()).kind === "known") this.#finished.resolve();
    else this.#consider();
  }

  /** What follows from the reports so far: be content, wait, or ask the others. */
  #consider(): void {
    const reports = [...(this.#direct ?? []), ...this.#reports];
    const voices = voicesIn(reports, this.#rules);
    const outstanding = new Set([...this.#waiting.keys()].map(({ operator }) => operator)).size;
    const needed = this.#rules.quorum + this.#unheardOpponents();
    if (tally(voices, needed).kind === "agreed") {
      const isOnTrial = [...this.#order.trials].some((source) => this.#waiting.has(source));
      const isBeyondDoubt = !isOnTrial && isSettled(voices, needed, outstanding);
      const isSure = outstanding === 0 || this.#isDissentOver || isBeyondDoubt;
      if (isSure && this.#direct !== undefined) this.#finished.resolve();
      if (!isSure && !this.#order.isContested)
        this.#dissent ??= this.#clock.after(dissentDelay, () => this.#endDissent());
      return;
    }
    this.#dissent?.cancel();
    this.#dissent = undefined;
    this.#isDissentOver = false;
    const isHopeless = !canBeReached(voices, needed, outstanding);
    const mayAsk = this.#queue.length > 0 && this.#caller?.aborted !== true;
    if (mayAsk && (isHopeless || this.#isHedgeDue)) {
      const others = this.#queue;
      this.#queue = [];
      this.#ask(others);
    } else if (outstanding === 0 && this.#direct !== undefined) {
      this.#finished.resolve();
    }
  }

  #endDissent(): void {
    this.#isDissentOver = true;
    this.#consider();
  }

  /** Operators taken to be against whatever the others say, because they were the last time and have not been asked. */
  #unheardOpponents(): number {
    const unasked = new Set(this.#queue.map(({ operator }) => operator));
    return [...this.#order.opponents].filter((operator) => unasked.has(operator)).length;
  }
}
