import type { Clock } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { SourceReport } from "../core/verdict.ts";
import type { Source } from "./source.ts";
import type { SourceSpec } from "./source-spec.ts";
import type { Uplink } from "./uplink.ts";

/**
 * One question for everybody who asks the same source at the same moment. Names with other scopes are surveys of their
 * own, and each of them would otherwise send the same packets to the same echoes.
 */

/**
 * How long an answer also serves those who ask a little later: surveys that wait for a silent router turn to the echoes
 * 250 ms after those that do not. Shorter than any pause before asking again because nothing was known.
 */
const recent = Duration.milliseconds(300);

/** What makes one question another. */
export interface SourceRequest {
  readonly spec: SourceSpec;
  readonly family: Family;
  /** The way out that is meant; undefined for whichever the system takes. */
  readonly uplink?: Uplink | undefined;
}

type Build = (request: SourceRequest) => Source;

export class SharedSources {
  readonly #build: Build;
  readonly #clock: Clock;
  readonly #sources: Map<string, SharedSource> = new Map();

  constructor(build: Build, clock: Clock) {
    this.#build = build;
    this.#clock = clock;
  }

  /** The same source for the same request. */
  sourceOf(request: SourceRequest): Source {
    const { spec, family, uplink } = request;
    const key = JSON.stringify([family, spec, uplink], told);
    const known = this.#sources.get(key);
    if (known !== undefined) return known.source;
    const shared = new SharedSource(this.#build(request), this.#clock);
    this.#sources.set(key, shared);
    return shared.source;
  }

  /** From now on nobody is served with the answer to a question that was put before. */
  askAnew(): void {
    for (const shared of this.#sources.values()) shared.askAnew();
  }

  /** Ends the memory of all sources but these. */
  keepOnly(sources: readonly Source[]): void {
    const kept = new Set(sources);
    for (const [key, { source }] of this.#sources) if (!kept.has(source)) this.#sources.delete(key);
  }
}

/** Two patterns are two questions, and JSON shows all of them alike. */
function told(_key: string, value: unknown): unknown {
  return value instanceof RegExp ? String(value) : value;
}

/** A question under way, or its recent answer. */
interface Asking {
  readonly report: Promise<SourceReport>;
  readonly abort: AbortController;
  /** How many wait for the answer. */
  waiting: number;
  /** Monotonic; undefined while it is under way. */
  answeredAt: Duration | undefined;
}

class SharedSource {
  /** What surveys see. */
  readonly source: Source;
  readonly #asked: Source;
  readonly #clock: Clock;
  #asking: Asking | undefined;

  constructor(asked: Source, clock: Clock) {
    this.#asked = asked;
    this.#clock = clock;
    this.source = { ...asked, observe: (signal) => this.#observe(signal) };
  }

  askAnew(): void {
    this.#asking = undefined;
  }

  #observe(signal: AbortSignal | undefined): Promise<SourceReport> {
    const startedAt = this.#clock.monotonic();
    if (signal?.aborted === true) return Promise.resolve(this.#aborted(startedAt));
    const asking = this.#current() ?? this.#ask();
    asking.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        asking.waiting -= 1;
        if (asking.waiting === 0) this.#abandon(asking);
        resolve(this.#aborted(startedAt));
      };
      signal?.addEventListener("abort", leave, { once: true });
      const finish = (): void => signal?.removeEventListener("abort", leave);
      asking.report.then(resolve, reject).finally(finish);
    });
  }

  #current(): Asking | undefined {
    const asking = this.#asking;
    if (asking?.answeredAt === undefined) return asking;
    return this.#clock.monotonic() - asking.answeredAt < recent ? asking : undefined;
  }

  #ask(): Asking {
    const abort = new AbortController();
    const report = this.#asked.observe(abort.signal);
    const asking: Asking = { report, abort, waiting: 0, answeredAt: undefined };
    this.#asking = asking;
    report.then(
      () => {
        asking.answeredAt = this.#clock.monotonic();
      },
      // A bug of ours: whoever waits is told, and the next one tries again.
      () => {
        if (this.#asking === asking) this.#asking = undefined;
      },
    );
    return asking;
  }

  /** The last one who wanted to know has left. */
  #abandon(asking: Asking): void {
    if (asking.answeredAt !== undefined) return;
    asking.abort.abort();
    if (this.#asking === asking) this.#asking = undefined;
  }

  #aborted(startedAt: Duration): SourceReport {
    const { id, operator, strength, family } = this.#asked;
    const took = Duration.milliseconds(this.#clock.monotonic() - startedAt);
    const failure = { code: "aborted", detail: "no longer wanted" } as const;
    return { source: id, operator, strength, family, took, answer: { kind: "failed", failure } };
  }
}
