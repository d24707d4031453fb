import type { Answered } from "./sampled-answers.ts";

/** What was true when, and whether answers ever said anything else. */

/** An address that became true; it stays so until the next one of its list. */
export interface Truth {
  readonly text: string;
  /** Milliseconds since the epoch; undefined for what was true all along. */
  readonly since: number | undefined;
}

/**
 * The first answer that was wrong, in words; undefined when every answer was a truth, none before its time and none
 * after a later one. Answers before the first truth are those of a name that nobody has published yet.
 */
export function firstWrong(answers: readonly Answered[], truths: readonly Truth[]): string | undefined {
  let reached = -1;
  for (const { at, text } of answers) {
    const index = truths.findIndex((truth) => truth.text === text);
    if (reached === -1 && (text === "" || text === "rcode 3")) continue;
    if (index === -1) return `${JSON.stringify(text)} was never true`;
    if (index < reached) return `${text} was answered after ${truths[reached]?.text}, which is newer`;
    const { since } = truths[index] ?? {};
    if (since !== undefined && at < since) return `${text} was answered ${since - at} ms before it was true`;
    reached = index;
  }
  return undefined;
}

/** Prints how long something took, in one line that the test command shows. */
export function printDistribution(what: string, tookMs: readonly number[]): void {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const quantile = (part: number): string => `${Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN)}`;
  const [least, half, most, greatest] = [0.001, 0.5, 0.9, 1].map(quantile);
  process.stdout.write(
    `measured: ${what}: min ${least}, median ${half}, p90 ${most}, max ${greatest} ms (n=${sorted.length})\n`,
  );
}
