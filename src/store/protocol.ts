import type { Result } from "../core/result.ts";
import type { OpenFailureCode, StorageFailure } from "./storage-failure.ts";

/**
 * What the storage thread is asked and answers.
 *
 * A message is JSON text for everything small and one run of octets for everything large. Measured per call on the
 * sender's side: cloning objects 4 to 5 µs, JSON with transferred octets 1 µs. Both ends are the same build.
 */

/** Many calls, or many answers, with their octets one after the other in the order of the text. */
export interface StorageMessage {
  readonly text: string;
  readonly octets: Uint8Array;
}

/** One line of a request's text. Store 0 is the thread itself. */
export type CallLine = readonly [call: number, store: number, kind: string, ask: unknown, octetCount: number];

/** One line of an answer's text. */
export type AnswerLine = readonly [call: number, answer: unknown, octetCount: number];

/** What a kind of call asks, what it gives, and how it can be refused while storage itself is fine. */
interface CallShape {
  readonly ask: unknown;
  readonly value: unknown;
  readonly refusal: string;
}

/** The kinds of calls a store takes. */
export type Calls<C> = { readonly [K in keyof C]: CallShape };

/** The answer to a call. */
export type Answer<S extends CallShape> = Result<
  S["value"],
  { readonly code: S["refusal"] | StorageFailure["code"]; readonly detail: string }
>;

/** The number that stands for the thread itself; stores get theirs when they are opened. */
export const threadItself = 0;

/** Calls to the thread itself. */
export interface ThreadCalls {
  readonly "open-journal": {
    readonly ask: { readonly path: string; readonly options: JournalOptions };
    readonly value: { readonly store: number; readonly revision: number };
    readonly refusal: OpenFailureCode;
  };
  readonly "open-agent": {
    readonly ask: { readonly path: string; readonly options: AgentOptions };
    readonly value: { readonly store: number };
    readonly refusal: OpenFailureCode;
  };
  readonly close: { readonly ask: { readonly store: number }; readonly value: null; readonly refusal: never };
}

/** How `journal.db` is kept. */
export interface JournalOptions {
  /** Folding begins when so many entries wait for it. */
  readonly foldAfterEntries: number;
  /** Or when their changes fill so many octets. */
  readonly foldAfterOctets: number;
}

/** How `agent.db` is kept. */
export interface AgentOptions {
  /** Newest events that are kept. */
  readonly largestEventCount: number;
}

/** An entry without its changes, which travel as octets. Names and addresses are text. */
export interface EntryLine {
  readonly at: number;
  readonly zone: string;
  readonly actor: string;
  readonly token?: string;
  readonly host?: string;
  readonly transport: string;
  readonly peer?: string;
}

/** An entry that was read back. */
export interface StoredEntryLine extends EntryLine {
  readonly revision: number;
  readonly octetCount: number;
}

/** One item of a replay: a piece of a zone's state, or an entry. */
export type ReplayLine =
  | { readonly zone: string; readonly revision: number; readonly octetCount: number }
  | { readonly entry: StoredEntryLine };

/** A host as text and numbers. */
export interface HostLine {
  readonly name: string;
  readonly zone: string;
  readonly createdAt: number;
}

/** A token as text and numbers; the digest in hexadecimal. */
export interface TokenLine {
  readonly id: string;
  readonly digest: string;
  readonly host: string;
  readonly createdAt: number;
}

/** Calls to `journal.db`: the journal and the accounts, which share it and its transactions. */
export interface JournalCalls {
  /** The octets are the encoded changes. */
  readonly append: {
    readonly ask: {
      readonly entry: EntryLine;
      readonly expected?: number;
      /** Whether the zone exists after this entry, where the entry decides that. */
      readonly isServed?: boolean;
    };
    readonly value: number;
    readonly refusal: "conflict";
  };
  /** The next batch, empty when nothing is left for now; the first call with a number begins that replay. */
  readonly replay: {
    readonly ask: { readonly replay: number };
    readonly value: readonly ReplayLine[];
    readonly refusal: never;
  };
  /** Ends a replay: until then the snapshot is not folded. */
  readonly "end-replay": {
    readonly ask: { readonly replay: number };
    readonly value: null;
    readonly refusal: never;
  };
  readonly history: {
    readonly ask: { readonly ownerKey?: string; readonly before?: number; readonly limit: number };
    readonly value: readonly StoredEntryLine[];
    readonly refusal: never;
  };
  readonly snapshot: { readonly ask: null; readonly value: null; readonly refusal: never };

  readonly "add-host": {
    readonly ask: { readonly host: HostLine; readonly token: TokenLine };
    readonly value: null;
    readonly refusal: "host-exists" | "token-exists";
  };
  readonly "remove-host": { readonly ask: string; readonly value: null; readonly refusal: "host-unknown" };
  readonly "add-token": {
    readonly ask: { readonly token: TokenLine; readonly isReplacing: boolean };
    readonly value: null;
    readonly refusal: "host-unknown" | "token-exists";
  };
  readonly "revoke-token": { readonly ask: string; readonly value: null; readonly refusal: "token-unknown" };
  readonly host: { readonly ask: string; readonly value: HostLine | null; readonly refusal: never };
  readonly hosts: {
    readonly ask: { readonly after: string; readonly limit: number };
    readonly value: readonly HostLine[];
    readonly refusal: never;
  };
  readonly token: { readonly ask: string; readonly value: TokenLine | null; readonly refusal: never };
  readonly "tokens-of": { readonly ask: string; readonly value: readonly TokenLine[]; readonly refusal: never };
}

/** Calls to `agent.db`. Events and memories are JSON text that only the agent's side reads. */
export interface AgentCalls {
  readonly record: {
    readonly ask: { readonly at: number; readonly target?: string; readonly event: string };
    readonly value: null;
    readonly refusal: never;
  };
  readonly remember: {
    readonly ask: { readonly target: string; readonly memory: string };
    readonly value: null;
    readonly refusal: never;
  };
  readonly forget: { readonly ask: string; readonly value: null; readonly refusal: never };
  readonly memories: { readonly ask: null; readonly value: readonly string[]; readonly refusal: never };
  readonly "remember-mapping": {
    readonly ask: { readonly mapping: string; readonly memory: string };
    readonly value: null;
    readonly refusal: never;
  };
  readonly "forget-mapping": { readonly ask: string; readonly value: null; readonly refusal: never };
  readonly mappings: { readonly ask: null; readonly value: readonly string[]; readonly refusal: never };
  readonly history: {
    readonly ask: { readonly target?: string; readonly before?: number; readonly limit: number };
    readonly value: readonly { readonly sequence: number; readonly event: string }[];
    readonly refusal: never;
  };
}

/** The calls of a store as its side of the thread receives them. */
export type Incoming<C extends Calls<C>> = {
  [K in keyof C & string]: {
    readonly call: number;
    readonly kind: K;
    readonly ask: C[K]["ask"];
    readonly octets: Uint8Array;
  };
}[keyof C & string];
