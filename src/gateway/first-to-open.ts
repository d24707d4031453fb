import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { failure, type Result } from "../core/result.ts";
import type { GatewayFailCode, GatewayFailure } from "./gateway.ts";

/** Tries several protocols, one after the other and soon side by side, and takes the first that is answered. */

export type Try<T> = (signal: AbortSignal) => Promise<Result<T, GatewayFailure>>;

/** How long a protocol is waited for before the next is tried beside it: many times what a router at home takes. */
const headStart = Duration.milliseconds(150);

/** Codes that only say that nobody is there or that another protocol is spoken. */
const nobody: ReadonlySet<GatewayFailCode> = new Set([
  "timed-out",
  "connection-refused",
  "connection-reset",
  "unreachable",
  "gateway-not-found",
  "gateway-unsupported",
]);

/**
 * The first success, in which case the others are ended. Otherwise what a router said that did answer, or
 * `gateway-not-found` with all reasons.
 */
export function firstToOpen<T>(tries: readonly Try<T>[], clock: Clock): Promise<Result<T, GatewayFailure>> {
  const others = new AbortController();
  return new Promise((resolve, reject) => {
    const failures: GatewayFailure[] = [];
    let begun = 0;
    let next: Timer | undefined;
    const finish = (result: Result<T, GatewayFailure>): void => {
      next?.cancel();
      resolve(result);
      others.abort();
    };
    const begin = (): void => {
      next?.cancel();
      const one = tries[begun];
      if (one === undefined || others.signal.aborted) return;
      begun += 1;
      if (begun < tries.length) next = clock.after(headStart, begin);
      one(others.signal).then((result) => {
        if (others.signal.aborted) return;
        if (result.ok) {
          finish(result);
          return;
        }
        failures.push(result);
        if (failures.length === tries.length) finish(summary(failures));
        else begin();
      }, reject);
    };
    if (tries.length === 0) finish(summary([]));
    else begin();
  });
}

function summary(failures: readonly GatewayFailure[]): Result<never, GatewayFailure> {
  const telling = failures.find(({ code }) => !nobody.has(code));
  if (telling !== undefined) return failure(telling);
  return failure({ code: "gateway-not-found", detail: failures.map(({ detail }) => detail).join("; ") });
}
