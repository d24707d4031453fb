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
    }
  | {
      readonly kind: "mapping-made";
      readonly at: Instant;
      readonly mapping: MappingId;
      /** For people: the protocol, and the router as it names itself. */
      readonly protocol: string;
      readonly router: string;
      /** Undefined where the router does not tell it. */
      readonly externalAddress: Address | undefined;
      readonly externalPort: number;
      readonly wishedPort: number;
    }
  | {
      readonly kind: "mapping-lost";
      readonly at: Instant;
      readonly mapping: MappingId;
      readonly because: MappingLoss;
    }
  | {
      readonly kind: "mapping-failed";
      readonly at: Instant;
      readonly mapping: MappingId;
      /** One of `gateway/`'s codes. */
      readonly code: string;
      readonly detail: string;
      readonly retryAt: Instant;
    }
  | { readonly kind: "mapping-removed"; readonly at: Instant; readonly mapping: MappingId };

/** One hole in a router that the agent keeps open, for instance `ipv4/tcp/445`. Stable over restarts. */
export type MappingId = string & { readonly unit: "mapping" };

/** How a hole that was open came to be open no more, as far as can be told from inside. */
export type MappingLoss =
  /** The router began anew, with an empty table. */
  | "router-restarted"
  /** The router has another external address, and its old entries may not match it. */
  | "external-address-changed"
  /** This host has another address, or another router. */
  | "network-changed"
  /** Nobody answered until the lease ended. */
  | "lease-ended";

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

/**
 * A hole that a router may have open for us. Written down before the router is asked, so that whatever ends the process, a
 * later one renews or removes this hole and makes no second one.
 */
export interface MappingMemory {
  readonly mapping: MappingId;
  /** Proves to a PCP server that the mapping is ours. RFC 6887 §11.2 */
  readonly nonce: Uint8Array;
  /** One of `gateway/`'s protocols. */
  readonly protocol: string;
  /** Tells routers apart. */
  readonly router: string;
  readonly transport: "tcp" | "udp";
  readonly internalAddress: Address;
  readonly internalPort: number;
  readonly externalAddress: Address | undefined;
  /** As granted; as asked for while there is no answer yet. */
  readonly externalPort: number;
  /** Undefined for an entry that the router keeps until it is told otherwise. */
  readonly endsAt: Instant | undefined;
  /** What the router calls it, where it gives it a name. */
  readonly handle: string | undefined;
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
  /** As `remember`, for a mapping. */
  rememberMapping(memory: MappingMemory): Promise<Result<void, AgentJournalFailure>>;
  /** As `forget`, for a mapping. */
  forgetMapping(mapping: MappingId): Promise<Result<void, AgentJournalFailure>>;
  /** In the order of their names. One that cannot be read back is left out. */
  mappings(): Promise<Result<readonly MappingMemory[], AgentJournalFailure>>;
  /** Newest first. */
  history(query: AgentHistoryQuery): Promise<Result<readonly RecordedEvent[], AgentJournalFailure>>;
  /** Waits for what was recorded before; every later call fails with `agent-journal-unavailable`. */
  close(): Promise<void>;
}
