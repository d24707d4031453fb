import type { TargetId } from "../core/agent-journal.ts";
import type { Verifier, VerifyRequest } from "./verify.ts";
import type { Verification } from "./verification.ts";

/** Runs verifications beside each other, a limited number at a time. Knows nothing of what they are for. */

/** Verifications at the same time. Each waits nearly all of its time, and asks at most sixteen addresses in a round. */
const largestConcurrency = 8;

/** A verification to run. */
export interface VerificationTask {
  readonly target: TargetId;
  readonly round: number;
  readonly request: VerifyRequest;
  readonly onResult: (result: Verification) => void;
}

interface Entry {
  readonly task: VerificationTask;
  readonly ending: AbortController;
  running: Promise<void> | undefined;
}

export class VerificationRunner {
  readonly #verifier: Verifier;
  readonly #onBug: (error: unknown, target: TargetId) => void;
  readonly #entries: Map<TargetId, Entry> = new Map();
  /** Those cut short that have not ended yet. */
  readonly #ending: Set<Promise<void>> = new Set();

  constructor(verifier: Verifier, onBug: (error: unknown, target: TargetId) => void) {
    this.#verifier = verifier;
    this.#onBug = onBug;
  }

  /** Verifications wanted and not ended. */
  get openCount(): number {
    return this.#entries.size;
  }

  /** The round that is wanted for a target now. */
  roundOf(target: TargetId): number | undefined {
    return this.#entries.get(target)?.task.round;
  }

  /** Runs a verification as soon as there is room; an earlier one of the same target ends without a result. */
  run(task: VerificationTask): void {
    this.cancel(task.target);
    this.#entries.set(task.target, { task, ending: new AbortController(), running: undefined });
    this.#fill();
  }

  /** Ends a target's verification without a result. */
  cancel(target: TargetId): void {
    const entry = this.#entries.get(target);
    if (entry === undefined) return;
    this.#entries.delete(target);
    entry.ending.abort();
    const { running } = entry;
    if (running !== undefined) {
      this.#ending.add(running);
      void running.then(() => this.#ending.delete(running));
    }
    this.#fill();
  }

  /** Ends all of them and waits until nothing runs. */
  async stop(): Promise<void> {
    const running = [...this.#entries.values()].flatMap((entry) => entry.running ?? []);
    for (const entry of this.#entries.values()) entry.ending.abort();
    this.#entries.clear();
    await Promise.all([...running, ...this.#ending]);
  }

  #fill(): void {
    const entries = [...this.#entries.values()];
    let free = largestConcurrency - entries.filter((entry) => entry.running !== undefined).length;
    for (const entry of entries) {
      if (free <= 0) return;
      if (entry.running !== undefined) continue;
      free -= 1;
      entry.running = this.#verify(entry);
    }
  }

  async #verify(entry: Entry): Promise<void> {
    const { task, ending } = entry;
    const result = await this.#ask(task, ending.signal);
    if (this.#entries.get(task.target) !== entry) return;
    this.#entries.delete(task.target);
    this.#fill();
    task.onResult(result);
  }

  async #ask({ request, target }: VerificationTask, signal: AbortSignal): Promise<Verification> {
    const nothing: Verification = { kind: "not-verified", reason: "no-server-answered", detail: "" };
    try {
      return (await this.#verifier.verify(request, signal)) ?? nothing;
    } catch (error) {
      this.#onBug(error, target);
      return nothing;
    }
  }
}
