import { Duration } from "./duration.ts";
import type { OwnerName } from "./name.ts";
import type { RRType } from "./rr-type.ts";

/** How an attempt to make records equal to what they should be can end. Codes are stable; texts live in `text/`. */

/** One RRset that a write changed. */
export interface AppliedChange {
  readonly owner: OwnerName;
  readonly type: RRType;
  /** RDATA in wire form; empty when the RRset did not exist, respectively was withdrawn. */
  readonly before: readonly Uint8Array[];
  readonly after: readonly Uint8Array[];
}

/**
 * What an attempt came to. A provider says how long the remote asked to wait; when that is, the scheduler decides.
 *
 * `detail` is evidence for people (the remote's own words, shortened); it holds no credential and is not translated.
 */
export type Outcome =
  | { readonly kind: "unchanged" }
  | { readonly kind: "updated"; readonly changes: readonly AppliedChange[] }
  | Rejected
  | Failed
  | Unconfirmed;

/** Permanent until a person acts: repeating it is how accounts get blocked. */
export interface Rejected {
  readonly kind: "rejected";
  readonly code: RejectCode;
  readonly detail: string;
}

/** Temporary, and nothing was changed as far as we know. */
export interface Failed {
  readonly kind: "failed";
  readonly code: FailCode;
  readonly detail: string;
  readonly retryAfter?: Duration;
}

/** Sent, but the reply was lost: what the remote holds must be read before anything is written again. */
export interface Unconfirmed {
  readonly kind: "unconfirmed";
  readonly code: FailCode;
  readonly detail: string;
  readonly retryAfter?: Duration;
}

/** The outcomes that are not a success. */
export type Unsuccessful = Rejected | Failed | Unconfirmed;

/** What the scheduler does with a code: leave it to a person, or try again with growing pauses. */
export type RetryPolicy = "never" | "backoff";

/** One row of the code table. The code itself is the metric label and the key of its texts. */
export interface CodeRow {
  readonly retry: RetryPolicy;
  /** Exit status of a command that ends with this code. */
  readonly exitStatus: 3 | 4;
  /** Shortest pause before the next attempt when the remote named none. */
  readonly pause?: Duration;
}

const rejected: CodeRow = { retry: "never", exitStatus: 3 };
const failed: CodeRow = { retry: "backoff", exitStatus: 4 };

/** Why a remote, or we ourselves, refuse for good. */
export type RejectCode =
  | "credentials-rejected"
  | "not-authorized"
  | "zone-not-found"
  | "name-not-found"
  | "name-invalid"
  | "value-invalid"
  | "blocked-for-abuse"
  | "client-refused"
  | "paid-feature"
  | "account-not-eligible"
  | "quota-exceeded"
  | "conflicting-records"
  | "foreign-records"
  | "change-too-large"
  | "unsupported"
  | "service-closed"
  | "zone-not-by-api"
  | "insecure-transport"
  | "request-refused";

/** What may work later. */
export type FailCode =
  | "timed-out"
  | "name-not-resolved"
  | "connection-refused"
  | "connection-reset"
  | "unreachable"
  | "tls-failed"
  | "aborted"
  | "rate-limited"
  | "server-error"
  | "under-maintenance"
  | "answer-unreadable"
  | "answer-too-large"
  | "answer-cut-short"
  | "clock-skewed"
  | "zone-busy"
  | "actual-unknown"
  | "precondition-lost"
  | "not-yet-visible";

export type OutcomeCode = RejectCode | FailCode;

/** The row of every permanent code. */
export const rejectCodes: Readonly<Record<RejectCode, CodeRow>> = {
  "credentials-rejected": rejected,
  "not-authorized": rejected,
  "zone-not-found": rejected,
  "name-not-found": rejected,
  "name-invalid": rejected,
  "value-invalid": rejected,
  "blocked-for-abuse": rejected,
  "client-refused": rejected,
  "paid-feature": rejected,
  "account-not-eligible": rejected,
  "quota-exceeded": rejected,
  "conflicting-records": rejected,
  "foreign-records": rejected,
  "change-too-large": rejected,
  unsupported: rejected,
  "service-closed": rejected,
  "zone-not-by-api": rejected,
  "insecure-transport": rejected,
  "request-refused": rejected,
};

/** The row of every temporary code. */
export const failCodes: Readonly<Record<FailCode, CodeRow>> = {
  "timed-out": failed,
  "name-not-resolved": failed,
  "connection-refused": failed,
  "connection-reset": failed,
  unreachable: failed,
  "tls-failed": failed,
  aborted: failed,
  // Pause: an unnamed limit is mostly counted per minute or five minutes (Cloudflare: 1 200 per 5 min).
  "rate-limited": { ...failed, pause: Duration.minutes(5) },
  "server-error": failed,
  // Pause: dyndns2's `911` asks for at least 30 minutes (help.dyn.com, "Return Codes").
  "under-maintenance": { ...failed, pause: Duration.minutes(30) },
  "answer-unreadable": failed,
  "answer-too-large": failed,
  "answer-cut-short": failed,
  "clock-skewed": failed,
  "zone-busy": failed,
  "actual-unknown": failed,
  "precondition-lost": failed,
  "not-yet-visible": failed,
};

/** The row of any code. */
export function codeRow(code: OutcomeCode): CodeRow {
  return Object.hasOwn(rejectCodes, code) ? rejectCodes[code as RejectCode] : failCodes[code as FailCode];
}

/** Exit status of a command for an outcome: 0 done, 3 rejected by the remote, 4 temporary failure. */
export function exitStatusOf(outcome: Outcome): 0 | 3 | 4 {
  if (outcome.kind === "unchanged" || outcome.kind === "updated") return 0;
  return codeRow(outcome.code).exitStatus;
}
