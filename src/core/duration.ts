import { failure, ok, type Result } from "./result.ts";

/** Lengths of time, held in whole milliseconds and written as `250ms 5s 10m 6h 30d`. */

/** Milliseconds; never negative. */
export type Duration = number & { readonly unit: "ms" };

/** Why a text is not a duration. */
export interface DurationFailure {
  readonly code: "not-a-duration" | "duration-too-long";
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Longest length we accept: ten years. Longer ones are typing errors and overflow timers. */
const longestMs = 3_650 * 86_400_000;

export const Duration: {
  readonly zero: Duration;
  milliseconds(count: number): Duration;
  seconds(count: number): Duration;
  minutes(count: number): Duration;
  hours(count: number): Duration;
  days(count: number): Duration;
  parse(text: string): Result<Duration, DurationFailure>;
  format(duration: Duration): string;
} = {
  zero: 0 as Duration,
  milliseconds: (count) => Math.max(0, Math.round(count)) as Duration,
  seconds: (count) => Duration.milliseconds(count * 1_000),
  minutes: (count) => Duration.milliseconds(count * 60_000),
  hours: (count) => Duration.milliseconds(count * 3_600_000),
  days: (count) => Duration.milliseconds(count * 86_400_000),

  /** Reads one number with one unit, for instance `90s` or `1.5h`. */
  parse(text) {
    const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim());
    const scale = unitMs[match?.[2] ?? ""];
    if (match?.[1] === undefined || scale === undefined) return failure({ code: "not-a-duration" });
    const length = Number(match[1]) * scale;
    return length > longestMs ? failure({ code: "duration-too-long" }) : ok(Duration.milliseconds(length));
  },

  /** The shortest exact form that `parse` reads back. */
  format(duration) {
    for (const unit of ["d", "h", "m", "s"]) {
      const scale = unitMs[unit] ?? 1;
      if (duration !== 0 && duration % scale === 0) return `${duration / scale}${unit}`;
    }
    return duration === 0 ? "0s" : `${duration}ms`;
  },
};
