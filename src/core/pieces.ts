/** Long computations in pieces, between which everything else of the process gets its turn. */

/**
 * Runs a computation that yields wherever it may be interrupted. Who yields decides how long others wait: a piece of a
 * few milliseconds is hardly noticed.
 */
export async function inPieces<T>(work: Generator<void, T>): Promise<T> {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** Runs it to its end at once, for callers who have nothing else to do. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
  }
}
