import type { Clock } from "../core/clock.ts";
import type { Duration } from "../core/duration.ts";
import { failure, ok, type Result } from "../core/result.ts";

/** Several ways to one end, begun one after the other, of which the first to succeed is taken. RFC 8305 §5 */

/** One way; it ends soon after its signal is aborted. */
export type Attempt<T, F extends object> = (signal: AbortSignal) => Promise<Result<T, F>>;

/** How a race is run. */
export interface RaceRules<T> {
  readonly clock: Clock;
  /** The next attempt begins so much later, or at once when one has failed. */
  readonly headStart: Duration;
  /** Ends all attempts. */
  readonly signal: AbortSignal;
  /** Takes what an attempt brings that comes in after the winner. */
  readonly discard: (value: T) => void;
}

/** The first success, or every failure in the order they happened. */
export function staggeredRace<T, F extends object>(
  attempts: readonly Attempt<T, F>[],
  rules: RaceRules<T>,
): Promise<Result<T, { readonly failures: readonly F[] }>> {
  return new Promise((resolve, reject) => {
    const others = new AbortController();
    const failures: F[] = [];
    let begun = 0;
    let isDecided = false;
    let timer = rules.clock.after(rules.headStart, begin);

    const onAbort = (): void => others.abort();
    rules.signal.addEventListener("abort", onAbort, { once: true });
    const decide = (settle: () => void): void => {
      isDecided = true;
      timer.cancel();
      rules.signal.removeEventListener("abort", onAbort);
      others.abort();
      settle();
    };

    function begin(): void {
      timer.cancel();
      const attempt = attempts[begun];
      if (attempt === undefined || isDecided) return;
      begun += 1;
      if (begun < attempts.length) timer = rules.clock.after(rules.headStart, begin);
      attempt(others.signal).then(take, (bug: unknown) => decide(() => reject(bug)));
    }

    function take(result: Result<T, F>): void {
      if (isDecided) {
        if (result.ok) rules.discard(result.value);
      } else if (result.ok) {
        decide(() => resolve(ok(result.value)));
      } else {
        failures.push(result);
        if (failures.length === attempts.length) decide(() => resolve(failure({ failures })));
        else begin();
      }
    }

    if (rules.signal.aborted) onAbort();
    if (attempts.length === 0) decide(() => resolve(failure({ failures })));
    else begin();
  });
}
