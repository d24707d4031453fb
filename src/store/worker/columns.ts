import type { SQLOutputValue } from "node:sqlite";
import { assert } from "../../core/assert.ts";

/**
 * Reads columns of rows. Our tables are STRICT, so a value of another type than its column's is our own mistake.
 */

/** A row as `StatementSync` gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

export function integer(row: Row, column: string): number {
  const value = row[column];
  assert(typeof value === "number", `${column} is an integer`);
  return value;
}

export function text(row: Row, column: string): string {
  const value = row[column];
  assert(typeof value === "string", `${column} is text`);
  return value;
}

export function blob(row: Row, column: string): Uint8Array {
  const value = row[column];
  assert(value instanceof Uint8Array, `${column} is a blob`);
  return value;
}

/** Undefined for NULL. */
export function optionalInteger(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : integer(row, column);
}

/** Undefined for NULL. */
export function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column);
}
