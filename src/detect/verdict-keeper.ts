import type { Clock } from "../core/clock.ts";
import type { Running } from "../core/lifecycle.ts";
import type { Verdict } from "../core/verdict.ts";
import { type Hint, tellsOfChange } from "./monitor/monitor.ts";
import { type Survey, takeSurvey } from "./survey.ts";

/**
 * Keeps one verdict current: takes a survey at the start and after every hint that concerns its family.
 *
 * Surveys never overlap. One that waits for silent echoes while the next is answered by the kernel at once would
 * otherwise end later with older news (seen in the lab: a new prefix known after 2 s, and unknown again 1 s later).
 */
export class VerdictKeeper implements Running {
  readonly #survey: Survey;
  readonly #clock: Clock;
  readonly #onVerdict: (verdict: Verdict) => void;
  readonly #onBug: (error: unknown) => void;
  #running: { readonly abort: AbortController; readonly end: Promise<void>; readonly isSecondTry: boolean } | undefined;
  #isAskedAgain = false;
  #isStopped = false;
  #incumbents: Survey["rules"]["incumbents"];
  #seenSince: Survey["rules"]["seenSince"] = new Map();

  /**
   * Begins with the first survey.
   *
   * @param onVerdict hears every verdict, changed or not, and none after `stop`.
   * @param onBug hears what a survey threw, which can only be a bug of ours; the next hint is served all the same.
   */
  constructor(survey: Survey, clock: Clock, onVerdict: (verdict: Verdict) => void, onBug: (error: unknown) => void) {
    this.#survey = survey;
    this.#clock = clock;
    this.#onVerdict = onVerdict;
    this.#onBug = onBug;
    this.#incumbents = survey.rules.incumbents;
    this.#begin(false);
  }

  /**
   * Takes note of a hint. What was asked before it may be outdated, so a survey under way is ended and taken anew; but
   * one that replaced another is left to finish first, or a link that flaps would keep us from ever knowing anything.
   * When nothing is known to have changed, the survey under way is the look that was due.
   */
  hear(hint: Hint): void {
    if (this.#isStopped || !hint.families.includes(this.#survey.family)) return;
    if (this.#running === undefined) {
      this.#begin(false);
      return;
    }
    if (!tellsOfChange(hint)) return;
    this.#isAskedAgain = true;
    if (!this.#running.isSecondTry) this.#running.abort.abort();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#running?.abort.abort();
    await this.#running?.end;
  }

  #begin(isSecondTry: boolean): void {
    const abort = new AbortController();
    this.#isAskedAgain = false;
    this.#running = { abort, end: this.#take(abort.signal), isSecondTry };
  }

  async #take(signal: AbortSignal): Promise<void> {
    const rules = { ...this.#survey.rules, incumbents: this.#incumbents, seenSince: this.#seenSince };
    try {
      const verdict = await takeSurvey({ ...this.#survey, rules }, this.#clock, signal);
      if (!signal.aborted) {
        if (verdict.kind === "known") this.#incumbents = verdict.addresses;
        this.#seenSince = this.#seenIn(verdict);
        this.#onVerdict(verdict);
      }
    } catch (error) {
      this.#onBug(error);
    }
    this.#running = undefined;
    if (this.#isAskedAgain && !this.#isStopped) this.#begin(signal.aborted);
  }

  /** Addresses seen now keep the time of their first sighting. A survey without any sighting says nothing about them. */
  #seenIn(verdict: Verdict): ReadonlyMap<string, number> {
    if (verdict.kind === "unmanaged" || verdict.weighed.length === 0) return this.#seenSince;
    const now = this.#clock.monotonic();
    const seen = verdict.weighed.map(({ observation }) => observation.address.toString());
    return new Map(seen.map((address) => [address, this.#seenSince.get(address) ?? now]));
  }
}
