import type { Answer, Calls, Incoming } from "../protocol.ts";

/** What the storage thread needs of a store it hosts. */

/** Takes answers while a store works; they reach their callers together. */
export interface Answers<C extends Calls<C>> {
  give<K extends keyof C & string>(kind: K, call: number, answer: Answer<C[K]>, octets?: Uint8Array): void;
}

/** One open store. Everything in it runs to its end before anything else does. */
export interface Store<C extends Calls<C>> {
  /** Does all that waits, in order. What needs more steps is answered in one of them. */
  work(calls: readonly Incoming<C>[], answers: Answers<C>): void;
  /** Does one short piece of what can wait, and says whether there is more. */
  step(answers: Answers<C>): boolean;
  /** Answers what still waits and lets go of the file. */
  close(answers: Answers<C>): void;
}
