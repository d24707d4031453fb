import { failure, ok, type Result } from "../core/result.ts";
import { MessageBox } from "./message-box.ts";
import {
  type AgentCalls,
  type AgentOptions,
  type Answer,
  type AnswerLine,
  type CallLine,
  type Calls,
  type JournalCalls,
  type JournalOptions,
  type StorageMessage,
  type ThreadCalls,
  threadItself,
} from "./protocol.ts";
import type { OpenFailureCode, StorageFailure } from "./storage-failure.ts";
import type { StartPlace, StoragePlace } from "./storage-place.ts";

/**
 * Storage as the rest of the process sees it: starts it with the first store, sends the calls of a turn together, brings
 * answers to their callers, and answers everything itself once storage is gone.
 */

/** An answer with its octets. */
export interface Answered<S extends Calls<{ call: S }>["call"]> {
  readonly answer: Answer<S>;
  readonly octets: Uint8Array;
}

/** One open store, as its client sees it. */
export interface StoreLine<C extends Calls<C>> {
  call<K extends keyof C & string>(kind: K, ask: C[K]["ask"], octets?: Uint8Array): Promise<Answered<C[K]>>;
  /** Does what was called before, then lets go of the file. */
  close(): Promise<void>;
}

/** A store that was opened, or why not. */
type Opened<K extends "open-journal" | "open-agent", C extends Calls<C>> = Result<
  ThreadCalls[K]["value"] & { readonly line: StoreLine<C> },
  { readonly code: OpenFailureCode | StorageFailure["code"]; readonly detail: string }
>;

export class StorageClient {
  readonly #outbox = new MessageBox<CallLine>();
  readonly #pending = new Map<number, (answer: unknown, octets: Uint8Array) => void>();
  readonly #ended = Promise.withResolvers<StorageFailure>();
  readonly #startPlace: StartPlace;
  #place: StoragePlace | undefined;
  #end: StorageFailure | undefined;
  #lastCall = 0;

  constructor(startPlace: StartPlace) {
    this.#startPlace = startPlace;
  }

  /** Resolves when storage is gone, wanted or not; every call fails from then on. */
  get ended(): Promise<StorageFailure> {
    return this.#ended.promise;
  }

  /** Opens `journal.db`; storage starts with the first store. */
  async openJournal(path: string, options: JournalOptions): Promise<Opened<"open-journal", JournalCalls>> {
    const { answer } = await this.#call<ThreadCalls["open-journal"]>(threadItself, "open-journal", { path, options });
    return answer.ok ? ok({ ...answer.value, line: this.#line(answer.value.store) }) : answer;
  }

  /** Opens `agent.db`; storage starts with the first store. */
  async openAgent(path: string, options: AgentOptions): Promise<Opened<"open-agent", AgentCalls>> {
    const { answer } = await this.#call<ThreadCalls["open-agent"]>(threadItself, "open-agent", { path, options });
    return answer.ok ? ok({ ...answer.value, line: this.#line(answer.value.store) }) : answer;
  }

  /** Ends storage at once; close the stores first. */
  stop(): void {
    this.#fail("storage was stopped");
    this.#place?.stop();
  }

  #line<C extends Calls<C>>(store: number): StoreLine<C> {
    return {
      call: (kind, ask, octets) => this.#call(store, kind, ask, octets),
      close: async () => {
        await this.#call<ThreadCalls["close"]>(threadItself, "close", { store });
      },
    };
  }

  #call<S extends Calls<{ call: S }>["call"]>(
    store: number,
    kind: string,
    ask: S["ask"],
    octets?: Uint8Array,
  ): Promise<Answered<S>> {
    const gone = this.#end;
    if (gone !== undefined) return Promise.resolve({ answer: failure(gone), octets: none });
    this.#lastCall += 1;
    const call = this.#lastCall;
    if (this.#outbox.isEmpty) queueMicrotask(() => this.#send());
    this.#outbox.put([call, store, kind, ask, octets?.length ?? 0], octets);
    return new Promise((resolve) => {
      // Both ends are the same build, so the answer to a kind of call has the type that kind says.
      this.#pending.set(call, (answer, answerOctets) => resolve({ answer: answer as Answer<S>, octets: answerOctets }));
    });
  }

  #send(): void {
    if (this.#end !== undefined) return;
    const message = this.#outbox.take();
    this.#place ??= this.#startPlace({
      onMessage: (answers) => this.#receive(answers),
      onEnd: (reason) => this.#fail(reason),
    });
    this.#place.post(message);
  }

  #receive(message: StorageMessage): void {
    const lines: readonly AnswerLine[] = JSON.parse(message.text);
    let offset = 0;
    for (const [call, answer, octetCount] of lines) {
      const octets = octetCount === 0 ? none : message.octets.subarray(offset, offset + octetCount);
      offset += octetCount;
      const settle = this.#pending.get(call);
      this.#pending.delete(call);
      settle?.(answer, octets);
    }
  }

  #fail(detail: string): void {
    if (this.#end !== undefined) return;
    const found: StorageFailure = { code: "unavailable", detail };
    this.#end = found;
    for (const settle of this.#pending.values()) settle(failure(found), none);
    this.#pending.clear();
    this.#ended.resolve(found);
  }
}

const none: Uint8Array = new Uint8Array();
