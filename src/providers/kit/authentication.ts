import type { Clock } from "../../core/clock.ts";
import type { Duration } from "../../core/duration.ts";
import type { ReadFailure } from "../../core/provider.ts";
import type { Random } from "../../core/random.ts";
import { failure, type Result } from "../../core/result.ts";
import type { Answer } from "./answer.ts";
import type { AnswerRow } from "./answers.ts";
import { refusedDraft, type Draft } from "./draft.ts";

/** How requests prove who sends them. One scheme per file in `auth/`. */

/** What a scheme may use: time and chance for signatures, and other requests for those that sign in first. */
export interface AuthenticationPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** Sends a request as it is, unauthenticated, and reads the answer; the common meanings follow the given rows. */
  send(draft: Draft, rows?: readonly AnswerRow[]): Promise<Result<Answer, ReadFailure>>;
}

export interface Authentication {
  /** Adds the proof. Sees the whole draft, so that it may sign it; nothing is changed afterwards. */
  authenticate(
    draft: Draft,
    ports: AuthenticationPorts,
  ): Result<Draft, ReadFailure> | Promise<Result<Draft, ReadFailure>>;
  /**
   * True when the answer shows that a proof obtained for an earlier request has outlived itself. It is forgotten, and the
   * call that was refused may be authenticated and sent anew, once. Absent where proofs are made for each request.
   */
  readonly isOutdated?: (draft: Draft, answer: Answer) => boolean;
  /**
   * How far our clock may be from the service's before it refuses a right proof in the words for a wrong one. A refusal of
   * the proof that comes with a time further away is our clock's fault, and passes with it. Absent where proofs hold no
   * time, and where the service says what is wrong.
   */
  readonly clockTolerance?: Duration;
}

/** Requests go out as they are; for services whose credentials are part of their calls. */
export const anonymous: Authentication = { authenticate: (draft) => ({ ok: true, value: draft }) };

/**
 * The first scheme whose credentials are filled in, for services with several ways to sign in; the others are undefined
 * or the empty text that `&&` leaves.
 */
export function firstGiven(...schemes: readonly (Authentication | undefined | "")[]): Authentication {
  return schemes.flatMap((scheme) => scheme || [])[0] ?? nothingGiven;
}

const nothingGiven: Authentication = {
  authenticate: () => failure({ outcome: refusedDraft("no complete set of credentials is filled in") }),
};
