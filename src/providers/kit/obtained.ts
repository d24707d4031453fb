import { Instant } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Rejected } from "../../core/outcome.ts";
import type { ReadFailure } from "../../core/provider.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { Answer } from "./answer.ts";
import type { Authentication, AuthenticationPorts } from "./authentication.ts";
import type { Draft } from "./draft.ts";

/**
 * What a service has to be asked for before it takes requests, such as a token: asked for when first needed, kept in the
 * memory of one connection until shortly before it ends, and asked for anew when the service refuses it before that.
 */

/** What was obtained, and how long it is good for, counted from the request for it. */
export interface Obtained<T> {
  readonly value: T;
  readonly lifetime: Duration;
}

export interface ObtainingScheme<T> {
  readonly obtain: (ports: AuthenticationPorts) => Promise<Result<Obtained<T>, ReadFailure>>;
  /** The request with what was obtained. */
  readonly show: (draft: Draft, value: T, ports: AuthenticationPorts) => Draft | Promise<Draft>;
  /** The answer to what is no longer good. */
  readonly isRefusal: (answer: Answer) => boolean;
}

/** Requests take time, and clocks differ; of what lives shorter than two minutes, half is used. */
const spare = Duration.minutes(1);

/**
 * How long a refusal to give it out counts for all names of the connection. Services lock accounts after some failed
 * logins, and all names become due at once; whoever has repaired the account there does not want to wait for long.
 */
const refusalCounts = Duration.minutes(1);

/** An authentication by something obtained; each call makes one with a memory of its own. */
export function obtaining<T>(scheme: ObtainingScheme<T>): Authentication {
  let held: Held<T> | undefined;
  let refused: { readonly outcome: Rejected; readonly at: Instant } | undefined;
  let asking: Promise<Result<Held<T>, ReadFailure>> | undefined;
  const shown = new WeakMap<Draft, { readonly held: Held<T>; readonly isNew: boolean }>();

  const ask = async (ports: AuthenticationPorts): Promise<Result<Held<T>, ReadFailure>> => {
    const askedAt = ports.clock.now();
    const obtained = await scheme.obtain(ports).finally(() => {
      asking = undefined;
    });
    if (!obtained.ok) {
      const { outcome } = obtained;
      refused = outcome.kind === "rejected" ? { outcome, at: askedAt } : undefined;
      return obtained;
    }
    refused = undefined;
    const { value, lifetime } = obtained.value;
    const usable = Duration.milliseconds(Math.max(lifetime / 2, lifetime - spare));
    held = { value, until: Instant.plus(askedAt, usable) };
    return ok(held);
  };

  /** Requests of many names begin at once, and logins are counted: all of them wait for the same one. */
  const askTogether = async (ports: AuthenticationPorts): Promise<Result<Held<T>, ReadFailure>> => {
    const others = asking;
    const now = ports.clock.now();
    if (others === undefined && refused !== undefined && isWithin(now, refused.at, refusalCounts)) {
      return failure({ outcome: refused.outcome });
    }
    if (others === undefined) {
      asking = ask(ports);
      return asking;
    }
    const result = await others;
    // Whoever asked was cancelled, and nobody else was.
    return result.ok || result.outcome.code !== "aborted" ? result : askTogether(ports);
  };

  return {
    async authenticate(draft, ports) {
      const isNew = held === undefined || ports.clock.now() >= held.until;
      const used = held === undefined || isNew ? await askTogether(ports) : ok(held);
      if (!used.ok) return used;
      const authenticated = await scheme.show(draft, used.value.value, ports);
      shown.set(authenticated, { held: used.value, isNew });
      return ok(authenticated);
    },
    isOutdated(draft, answer) {
      const proof = shown.get(draft);
      if (proof === undefined || !scheme.isRefusal(answer)) return false;
      if (held === proof.held) held = undefined;
      // What was obtained a moment ago is refused for another reason, and asking again and again blocks accounts.
      return !proof.isNew;
    },
  };
}

/** False, too, when the clock has been set back since. */
function isWithin(now: Instant, since: Instant, length: Duration): boolean {
  return now >= since && now < Instant.plus(since, length);
}

interface Held<T> {
  readonly value: T;
  readonly until: Instant;
}
