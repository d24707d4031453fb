import { describe, expect, test } from "bun:test";
import { httpPorts } from "../../../test/support/provider-ports.ts";
import { ScriptedHttp, type ScriptedReply } from "../../../test/support/scripted-http.ts";
import { anonymous } from "./authentication.ts";
import { GET } from "./call.ts";
import { Conversation } from "./conversation.ts";
import {
  addressedPages,
  linkedPages,
  numberedPages,
  offsetPages,
  readList,
  tokenPages,
  unpaged,
  type Paging,
  type RowsPlace,
} from "./paging.ts";
import { jsonServer } from "./server.ts";

/** Reads a list from a peer that answers as a function of the query. */
async function list(
  paging: Paging,
  reply: (query: URLSearchParams, index: number) => ScriptedReply,
  rows: RowsPlace = "rows",
) {
  const queries: string[] = [];
  const http = new ScriptedHttp(({ url }) => {
    queries.push(url.search);
    return reply(url.searchParams, queries.length - 1);
  });
  const server = jsonServer("https://x.example", anonymous);
  const conversation = new Conversation({ server, answers: [], ports: httpPorts(http), secrets: [] });
  const result = await readList(conversation, { call: (page) => GET("/list", { all: true, ...page }), paging, rows });
  return { queries, result };
}

const rowsFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => first + i);
const json = (value: unknown, headers: Record<string, string> = {}): ScriptedReply => ({
  body: JSON.stringify(value),
  headers,
});

describe("reads to the end", () => {
  const total = 5;
  /** A page of at most two rows, counted from 1, with both ways of saying how many there are. */
  const page = (number: number): object => ({
    rows: rowsFrom(1 + (number - 1) * 2, Math.max(0, Math.min(2, total - (number - 1) * 2))),
    pages: 3,
    total,
  });
  const numbered = (query: URLSearchParams): ScriptedReply => json(page(Number(query.get("page"))));
  const names = { page: "page", size: "size", rows: 2 } as const;

  const rows: readonly (readonly [
    title: string,
    paging: Paging,
    reply: (query: URLSearchParams, index: number) => ScriptedReply,
    queries: readonly string[],
  ])[] = [
    ["a list that comes whole", unpaged, () => json({ rows: rowsFrom(1, 5) }), ["?all=true"]],
    [
      "pages with their count",
      numberedPages({ ...names, lastPage: "pages" }),
      numbered,
      ["?all=true&page=1&size=2", "?all=true&page=2&size=2", "?all=true&page=3&size=2"],
    ],
    [
      "pages with the number of rows",
      numberedPages({ ...names, total: "total" }),
      numbered,
      ["?all=true&page=1&size=2", "?all=true&page=2&size=2", "?all=true&page=3&size=2"],
    ],
    [
      "pages of which the last is not full",
      numberedPages(names),
      numbered,
      ["?all=true&page=1&size=2", "?all=true&page=2&size=2", "?all=true&page=3&size=2"],
    ],
    [
      "pages counted from 0",
      numberedPages({ ...names, firstPage: 0 }),
      (query) => json(page(Number(query.get("page")) + 1)),
      ["?all=true&page=0&size=2", "?all=true&page=1&size=2", "?all=true&page=2&size=2"],
    ],
    [
      "offsets",
      offsetPages({ offset: "from", limit: "max", rows: 2 }),
      (query) => json(page(Number(query.get("from")) / 2 + 1)),
      ["?all=true&from=0&max=2", "?all=true&from=2&max=2", "?all=true&from=4&max=2"],
    ],
    [
      "tokens",
      tokenPages({ token: "after", at: "next" }),
      (query) =>
        json({
          ...page(Number(query.get("after") ?? 1)),
          next: query.get("after") === "3" ? "" : Number(query.get("after") ?? 1) + 1,
        }),
      ["?all=true", "?all=true&after=2", "?all=true&after=3"],
    ],
    [
      "links",
      linkedPages({ size: 2 }),
      (_query, index) =>
        json(
          page(index + 1),
          index < 2
            ? { link: `</l?page=9>; rel="prev", <https://x.example/list?cursor=c${index}&size=2>; rel="next"` }
            : {},
        ),
      ["?all=true&size=2", "?all=true&cursor=c0&size=2", "?all=true&cursor=c1&size=2"],
    ],
    [
      "tokens in a header field, until there is none",
      tokenPages({ token: "page", header: "next-page", first: { limit: 2 } }),
      (_query, index) => json(page(index + 1), index < 2 ? { "next-page": `t${index}` } : {}),
      ["?all=true&limit=2", "?all=true&limit=2&page=t0", "?all=true&limit=2&page=t1"],
    ],
    [
      "addresses in the tree, of which the host is not believed",
      addressedPages({ at: "nextLink", first: { $top: 2 } }),
      (_query, index) =>
        json({
          ...page(index + 1),
          ...(index < 2 ? { nextLink: `https://evil.example/l?$top=2&$skiptoken=c${index}#x` } : {}),
        }),
      ["?all=true&%24top=2", "?all=true&%24top=2&%24skiptoken=c0", "?all=true&%24top=2&%24skiptoken=c1"],
    ],
  ];
  for (const [title, paging, reply, queries] of rows) {
    test(title, async () => {
      const read = await list(paging, reply);
      expect(read.result).toEqual({ ok: true, value: rowsFrom(1, 5) as never });
      expect(read.queries).toEqual([...queries]);
    });
  }

  test("a field that begins links and ends none is read in no time", async () => {
    const read = await list(linkedPages({ size: 2 }), () => json({ rows: [1] }, { link: "<".repeat(50_000) }));
    expect(read.result).toMatchObject({ value: [1] });
  }, 2_000);

  test("a page of a million rows is an unreadable answer", async () => {
    const read = await list(unpaged, () => json({ rows: new Array(900_000).fill(0) }));
    expect(read.result).toMatchObject({ ok: false, outcome: { kind: "failed", code: "answer-unreadable" } });
  });

  test("a full last page is followed by one that is empty", async () => {
    const read = await list(numberedPages(names), (query) => json({ rows: query.get("page") === "1" ? [1, 2] : [] }));
    expect(read.result).toMatchObject({ value: [1, 2] });
    expect(read.queries.length).toBe(2);
  });
});

describe("an empty list is proof of absence, so nothing else counts as one", () => {
  const place: RowsPlace = "data.rows";
  const rows: readonly (readonly [title: string, reply: ScriptedReply, expected: object])[] = [
    ["an empty list", json({ data: { rows: [] } }), { value: [] }],
    ["null, as some languages write one", json({ data: { rows: null } }), { value: [] }],
    ["no list", json({ data: {} }), { outcome: { code: "answer-unreadable" } }],
    ["no data", json({}), { outcome: { code: "answer-unreadable" } }],
    ["an object", json({ data: { rows: {} } }), { outcome: { code: "answer-unreadable" } }],
    ["no body", { status: 204 }, { outcome: { code: "answer-unreadable" } }],
    ["an error", { status: 500 }, { outcome: { code: "server-error" } }],
  ];
  for (const [title, reply, expected] of rows) {
    test(title, async () => expect((await list(unpaged, () => reply, place)).result).toMatchObject(expected));
  }

  test("an error on the second page", async () => {
    const paging = numberedPages({ page: "page", size: "size", rows: 1 });
    const read = await list(paging, (_query, index) => (index === 0 ? json({ rows: [1] }) : { status: 503 }));
    expect(read.result).toMatchObject({ ok: false, outcome: { kind: "failed", code: "server-error" } });
  });
});

describe("a list without end is unreadable", () => {
  const paging = numberedPages({ page: "page", size: "size", rows: 1 });
  test("when the page parameter is ignored", async () => {
    const read = await list(paging, () => json({ rows: [1] }));
    expect(read.result).toMatchObject({ outcome: { code: "answer-unreadable" } });
    expect(read.queries.length).toBe(2);
  });
  test("when there is always more", async () => {
    const read = await list(paging, (query) => json({ rows: [Number(query.get("page"))] }));
    expect(read.result).toMatchObject({ outcome: { code: "answer-unreadable" } });
    expect(read.queries.length).toBe(1_000);
  });
});
