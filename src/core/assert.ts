/** Two ways to state that the program itself is wrong. Nothing the outside world can cause is reported here. */

/** A broken invariant of ours: reaches the top, is logged with its stack and ends the job that met it. */
export class BrokenInvariant extends Error {
  override readonly name = "BrokenInvariant";
}

/**
 * States what must hold; the message reads as the fact that was expected.
 *
 * @throws BrokenInvariant when the condition is false.
 */
export function assert(condition: boolean, expected: string): asserts condition {
  if (!condition) throw new BrokenInvariant(`expected: ${expected}`);
}

/**
 * Marks a branch the compiler knows to be unreachable.
 *
 * @throws BrokenInvariant when it is reached all the same.
 */
export function assertNever(value: never): never {
  throw new BrokenInvariant(`unhandled case: ${JSON.stringify(value)}`);
}
