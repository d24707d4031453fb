import { expect, test } from "bun:test";
import { memorySocket } from "../../test/support/memory-socket.ts";
import type { LocalRequest } from "../core/local-socket.ts";
import { failure, ok } from "../core/result.ts";
import { version } from "../core/version.ts";
import { askRunning } from "./ask-running.ts";
import { runningFailureText } from "./open-administration.text.ts";

const answering = (body: string, status = 200): LocalRequest =>
  memorySocket({ "/s/admin.sock": () => new Response(body, { status }) });

const ours = JSON.stringify({ version, pid: 7, server: null, agent: null });

for (const [what, request, expected] of [
  ["of this version", answering(ours), ok({ version, pid: 7, server: null, agent: null })],
  [
    "of another version",
    answering('{"version":"0.0.9","pid":7}'),
    failure({ code: "other-version", detail: "0.0.9", pid: 7 }),
  ],
  ["nothing", memorySocket({}), failure({ code: "not-running", detail: "ENOENT" })],
  ["a web server", answering("<html>"), failure({ code: "answer-unreadable", detail: "status 200, 6 characters" })],
  [
    "one that refuses",
    answering(ours, 403),
    failure({ code: "answer-unreadable", detail: `status 403, ${ours.length} characters` }),
  ],
  [
    "JSON that is no summary",
    answering("[]"),
    failure({ code: "answer-unreadable", detail: "status 200, 2 characters" }),
  ],
  ["null", answering("null"), failure({ code: "answer-unreadable", detail: "status 200, 4 characters" })],
  ["a summary without a number", answering(`{"version":"${version}"}`), { ok: false, code: "answer-unreadable" }],
] as const) {
  test(`what answers is ${what}`, async () => {
    const asked = await askRunning("/s", request);
    expect(asked).toMatchObject(expected);
    if (asked.ok) return;
    for (const language of ["en", "zh-CN"] as const) {
      const text = runningFailureText(asked, "/s", language);
      expect(text).toMatch(/[.。]$/);
      expect(text).not.toMatch(/undefined|\b0\)/);
    }
  });
}
