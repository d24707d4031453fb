import type { Address } from "./address.ts";
import type { Instant } from "./clock.ts";
import type { Duration } from "./duration.ts";
import type { Family } from "./family.ts";
import type { FailCode, OutcomeCode } from "./outcome.ts";
import type { Result } from "./result.ts";
import type { RRType } from "./rr-type.ts";
import type { UnknownReason } from "./verdict.ts";

/** What the agent writes down: events for people, and what it must remember so that a restart writes nothing twice. */

/** One RRset at one provider that the agent keeps, for instance `cf/home.example.net./A`. Stable over restarts. */
export type TargetId = string & { readonly unit: "target" };

/** What happened; each kind is one line of `holdfast history`. Texts are made where they are shown. */
export type AgentEvent =
  | { readonly kind: "started"; readonly at: Instant; readonly version: string }
  | { readonly kind: "stopped"; readonly at: Instant }
  | {
      readonly kind: "addresses-known";
      readonly at: Instant;
      readonly family: Family;
      readonly addresses: readonly Address[];
      readonly because: string;
    }
  | {
      readonly kind: "addresses-unknown";
      readonly at: Instant;
      readonly family: Family;
      readonly reason: UnknownReason;
    }
  | {
      readonly kind: "updated" | "unchanged";
      readonly at: Instant;
      readonly target: TargetId;
      /** Presentation form. */
      readonly before: readonly string[] | undefined;
      readonly after: readonly string[];
    }
  | {
      readonly kind: "rejected" | "failed" | "unconfirmed";
      readonly at: Instant;
      readonly target: TargetId;
      readonly code: OutcomeCode;
      readonly detail: string;
      readonly retryAt: Instant | undefined;
    }
  | {
      readonly kind: "verified";
      readonly at: Instant;
      readonly target: TargetId;
      /** Authoritative servers that agreed. */
      readonly servers: readonly string[];
      /** From the end of the write to the last server's agreement. */
      readonly took: Duration;
    }
  | {
      readonly kind: "not-verified";
      readonly at: Instant;
      readonly target: TargetId;
      readonly reason: "servers-disagree" | "no-server-answered" | "masked-by-provider" | "zone-not-delegated";
      readonly detail: string;
    };

/** What we last knew for certain about a target. */
export interface TargetMemory {
  readonly target: TargetId;
  readonly type: RRType;
  /** What the provider last confirmed; undefined until it has, for instance when the very first attempt was refused. */
  readonly confirmed: ConfirmedValues | undefined;
  /** When the provider's interface was last read or written, as opposed to DNS. */
  readonly checkedAt: Instant | undefined;
  /** Digest of the target's configuration; what is held or waiting counts for this one only. */
  readonly configuration: string;
  /** A refusal that still stands. */
  readonly held: { readonly code: OutcomeCode; readonly detail: string; readonly since: Instant } | undefined;
  /** A failure whose pause still runs: a restart does not shorten it. */
  readonly waiting: { readonly code: FailCode; readonly detail: string; readonly until: Instant } | undefined;
  /**
   * Values of writes whose reply was lost, or that were under way when we were killed, until a reading settles which of
   * them took effect; empty for a withdrawal. Undefined when there is no such write.
   */
  readonly unconfirmed: readonly Uint8Array[] | undefined;
}

/** Values that a provider has said it holds. */
export interface ConfirmedValues {
  /** Wire form; empty when the RRset was withdrawn. Where only some values of the RRset are ours, those. */
  readonly rdata: readonly Uint8Array[];
  /** When they were last sent, or first found in place. */
  readonly at: Instant;
  /** Digest of the configuration they were sent or found under; under another one they must be sent again. */
  readonly configuration: string;
}

/** An event in its place; sequences grow. */
export interface RecordedEvent {
  readonly sequence: number;
  readonly event: AgentEvent;
}

/** Restricts what history returns. */
export interface AgentHistoryQuery {
  readonly target?: TargetId;
  /** Only events before this sequence, for paging backwards. */
  readonly before?: number;
  /** At most so many, 1 to 1000. */
  readonly limit: number;
}

/** Why something could not be written down or read back. */
export interface AgentJournalFailure {
  readonly code: "agent-journal-full" | "agent-journal-unavailable";
  readonly detail: string;
}

export interface AgentJournal {
  /** Resolves when the event is written; events keep their order. Old events make room for new ones. */
  record(event: AgentEvent): Promise<Result<void, AgentJournalFailure>>;
  /** Resolves when the memory would survive power loss; replaces what was known about the target. */
  remember(memory: TargetMemory): Promise<Result<void, AgentJournalFailure>>;
  /** Ends the memory of a target; one that is not known is forgotten already. */
  forget(target: TargetId): Promise<Result<void, AgentJournalFailure>>;
  /** In the order of their targets. A memory that cannot be read back is left out: its target is then read anew. */
  memories(): Promise<Result<readonly TargetMemory[], AgentJournalFailure>>;
  /** Newest first. */
  history(query: AgentHistoryQuery): Promise<Result<readonly RecordedEvent[], AgentJournalFailure>>;
  /** Waits for what was recorded before; every later call fails with `agent-journal-unavailable`. */
  close(): Promise<void>;
}
