import { type Clock, type Timer, wait } from "../../core/clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import type { LineProcess } from "../../core/process.ts";
import { type HintFacts, hintOf, type Monitor } from "./monitor.ts";
import { SettledHints } from "./settle.ts";

/** A monitor that listens to a program of the system, which prints a line for everything that happens. */

/** Pauses between attempts; where there is no such program, once an hour is enough. */
const shortestPause = Duration.seconds(1);
const longestPause = Duration.hours(1);

/** A program that ran for so long works; its end was an accident, and pauses begin anew. */
const longRun = Duration.minutes(10);

/** What a line means for us. */
export interface LineChange {
  readonly facts: Partial<HintFacts>;
  readonly families: readonly Family[];
  /** Another hint follows after so long, for changes whose second half is not told. */
  readonly lookAgainAfter?: Duration;
}

export interface LineReader {
  /** Undefined for lines without interest. Any text may come, in any order and broken off anywhere. */
  read(line: string): LineChange | undefined;
}

export interface LineMonitorPorts {
  readonly lines: LineProcess;
  readonly clock: Clock;
}

/** @param newReader makes the reader of one run of the program. */
export function lineMonitor(
  id: string,
  argv: readonly [program: string, ...args: string[]],
  newReader: () => LineReader,
  ports: LineMonitorPorts,
): Monitor {
  return {
    id,
    start: (onHint) => {
      const stopping = new AbortController();
      const hints = new SettledHints(ports.clock, onHint);
      const watching = new Watch(id, ports, hints).run(argv, newReader, stopping.signal);
      return {
        stop: async () => {
          stopping.abort();
          hints.cancel();
          await watching;
        },
      };
    },
  };
}

class Watch {
  readonly #id: string;
  readonly #lines: LineProcess;
  readonly #clock: Clock;
  readonly #hints: SettledHints;
  #again: { readonly timer: Timer; readonly families: ReadonlySet<Family> } | undefined;

  constructor(id: string, { lines, clock }: LineMonitorPorts, hints: SettledHints) {
    this.#id = id;
    this.#lines = lines;
    this.#clock = clock;
    this.#hints = hints;
  }

  async run(
    argv: Parameters<LineProcess["start"]>[0],
    newReader: () => LineReader,
    signal: AbortSignal,
  ): Promise<void> {
    const clock = this.#clock;
    let pause = shortestPause;
    while (!signal.aborted) {
      const startedAt = clock.monotonic();
      const ended = Promise.withResolvers<void>();
      const reader = newReader();
      const child = this.#lines.start(
        argv,
        (line) => this.#hear(reader.read(line)),
        () => ended.resolve(),
      );
      const onAbort = (): void => ended.resolve();
      signal.addEventListener("abort", onAbort, { once: true });
      await ended.promise;
      signal.removeEventListener("abort", onAbort);
      await child.stop();
      this.#again?.timer.cancel();
      this.#again = undefined;
      if (signal.aborted) return;
      this.#hints.add(hintOf(this.#id, clock.now(), { eventsLost: true }));
      if (clock.monotonic() - startedAt >= longRun) pause = shortestPause;
      await wait(clock, pause, signal);
      pause = Duration.milliseconds(Math.min(pause * 4, longestPause));
    }
  }

  #hear(change: LineChange | undefined): void {
    if (change === undefined) return;
    const { facts, families, lookAgainAfter } = change;
    this.#hints.add(hintOf(this.#id, this.#clock.now(), facts, families));
    if (lookAgainAfter === undefined) return;
    this.#again?.timer.cancel();
    const concerned = new Set([...(this.#again?.families ?? []), ...families]);
    const timer = this.#clock.after(lookAgainAfter, () => {
      this.#again = undefined;
      this.#hints.add(hintOf(this.#id, this.#clock.now(), { addressesChanged: true }, [...concerned]));
    });
    this.#again = { timer, families: concerned };
  }
}
