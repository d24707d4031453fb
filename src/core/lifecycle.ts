/** What every long-lived part (monitor, listener, scheduler) has in common, and nothing more. */
export interface Running {
  /** Ends the part and waits until nothing of it runs any more. Calling it again is harmless. */
  stop(): Promise<void>;
}

/** Stops parts in the reverse order of their start, each even when an earlier one threw. */
export async function stopAll(parts: readonly Running[]): Promise<void> {
  const errors: unknown[] = [];
  for (const part of [...parts].reverse()) {
    try {
      await part.stop();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, "some parts did not stop cleanly");
}
