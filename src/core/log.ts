import type { Bilingual } from "./language.ts";

/** Log events are values with a stable code and a text in both languages; rendering happens at the edge. */

export type LogLevel = "debug" | "info" | "warn" | "error";

/** What an event may carry; never a URL with a query, never an unwrapped credential. */
export type LogFields = Readonly<Record<string, unknown>>;

/** One kind of event: its code is stable, its texts may change. */
export interface LogEvent<F extends LogFields> {
  readonly code: string;
  readonly level: LogLevel;
  readonly text: Bilingual<(fields: F) => string>;
}

/** Where events go. */
export interface Log {
  write<F extends LogFields>(event: LogEvent<F>, fields: F): void;
}

/** Declares an event; `code` is kebab-case words joined by dots, the first naming the part that reports. */
export function logEvent<F extends LogFields>(
  level: LogLevel,
  code: string,
  text: Bilingual<(fields: F) => string>,
): LogEvent<F> {
  return { code, level, text };
}

/** Discards everything. */
export const silentLog: Log = { write: () => undefined };
