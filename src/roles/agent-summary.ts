import { Instant } from "../core/clock.ts";
import type { Duration } from "../core/duration.ts";
import type { Bilingual, Language } from "../core/language.ts";
import { presentValues } from "../reconcile/rdata-text.ts";
import { describeState } from "../reconcile/state.text.ts";
import type { TargetStatus } from "../reconcile/target-status.ts";
import type { NotVerifiedReason, Verification } from "../reconcile/verification.ts";
import type { Verdicts } from "../reconcile/managed-name.ts";
import { rdataOf } from "../reconcile/desired.ts";
import { type DetectionJson, detectionJson } from "../detect/explain.ts";
import type { MappingStatus } from "../expose/mapping-status.ts";
import type { Standing } from "../detect/trust-ledger.ts";
import { unknownReasonTexts } from "../detect/verdict.text.ts";
import { type MappingSummary, mappingSummary } from "./mapping-summary.ts";

/** What an agent tells of itself, as plain JSON with its sentences in both languages. */

export interface AgentSummary {
  readonly startedAt: string;
  readonly detection: DetectionJson;
  /** What surveys have learnt about each echo. */
  readonly echoes: readonly EchoSummary[];
  readonly targets: readonly TargetSummary[];
  readonly mappings: readonly MappingSummary[];
}

export interface EchoSummary {
  readonly source: string;
  readonly family: string;
  readonly operator: string;
  /** `open` is left in peace while others suffice, `half-open` is due to be tried again. */
  readonly breaker: Standing["breaker"];
  readonly agreements: number;
  readonly dissents: number;
  /** By code. */
  readonly failures: Standing["failures"];
  /** Moving average; null before the first answer. */
  readonly latencyMs: number | null;
  readonly lastAnswerAt: string | null;
  /** Null unless the breaker is open. */
  readonly restsForMs: number | null;
}

export interface TargetSummary {
  readonly target: string;
  readonly name: string;
  readonly type: string;
  readonly provider: string;
  readonly state: TargetStatus["state"];
  /** Presentation form; null when nothing is known that should exist. */
  readonly desired: readonly string[] | null;
  /** What the provider last confirmed; null when it never has. */
  readonly confirmed: readonly string[] | null;
  readonly confirmedAt: string | null;
  /** The code of a refusal or of the last failure. */
  readonly code: string | null;
  readonly detail: string | null;
  readonly retryAt: string | null;
  readonly nextCheckAt: string | null;
  /** Null while the authoritative servers have not been asked. */
  readonly verification: VerificationSummary | null;
  readonly text: Bilingual<string>;
}

/** Both forms have the same fields. */
export type VerificationSummary =
  | {
      readonly state: "verified";
      readonly at: string;
      readonly servers: readonly string[];
      readonly tookMs: Duration;
      readonly reason: null;
    }
  | {
      readonly state: "not-verified";
      readonly at: string;
      readonly servers: readonly [];
      readonly tookMs: null;
      readonly reason: NotVerifiedReason;
    };

/** @param clockTime shows a point in time as the host's clock does. */
export function agentSummary(
  startedAt: Instant,
  { verdicts, standings }: { readonly verdicts: Verdicts; readonly standings: readonly Standing[] },
  statuses: readonly TargetStatus[],
  mappings: readonly MappingStatus[],
  clockTime: (at: Instant) => string,
): AgentSummary {
  return {
    startedAt: Instant.format(startedAt),
    detection: detectionJson([...verdicts.values()]),
    echoes: standings.map(echoSummary),
    targets: statuses.map((status) => targetSummary(status, clockTime)),
    mappings: mappings.map((status) => mappingSummary(status, clockTime)),
  };
}

function echoSummary(standing: Standing): EchoSummary {
  const { source, family, operator, breaker, agreements, dissents, failures, latency, lastAnswerAt } = standing;
  return {
    source,
    family,
    operator,
    breaker,
    agreements,
    dissents,
    failures,
    latencyMs: latency ?? null,
    lastAnswerAt: lastAnswerAt === undefined ? null : Instant.format(lastAnswerAt),
    restsForMs: breaker === "open" ? standing.restsFor : null,
  };
}

function targetSummary(status: TargetStatus, clockTime: (at: Instant) => string): TargetSummary {
  const { confirmed, desired, held, nextCheckAt, setback, type, verification } = status;
  const values = rdataOf(desired);
  const say = (language: Language): string =>
    describeState(status, { language, clockTime, unknownText: (reason) => unknownReasonTexts[language][reason] });
  const trouble = held ?? setback;
  return {
    target: status.target,
    name: status.owner.hostname,
    type,
    provider: status.providerKey,
    state: status.state,
    desired: values === undefined ? null : presentValues(type, values),
    confirmed: confirmed === undefined ? null : presentValues(type, confirmed.rdata),
    confirmedAt: confirmed === undefined ? null : Instant.format(confirmed.at),
    code: trouble?.code ?? null,
    detail: trouble?.detail ?? null,
    retryAt: setback === undefined ? null : Instant.format(setback.retryAt),
    nextCheckAt: nextCheckAt === undefined ? null : Instant.format(nextCheckAt),
    verification: verification === undefined ? null : verificationSummary(verification),
    text: { en: say("en"), "zh-CN": say("zh-CN") },
  };
}

function verificationSummary(verification: Verification & { readonly at: Instant }): VerificationSummary {
  const at = Instant.format(verification.at);
  if (verification.kind === "verified") {
    const { servers, took } = verification;
    return { state: "verified", at, servers, tookMs: took, reason: null };
  }
  return { state: "not-verified", at, servers: [], tookMs: null, reason: verification.reason };
}
