import type { ReadFailure } from "../../core/provider.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { Answer } from "./answer.ts";
import type { AnswerRow } from "./answers.ts";
import type { Call, Query } from "./call.ts";
import type { Conversation } from "./conversation.ts";
import { allAt, at, numberOf, textOf, type Json } from "./json.ts";

/** Lists that come in pages: how each kind of interface says which page, and that there are no more. */

/** What is known when a page has been read. */
export interface PageRead {
  readonly answer: Answer;
  /** Pages read so far, this one included. */
  readonly pages: number;
  readonly rowsHere: number;
  readonly rowsSoFar: number;
}

export interface Paging {
  /** Parameters that ask for the first page. */
  readonly first: Query;
  /** Parameters that ask for the page after this one; undefined after the last. */
  next(read: PageRead): Query | undefined;
}

/** A list that always comes whole. */
export const unpaged: Paging = { first: {}, next: () => undefined };

/**
 * Pages counted from 1, or from `firstPage`.
 *
 * `lastPage` is where the answer says how many pages there are, `total` how many rows. With neither, a page that is not
 * full is the last one.
 */
export function numberedPages(names: {
  readonly page: string;
  readonly size: string;
  readonly rows: number;
  readonly firstPage?: number;
  readonly lastPage?: string;
  readonly total?: string;
}): Paging {
  const first = names.firstPage ?? 1;
  const ask = (page: number): Query => ({ [names.page]: page, [names.size]: names.rows });
  return {
    first: ask(first),
    next: (read) => (hasMore(read, names) ? ask(first + read.pages) : undefined),
  };
}

/** Pages that start at a row counted from 0. */
export function offsetPages(names: {
  readonly offset: string;
  readonly limit: string;
  readonly rows: number;
  readonly total?: string;
}): Paging {
  const ask = (offset: number): Query => ({ [names.offset]: offset, [names.limit]: names.rows });
  return { first: ask(0), next: (read) => (hasMore(read, names) ? ask(read.rowsSoFar) : undefined) };
}

/** Each answer names the token of the next page, in its tree or a header field; an absent or empty one ends the list. */
export function tokenPages(
  names: { readonly token: string; readonly first?: Query } & ({ readonly at: string } | { readonly header: string }),
): Paging {
  const first = names.first ?? {};
  return {
    first,
    next: ({ answer }) => {
      const token = ("at" in names ? textOf(at(answer.tree, names.at)) : answer.headers[names.header]) ?? "";
      return token === "" ? undefined : { ...first, [names.token]: token };
    },
  };
}

/** `Link: <…>; rel="next"` names the next page; its query is what is asked for then. RFC 8288 §3 */
export function linkedPages(first: Query = {}): Paging {
  return {
    first,
    next: ({ answer }) => {
      const links = (answer.headers["link"] ?? "").matchAll(/<([^<>]*)>([^<]*)/g);
      for (const [, target = "", attributes = ""] of links) {
        if (!/;\s*rel="?next"?\s*(;|,|$)/i.test(attributes)) continue;
        const query = target.split("?")[1]?.split("#")[0] ?? "";
        return Object.fromEntries(new URLSearchParams(query));
      }
      return undefined;
    },
  };
}

/** Each answer has the address of the next page; its query is what is asked for then. No other host is believed. */
export function addressedPages(names: { readonly at: string; readonly first?: Query }): Paging {
  return {
    first: names.first ?? {},
    next: ({ answer }) => {
      const query = (textOf(at(answer.tree, names.at)) ?? "").split("#")[0]?.split("?")[1] ?? "";
      return query === "" ? undefined : Object.fromEntries(new URLSearchParams(query));
    },
  };
}

/** Where the rows of a page are; null there is an empty list, which is how some services write one. */
export type RowsPlace = string | ((tree: Json) => readonly Json[] | undefined);

/** A list longer than this has no end: 1 000 pages are 50 000 rows at the smallest usual size. */
const mostPages = 1_000;

/** No zone of ours has so many; a page of 2 MB could hold ten times as much of nothing. */
const mostRows = 100_000;

/**
 * Reads a list to its end. A page without its rows is an unreadable answer and never an empty list, since an empty list
 * is proof of absence.
 */
export async function readList(
  conversation: Conversation,
  list: {
    readonly call: (page: Query) => Call;
    readonly paging: Paging;
    readonly rows: RowsPlace;
    readonly answers?: readonly AnswerRow[];
  },
  signal?: AbortSignal,
): Promise<Result<readonly Json[], ReadFailure>> {
  const all: Json[] = [];
  let page: Query | undefined = list.paging.first;
  let previousPage: string | undefined;
  for (let pages = 1; pages <= mostPages && page !== undefined; pages += 1) {
    const call = list.call(page);
    const reply = await conversation.read(call, list.answers ?? [], signal);
    if (!reply.ok) return reply;
    if (reply.value.meaning === "absent") return ok(all);
    const { answer } = reply.value;
    const rows = rowsOf(answer, list.rows);
    if (rows === undefined) return failure({ outcome: conversation.unreadable(call, "no list where one belongs") });
    // A service that ignores the page parameter would be read for ever.
    if (rows.length > 0 && answer.text === previousPage) {
      return failure({ outcome: conversation.unreadable(call, "the same page twice") });
    }
    previousPage = answer.text;
    if (all.length + rows.length > mostRows) {
      return failure({ outcome: conversation.unreadable(call, `a list of more than ${mostRows} rows`) });
    }
    // Not spread: engines limit the arguments of one call.
    for (const row of rows) all.push(row);
    page = list.paging.next({ answer, pages, rowsHere: rows.length, rowsSoFar: all.length });
    if (page !== undefined && pages === mostPages) {
      return failure({ outcome: conversation.unreadable(call, `a list of more than ${mostPages} pages`) });
    }
  }
  return ok(all);
}

function rowsOf(answer: Answer, place: RowsPlace): readonly Json[] | undefined {
  if (answer.tree === undefined) return undefined;
  if (typeof place === "function") return place(answer.tree);
  const found = at(answer.tree, place);
  if (found === null) return [];
  return Array.isArray(found) ? allAt(found, "*") : undefined;
}

function hasMore(
  read: PageRead,
  names: { readonly rows: number; readonly lastPage?: string; readonly total?: string },
): boolean {
  if (read.rowsHere === 0) return false;
  const lastPage = names.lastPage === undefined ? undefined : numberOf(at(read.answer.tree, names.lastPage));
  if (lastPage !== undefined) return read.pages < lastPage;
  const total = names.total === undefined ? undefined : numberOf(at(read.answer.tree, names.total));
  if (total !== undefined) return read.rowsSoFar < total;
  return read.rowsHere >= names.rows;
}
