import type { Result } from "../../src/core/result.ts";

/** The value of a result that must be one; a failure ends the test with its facts. */
export function expectOk<T, F extends object>(result: Result<T, F>): T {
  if (result.ok) return result.value;
  throw new Error(`expected a value, got ${JSON.stringify(result)}`);
}
