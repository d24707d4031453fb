import type { Entry, Revision } from "../core/journal.ts";

/**
 * Applies durable entries to the served zones in the order of their revisions, whatever order they are acknowledged in.
 * When one cannot be applied, none after it is.
 */
export class OrderedEntries {
  readonly #apply: (entry: Entry) => Promise<void> | undefined;
  /** Durable entries that wait for an earlier revision to be applied first. */
  readonly #early = new Map<number, { readonly entry: Entry; readonly served: PromiseWithResolvers<void> }>();
  #applied: number;
  /** What came of applying an entry that could not be; nothing is applied any more then. */
  #lostTrack: Promise<never> | undefined;
  /** True while an entry is being applied in pieces. */
  #isApplying = false;

  /**
   * @param apply a promise, for an entry so large that it is applied in pieces, is waited for before the next entry.
   * @param applied the last revision that is served already.
   */
  constructor(apply: (entry: Entry) => Promise<void> | undefined, applied: Revision) {
    this.#apply = apply;
    this.#applied = applied;
  }

  /** True when an entry could not be applied. */
  get hasLostTrack(): boolean {
    return this.#lostTrack !== undefined;
  }

  /** Resolves when the entry is served. */
  follow(entry: Entry): Promise<void> {
    if (this.#lostTrack !== undefined) return this.#lostTrack;
    const served = Promise.withResolvers<void>();
    this.#early.set(entry.revision, { entry, served });
    this.#applyDue();
    return served.promise;
  }

  #applyDue(): void {
    while (!this.#isApplying && this.#lostTrack === undefined) {
      const next = this.#early.get(this.#applied + 1);
      if (next === undefined) return;
      const { entry, served } = next;
      try {
        const later = this.#apply(entry);
        if (later === undefined) {
          this.#noteApplied(entry, served);
        } else {
          this.#isApplying = true;
          later.then(
            () => {
              this.#isApplying = false;
              this.#noteApplied(entry, served);
              this.#applyDue();
            },
            (bug: unknown) => this.#loseTrack(bug),
          );
        }
      } catch (bug) {
        this.#loseTrack(bug);
      }
    }
  }

  #noteApplied({ revision }: Entry, served: PromiseWithResolvers<void>): void {
    this.#early.delete(revision);
    this.#applied = revision;
    served.resolve();
  }

  /** Half of an entry may be served. What comes behind it would be acknowledged and never seen. */
  #loseTrack(bug: unknown): void {
    const lost = Promise.reject<never>(bug);
    this.#lostTrack = lost;
    for (const { served } of this.#early.values()) served.resolve(lost);
    this.#early.clear();
  }
}
