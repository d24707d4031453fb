import { Instant } from "../core/clock.ts";
import type { Language } from "../core/language.ts";
import type { LogEvent, LogFields, LogLevel } from "../core/log.ts";
import { toHex } from "../core/octets.ts";
import { printable, printableJson } from "./printable.ts";
import { formatLocal, type UtcOffset } from "./time.ts";

/** Log events as lines: one for people, one for machines. Where lines go and which levels are kept is the caller's. */

export interface LogStyle {
  readonly format: "pretty" | "json";
  readonly language: Language;
  /** For the pretty form; JSON is always in UTC. */
  readonly offset: UtcOffset;
}

const severity: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** True when an event of `level` is to be kept by a log set to `threshold`. */
export function isLogged(level: LogLevel, threshold: LogLevel): boolean {
  return severity[level] >= severity[threshold];
}

/**
 * One event as text that ends in a line break.
 *
 * Nothing in the fields can start a line of its own: control characters are escaped, and the stack of an error, the only
 * thing that takes further lines, is indented. Secrets are dots, URLs lose path and query.
 */
export function renderLogEvent<F extends LogFields>(
  at: Instant,
  event: LogEvent<F>,
  fields: F,
  style: LogStyle,
): string {
  const text = event.text[style.language](fields);
  if (style.format === "json") {
    const record = { time: Instant.format(at), level: event.level, code: event.code, text, fields: plain(fields, 0) };
    return `${printableJson(record)}\n`;
  }
  const line = `${formatLocal(at, style.offset)} ${event.level.padEnd(5)} ${printable(text)} [${event.code}]\n`;
  const stacks = Object.values(fields).filter((value) => value instanceof Error);
  return line + stacks.map(renderStack).join("");
}

/** Deeper structures are cut: a log line is no dump, and a cycle must end somewhere. */
const deepest = 6;

/** A field as JSON can hold it. */
function plain(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== "object") return typeof value === "bigint" ? value.toString() : value;
  if (depth >= deepest) return "…";
  if (value instanceof Error) return plainError(value, depth);
  if (value instanceof URL) return value.origin;
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof Map) return plain(Object.fromEntries(value), depth);
  if (Array.isArray(value) || value instanceof Set) return [...value].map((item) => plain(item, depth + 1));
  if ("toJSON" in value && typeof value.toJSON === "function") return value.toJSON();
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth + 1)]));
}

function plainError(error: Error, depth: number): unknown {
  const cause = error.cause === undefined ? {} : { cause: plain(error.cause, depth + 1) };
  return { name: error.name, message: error.message, stack: error.stack, ...cause };
}

function renderStack(error: Error): string {
  const lines = (error.stack ?? `${error.name}: ${error.message}`).split("\n");
  return lines.map((line) => `    ${printable(line)}\n`).join("");
}
