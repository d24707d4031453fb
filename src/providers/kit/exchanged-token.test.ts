import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { httpPorts } from "../../../test/support/provider-ports.ts";
import { ScriptedHttp, type ScriptedReply } from "../../../test/support/scripted-http.ts";
import { Duration } from "../../core/duration.ts";
import { Secret } from "../../core/secret.ts";
import { oauth2 } from "./auth/oauth2.ts";
import { GET, POST } from "./call.ts";
import { Conversation } from "./conversation.ts";
import { jsonServer } from "./server.ts";

/** A service that issues t1, t2, … and takes the tokens that `isGood` holds for. */
function world(
  parts: { readonly isGood?: (token: string) => boolean; readonly issue?: (count: number) => ScriptedReply } = {},
) {
  let issued = 0;
  const { isGood = () => true, issue = (count) => ({ body: `{"access_token":"t${count}","expires_in":600}` }) } = parts;
  const http = new ScriptedHttp(({ url, headers }) => {
    if (url.host === "login.example") {
      issued += 1;
      return issue(issued);
    }
    const token = headers["authorization"]?.replace("Bearer ", "") ?? "";
    return isGood(token) ? { body: "{}" } : { status: 401, body: `{"error":"${token} is not good"}` };
  });
  const clock = new FakeClock();
  const form = { grant_type: "client_credentials", client_secret: new Secret("s3cret") };
  const scheme = oauth2({ base: "https://login.example", call: POST("/{tenant}/token", { tenant: "t" }, form) });
  const server = jsonServer("https://api.example", scheme);
  const conversation = new Conversation({ server, answers: [], ports: httpPorts(http, clock), secrets: ["s3cret"] });
  const shown = (): readonly string[] =>
    http.requests.map(({ url, headers }) =>
      url.host === "login.example" ? "login" : (headers["authorization"] ?? ""),
    );
  return { http, clock, conversation, shown };
}

describe("a token", () => {
  test("is asked for with the first request, in a form, and kept for the next", async () => {
    const { http, conversation, shown } = world();
    expect(http.requests).toEqual([]);
    expectOk(await conversation.read(GET("/a"), []));
    expectOk(await conversation.write(POST("/b", { x: 1 }), []));
    expect(shown()).toEqual(["login", "Bearer t1", "Bearer t1"]);
    expect(http.requests[0]).toMatchObject({
      method: "POST",
      body: "grant_type=client_credentials&client_secret=s3cret",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(http.url()).toBe("https://login.example/t/token");
  });

  const ages: readonly (readonly [title: string, lifetime: number | undefined, after: number, logins: number])[] = [
    ["well before its end: kept", 600, 530, 1],
    ["a minute before its end: another one", 600, 540, 2],
    ["of two minutes, in its first half: kept", 60, 29, 1],
    ["of two minutes, in its second half: another one", 60, 30, 2],
    ["without an end, for some minutes: kept", undefined, 500, 1],
    ["that ends at once: good for this request only", 0, 0, 2],
  ];
  for (const [title, lifetime, after, logins] of ages) {
    test(title, async () => {
      const body = JSON.stringify({ access_token: "t", ...(lifetime === undefined ? {} : { expires_in: lifetime }) });
      const { clock, conversation, shown } = world({ issue: () => ({ body }) });
      expectOk(await conversation.read(GET("/a"), []));
      await clock.advance(Duration.seconds(after));
      expectOk(await conversation.read(GET("/a"), []));
      expect(shown().filter((text) => text === "login").length).toBe(logins);
    });
  }

  test("refused before its end: obtained anew once, and the write goes through", async () => {
    const good = new Set(["t1", "t2"]);
    const { conversation, shown } = world({ isGood: (token) => good.has(token) });
    expectOk(await conversation.read(GET("/a"), []));
    good.delete("t1");
    expectOk(await conversation.write(POST("/b", {}), []));
    expect(shown()).toEqual(["login", "Bearer t1", "Bearer t1", "login", "Bearer t2"]);
  });

  test("refused although it is new: rejected, and not asked for again", async () => {
    const { conversation, shown } = world({ isGood: () => false });
    const write = await conversation.write(POST("/b", {}), []);
    expect(write).toMatchObject({ outcome: { kind: "rejected", code: "credentials-rejected" } });
    expect(shown()).toEqual(["login", "Bearer t1"]);
  });

  test("refused again when obtained anew: rejected after the second", async () => {
    let isGood = true;
    const { conversation, shown } = world({ isGood: () => isGood });
    expectOk(await conversation.read(GET("/a"), []));
    isGood = false;
    const write = await conversation.write(POST("/b", {}), []);
    expect(write).toMatchObject({ outcome: { kind: "rejected", code: "credentials-rejected" } });
    expect(shown()).toEqual(["login", "Bearer t1", "Bearer t1", "login", "Bearer t2"]);
  });

  test("is not shown when the service repeats it, and neither is the secret", async () => {
    const { conversation } = world({ isGood: () => false, issue: () => ({ body: '{"access_token":"t0kenOfIt"}' }) });
    expect(JSON.stringify(await conversation.read(GET("/a"), []))).not.toContain("t0kenOfIt");
    const loud = world({
      issue: () => ({ status: 400, body: '{"error":"invalid_client","error_description":"s3cret"}' }),
    });
    expect(await loud.conversation.read(GET("/a"), [])).toMatchObject({
      outcome: { detail: "POST login.example/{tenant}/token: HTTP 400: ••••••" },
    });
  });
});

describe("requests that begin at once", () => {
  const reads = (conversation: Conversation) => ["/a", "/b", "/c"].map((path) => conversation.read(GET(path), []));

  test("wait for one login", async () => {
    const { conversation, shown } = world();
    for (const read of await Promise.all(reads(conversation))) expectOk(read);
    expect(shown()).toEqual(["login", "Bearer t1", "Bearer t1", "Bearer t1"]);
  });

  test("share its failure, and the next one tries again", async () => {
    const { conversation, shown } = world({ issue: () => ({ status: 503 }) });
    const codes = (await Promise.all(reads(conversation))).map((read) => (read.ok ? "ok" : read.outcome.code));
    expect(codes).toEqual(["server-error", "server-error", "server-error"]);
    expect(shown()).toEqual(["login"]);
    await conversation.read(GET("/a"), []);
    expect(shown()).toEqual(["login", "login"]);
  });

  test("whose token is taken back get one new one", async () => {
    let good = "t1";
    const { conversation, shown } = world({ isGood: (token) => token === good });
    expectOk(await conversation.read(GET("/a"), []));
    good = "t2";
    for (const read of await Promise.all(reads(conversation))) expectOk(read);
    expect(shown().filter((text) => text === "login").length).toBe(2);
  });

  test("log in themselves when the one that did was cancelled", async () => {
    const cancelled = { broken: { code: "aborted", detail: "login.example", wasSent: true } } as const;
    const { conversation, shown } = world({
      issue: (count) => (count === 1 ? cancelled : { body: `{"access_token":"t${count}"}` }),
    });
    const [first, ...others] = await Promise.all(reads(conversation));
    expect(first).toMatchObject({ outcome: { code: "aborted" } });
    for (const read of others) expectOk(read);
    expect(shown()).toEqual(["login", "login", "Bearer t2", "Bearer t2"]);
  });
});

describe("a refused login", () => {
  const refusal = { ok: false, outcome: { kind: "rejected", code: "credentials-rejected" } };

  test("is refused to every name that comes next, without asking: services count failed logins", async () => {
    const { conversation, shown, clock } = world({ issue: () => ({ status: 401 }) });
    for (let name = 0; name < 50; name += 1) {
      expect(await conversation.read(GET("/a"), [])).toMatchObject(refusal);
      await clock.advance(Duration.seconds(1));
    }
    expect(shown()).toEqual(["login"]);
  });

  test("is tried again after a minute, for whoever has repaired it at the service", async () => {
    const { conversation, shown, clock } = world({
      issue: (count) => (count === 1 ? { status: 401 } : { body: '{"access_token":"t2"}' }),
    });
    expect(await conversation.read(GET("/a"), [])).toMatchObject(refusal);
    await clock.advance(Duration.minutes(1));
    expectOk(await conversation.read(GET("/a"), []));
    expect(shown()).toEqual(["login", "login", "Bearer t2"]);
  });

  test("is tried again when the clock is set back", async () => {
    const { conversation, shown, clock } = world({ issue: () => ({ status: 401 }) });
    await conversation.read(GET("/a"), []);
    clock.jumpWall(-86_400_000);
    await conversation.read(GET("/a"), []);
    expect(shown()).toEqual(["login", "login"]);
  });
});

describe("an exchange that fails, while writing", () => {
  const rows: readonly (readonly [title: string, reply: ScriptedReply, expected: object])[] = [
    [
      "wrong secret, 400",
      { status: 400, body: '{"error":"invalid_client"}' },
      { kind: "rejected", code: "credentials-rejected" },
    ],
    ["wrong secret, 401", { status: 401, body: "{}" }, { kind: "rejected", code: "credentials-rejected" }],
    [
      "revoked, 403",
      { status: 403, body: '{"error":"access_denied"}' },
      { kind: "rejected", code: "credentials-rejected" },
    ],
    ["scope", { status: 400, body: '{"error":"invalid_scope"}' }, { kind: "rejected", code: "not-authorized" }],
    ["not now", { status: 400, body: '{"error":"temporarily_unavailable"}' }, { kind: "failed", code: "server-error" }],
    ["a page of a portal", { status: 403, body: "<html>Log in</html>" }, { kind: "failed", code: "answer-unreadable" }],
    [
      "too many",
      { status: 429, headers: { "retry-after": "9" } },
      { kind: "failed", code: "rate-limited", retryAfter: Duration.seconds(9) },
    ],
    ["503", { status: 503 }, { kind: "failed", code: "server-error" }],
    ["a gateway's 504", { status: 504 }, { kind: "failed", code: "server-error" }],
    [
      "no token",
      { body: "{}" },
      {
        kind: "failed",
        code: "answer-unreadable",
        detail: "POST login.example/{tenant}/token: an answer without a token",
      },
    ],
    ["half an answer", { body: '{"access_tok' }, { kind: "failed", code: "answer-unreadable" }],
    [
      "timed out",
      { broken: { code: "timed-out", detail: "login.example", wasSent: true } },
      { kind: "failed", code: "timed-out" },
    ],
  ];
  for (const [title, reply, expected] of rows) {
    test(`${title}: nothing was written, and that is certain`, async () => {
      const { conversation, shown } = world({ issue: () => reply });
      expect(await conversation.write(POST("/b", {}), [])).toMatchObject({ ok: false, outcome: expected });
      expect(shown()).toEqual(["login"]);
    });
  }
});
