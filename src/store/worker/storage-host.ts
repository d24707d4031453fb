import { assertNever } from "../../core/assert.ts";
import { failure, ok } from "../../core/result.ts";
import { MessageBox } from "../message-box.ts";
import {
  type Answer,
  type AnswerLine,
  type CallLine,
  type Calls,
  type Incoming,
  type StorageMessage,
  type ThreadCalls,
  threadItself,
} from "../protocol.ts";
import { AgentStore } from "./agent-store.ts";
import { JournalStore } from "./journal-store.ts";
import type { Answers, Store } from "./store.ts";

/**
 * The inside of the storage thread: gathers what has arrived, lets each store do all of its own at once, sends the
 * answers together, and uses the time between for short steps of background work.
 */

/** How the host is connected to its thread. */
export interface HostPorts {
  readonly send: (message: StorageMessage) => void;
  /** Runs a turn behind the messages that have arrived by then. */
  readonly later: (turn: () => void) => void;
}

export class StorageHost {
  readonly #ports: HostPorts;
  readonly #outbox = new MessageBox<AnswerLine>();
  readonly #stores = new Map<number, HostedStore>();
  #waiting: WaitingCall[] = [];
  #isTurnDue = false;
  #lastStore = threadItself;

  constructor(ports: HostPorts) {
    this.#ports = ports;
  }

  receive(message: StorageMessage): void {
    // Both ends of the thread are the same build, so what arrives is what the other end's types say.
    const lines: readonly CallLine[] = JSON.parse(message.text);
    let offset = 0;
    for (const [call, store, kind, ask, octetCount] of lines) {
      this.#waiting.push({ call, store, kind, ask, octets: message.octets.subarray(offset, offset + octetCount) });
      offset += octetCount;
    }
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    this.#ports.later(() => {
      this.#isTurnDue = false;
      this.#turn();
    });
  }

  #turn(): void {
    const calls = this.#waiting;
    this.#waiting = [];
    let byStore = new Map<number, WaitingCall[]>();
    for (const call of calls) {
      if (call.store !== threadItself) {
        byStore.getOrInsertComputed(call.store, () => []).push(call);
        continue;
      }
      this.#work(byStore);
      byStore = new Map();
      this.#serve(call as WaitingCall & Incoming<ThreadCalls>);
    }
    this.#work(byStore);
    // Whoever waits for a commit gets it before anything that can wait is begun.
    this.#send();
    let isMoreToDo = false;
    for (const store of this.#stores.values()) isMoreToDo = store.step() || isMoreToDo;
    this.#send();
    if (isMoreToDo) this.#schedule();
  }

  #work(byStore: ReadonlyMap<number, readonly WaitingCall[]>): void {
    for (const [number, calls] of byStore) {
      const store = this.#stores.get(number);
      if (store !== undefined) store.work(calls);
      else for (const { call } of calls) this.#outbox.put([call, notOpen, 0]);
    }
  }

  #send(): void {
    if (!this.#outbox.isEmpty) this.#ports.send(this.#outbox.take());
  }

  #serve(call: Incoming<ThreadCalls>): void {
    const answers = answersInto<ThreadCalls>(this.#outbox);
    switch (call.kind) {
      case "open-journal": {
        const opened = JournalStore.open(call.ask.path, call.ask.options);
        const answer = opened.ok
          ? ok({ store: this.#host(hosted(opened.value, this.#outbox)), revision: opened.value.revision })
          : opened;
        answers.give(call.kind, call.call, answer);
        return;
      }
      case "open-agent": {
        const opened = AgentStore.open(call.ask.path, call.ask.options);
        const answer = opened.ok ? ok({ store: this.#host(hosted(opened.value, this.#outbox)) }) : opened;
        answers.give(call.kind, call.call, answer);
        return;
      }
      case "close":
        this.#stores.get(call.ask.store)?.close();
        this.#stores.delete(call.ask.store);
        answers.give(call.kind, call.call, ok(null));
        return;
      default:
        assertNever(call);
    }
  }

  #host(store: HostedStore): number {
    this.#lastStore += 1;
    this.#stores.set(this.#lastStore, store);
    return this.#lastStore;
  }
}

/** A call before its store has looked at it. */
interface WaitingCall {
  readonly call: number;
  readonly store: number;
  readonly kind: string;
  readonly ask: unknown;
  readonly octets: Uint8Array;
}

/** A store whose kind of calls is no longer of interest. */
interface HostedStore {
  work(calls: readonly WaitingCall[]): void;
  step(): boolean;
  close(): void;
}

function hosted<C extends Calls<C>>(store: Store<C>, outbox: MessageBox<AnswerLine>): HostedStore {
  const answers = answersInto<C>(outbox);
  return {
    // The number of a store stands for its kind: the other end sends it no other calls.
    work: (calls) => store.work(calls as readonly (WaitingCall & Incoming<C>)[], answers),
    step: () => store.step(answers),
    close: () => store.close(answers),
  };
}

function answersInto<C extends Calls<C>>(outbox: MessageBox<AnswerLine>): Answers<C> {
  return { give: (_kind, call, answer, octets) => outbox.put([call, answer, octets?.length ?? 0], octets) };
}

const notOpen: Answer<ThreadCalls["close"]> = failure({ code: "unavailable", detail: "the store is not open" });
