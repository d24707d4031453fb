/**
 * Counts what the data plane did. The numbers lie in memory that may be shared, so that whoever shows the status can
 * read those of every worker; each set has one writer.
 */

const place = { requests: 0, dropped: 1, truncated: 2, limited: 3, rcodes: 4 } as const;

/** Response codes that have a counter of their own: those below, and one for all others. */
const rcodeCount = 24;

export class AnswerCounters {
  readonly #counts: Float64Array;

  /** @param memory of `AnswerCounters.octets` octets, zero at first; own memory when left out. */
  constructor(memory: ArrayBufferLike = new ArrayBuffer(AnswerCounters.octets)) {
    this.#counts = new Float64Array(memory);
  }

  static get octets(): number {
    return (place.rcodes + rcodeCount + 1) * 8;
  }

  /** What several sets come to together, at this moment. */
  static sumOf(sets: readonly AnswerCounters[]): AnswerCounters {
    const sum = new AnswerCounters();
    for (const set of sets) {
      for (const [index, count] of set.#counts.entries()) sum.#counts[index] = (sum.#counts[index] ?? 0) + count;
    }
    return sum;
  }

  /** Messages received. */
  get requests(): number {
    return this.#counts[place.requests] ?? 0;
  }

  /** Messages that got no answer: responses, and those too short for a header. */
  get dropped(): number {
    return this.#counts[place.dropped] ?? 0;
  }

  /** Answers cut short, after which clients come again over TCP. */
  get truncated(): number {
    return this.#counts[place.truncated] ?? 0;
  }

  /** Answers that were not sent, or without content, because there were too many. */
  get limited(): number {
    return this.#counts[place.limited] ?? 0;
  }

  /** Answers with a response code, by its number. */
  answers(rcode: number): number {
    return this.#counts[place.rcodes + Math.min(rcode, rcodeCount)] ?? 0;
  }

  countDropped(): void {
    this.#add(place.requests);
    this.#add(place.dropped);
  }

  countAnswer(rcode: number, isTruncated: boolean): void {
    this.#add(place.requests);
    this.#add(place.rcodes + Math.min(rcode, rcodeCount));
    if (isTruncated) this.#add(place.truncated);
  }

  countLimited(): void {
    this.#add(place.limited);
  }

  #add(index: number): void {
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }
}
