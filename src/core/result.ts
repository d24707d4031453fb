/** A value, or a failure with a stable code. Expected failures travel as values; only bugs are thrown. */

/** What succeeded. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** What did not succeed, with the named facts that `F` lists. */
export type Failure<F extends object> = { readonly ok: false } & Readonly<F>;

/** Either of the two; `F` always carries a `code`. */
export type Result<T, F extends object> = Ok<T> | Failure<F>;

/** Wraps a value. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps the facts of a failure. */
export function failure<const F extends object>(facts: F): Failure<F> {
  return { ok: false, ...facts };
}
