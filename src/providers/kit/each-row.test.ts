import { describe, expect, test } from "bun:test";
import { httpPorts } from "../../../test/support/provider-ports.ts";
import { ScriptedHttp, type ScriptedReply } from "../../../test/support/scripted-http.ts";
import { anonymous } from "./authentication.ts";
import { GET } from "./call.ts";
import { Conversation } from "./conversation.ts";
import { readEach } from "./each-row.ts";
import type { Json } from "./json.ts";
import { jsonServer } from "./server.ts";

const readingOf = async (ids: readonly Json[], reply: (path: string) => ScriptedReply) => {
  const http = new ScriptedHttp(({ url }) => reply(url.pathname));
  const server = jsonServer("https://x.example", anonymous);
  const conversation = new Conversation({ server, answers: [], ports: httpPorts(http), secrets: [] });
  const result = await readEach(conversation, ids, (id) => GET("/row/{id}", { id }));
  return { result, count: http.requests.length };
};

const echo = (path: string): ScriptedReply => ({ body: JSON.stringify({ path }) });

describe("rows one by one", () => {
  test("in the order of their identities, numbers and texts alike", async () => {
    const { result } = await readingOf([7, "a/b"], echo);
    expect(result).toEqual({ ok: true, value: [{ path: "/row/7" }, { path: "/row/a%2Fb" }] });
  });

  test("an empty list asks for nothing", async () => {
    expect(await readingOf([], echo)).toEqual({ result: { ok: true, value: [] }, count: 0 });
  });

  const refusals: readonly (readonly [
    title: string,
    ids: readonly Json[],
    reply: (path: string) => ScriptedReply,
    code: string,
    count: number,
  ])[] = [
    [
      "one that has gone",
      [1, 2, 3],
      (path) => (path.endsWith("2") ? { status: 404 } : echo(path)),
      "precondition-lost",
      2,
    ],
    ["one that fails", [1, 2, 3], (path) => (path.endsWith("2") ? { status: 503 } : echo(path)), "server-error", 2],
    ["an empty answer", [1], () => ({ body: "" }), "answer-unreadable", 1],
    ["an identity that is none", [1, { id: 2 }], echo, "answer-unreadable", 1],
    ["a list of everything", Array.from({ length: 1_001 }, (_, index) => index), echo, "answer-unreadable", 1_000],
  ];
  for (const [title, ids, reply, code, count] of refusals) {
    test(`${title}: ${code}`, async () => {
      const read = await readingOf(ids, reply);
      expect(read.result).toMatchObject({ ok: false, outcome: { kind: "failed", code } });
      expect(read.count).toBe(count);
    });
  }
});
