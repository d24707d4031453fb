import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";

/** What lists of emulated services have in common: how a part of the rows is asked for, and JSON around it. */

export interface Page<T> {
  readonly rows: readonly T[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  readonly hasMore: boolean;
}

/** One numbered page; a size out of range is cut to the largest, as most services do. */
export function pageOf<T>(
  rows: readonly T[],
  request: ReceivedRequest,
  names: { readonly page: string; readonly size: string; readonly largest: number; readonly usual?: number },
): Page<T> {
  const size = Math.min(names.largest, numberIn(request, names.size) ?? names.usual ?? names.largest);
  const page = Math.max(1, numberIn(request, names.page) ?? 1);
  const pages = Math.max(1, Math.ceil(rows.length / size));
  return {
    rows: rows.slice((page - 1) * size, page * size),
    page,
    pages,
    total: rows.length,
    hasMore: page < pages,
  };
}

/** Rows from an offset on. */
export function rowsFrom<T>(
  rows: readonly T[],
  request: ReceivedRequest,
  names: { readonly offset: string; readonly limit: string; readonly largest: number; readonly usual?: number },
): readonly T[] {
  const limit = Math.min(names.largest, numberIn(request, names.limit) ?? names.usual ?? names.largest);
  const offset = numberIn(request, names.offset) ?? 0;
  return rows.slice(offset, offset + limit);
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): EmulatedAnswer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** A success with nothing to say. */
export const noContent: EmulatedAnswer = { status: 204, body: "" };

function numberIn(request: ReceivedRequest, name: string): number | undefined {
  const text = request.query.get(name) ?? "";
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
