import { describe, expect, test } from "bun:test";
import { Duration } from "../../core/duration.ts";
import { failure, ok } from "../../core/result.ts";
import { Secret } from "../../core/secret.ts";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { httpPorts } from "../../../test/support/provider-ports.ts";
import { ScriptedHttp, type ScriptedReply } from "../../../test/support/scripted-http.ts";
import { absent, body, failed, on, rejected, updated, type AnswerRow } from "./answers.ts";
import { basic } from "./auth/basic.ts";
import { bodyKey } from "./auth/body-key.ts";
import { bearer } from "./auth/bearer.ts";
import { headerKey } from "./auth/header-key.ts";
import { queryKey } from "./auth/query-key.ts";
import { anonymous, firstGiven, type Authentication } from "./authentication.ts";
import { at, GET, POST, type Call, DELETE, withBody } from "./call.ts";
import { Conversation } from "./conversation.ts";
import { addHeaders } from "./draft.ts";
import { formServer, jsonServer, textServer, xmlServer, type Server } from "./server.ts";

const token = new Secret("t0k/en+");
const usual = jsonServer("https://api.example.net/v2", bearer(token));

function talk(reply: ScriptedReply, server: Server = usual, answers: readonly AnswerRow[] = []) {
  const http = new ScriptedHttp(() => reply);
  const conversation = new Conversation({ server, answers, ports: httpPorts(http), secrets: [token.reveal()] });
  return { http, conversation };
}

const call = POST("/z/{zone}/records", { zone: "a" }, { x: 1 });
const broken = (code: "timed-out" | "connection-refused" | "answer-too-large", wasSent: boolean): ScriptedReply => ({
  broken: { code, detail: `api.example.net: ${code} t0k/en+`, wasSent },
});

test("what the service leaves out is said before its own words", async () => {
  const explained = "the domain has moved to another interface of the service";
  const { conversation } = talk({ status: 404, body: '{"message":"Zone?"}' }, usual, [
    on(404, rejected("zone-not-found", { explained })),
  ]);
  expect(await conversation.write(call, [])).toMatchObject({
    outcome: { detail: `POST api.example.net/z/{zone}/records: ${explained} (HTTP 404: Zone?)` },
  });
});

describe("a request", () => {
  test("has address, route pattern, proof, agent and formats", async () => {
    const { http, conversation } = talk({ body: "{}" });
    expectOk(await conversation.write(call, []));
    expect(http.requests[0]).toMatchObject({
      method: "POST",
      route: "/z/{zone}/records",
      headers: {
        "user-agent": expect.stringMatching(/^holdfast\/\d+\.\d+\.\d+$/),
        accept: "application/json",
        "content-type": "application/json",
        authorization: "Bearer t0k/en+",
      },
      body: '{"x":1}',
    });
    expect(http.url()).toBe("https://api.example.net/v2/z/a/records");
  });

  test("goes to the host the call names, and says so", async () => {
    const { http, conversation } = talk({ status: 404 });
    const elsewhere = at("https://v6.example.net/u", GET("/{token}/", { token }));
    expect(await conversation.write(elsewhere, [])).toMatchObject({
      outcome: { detail: "GET v6.example.net/{token}/: HTTP 404" },
    });
    expect(http.url()).toBe("https://v6.example.net/u/t0k%2Fen%2B/");
    expect(conversation.unreadable(elsewhere, "x").detail).toBe("GET v6.example.net/{token}/: x");
  });

  test("goes over one family where the service looks at where it comes from, and over any elsewhere", async () => {
    for (const over of ["ipv4", "ipv6", undefined] as const) {
      const server = textServer("https://x.example", anonymous, over === undefined ? {} : { over });
      const { http, conversation } = talk({ body: "good" }, server);
      await conversation.write(GET("/"), []);
      expect(http.requests[0]?.family).toBe(over);
    }
  });

  test("for XML asks for XML, and gets a tree", async () => {
    const xml = xmlServer("https://x.example", anonymous, { message: ["a.error.0"] });
    const good = talk({ body: "<a><n>0</n></a>" }, xml);
    expect(expectOk(await good.conversation.write(GET("/"), [on(body("a.n.0", 0), updated)])).meaning).toBe("updated");
    expect(good.http.requests[0]?.headers["accept"]).toBe("application/xml, text/xml;q=0.9");
    const bad = talk({ status: 400, body: "<a><error>no, t0k/en+</error></a>" }, xml);
    expect(await bad.conversation.write(GET("/"), [])).toMatchObject({
      outcome: { code: "value-invalid", detail: "GET x.example/: HTTP 400: no, ••••••" },
    });
    const cut = talk({ body: "<a><n>0</n>" }, xml);
    expect(await cut.conversation.write(GET("/"), [on(body("a.n.0", 0), updated)])).toMatchObject({
      outcome: { kind: "unconfirmed", detail: "GET x.example/: not XML, or cut short" },
    });
  });

  const proofs: readonly (readonly [title: string, proof: Authentication, expected: object, query?: string])[] = [
    ["bearer", bearer(token), { authorization: "Bearer t0k/en+" }],
    ["bearer under another word", bearer(token, "Token"), { authorization: "Token t0k/en+" }],
    // RFC 7617 §2: the example of the RFC.
    ["basic", basic("Aladdin", new Secret("open sesame")), { authorization: "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==" }],
    // RFC 7617 §2.1: the example in UTF-8.
    ["basic in UTF-8", basic("test", new Secret("123£")), { authorization: "Basic dGVzdDoxMjPCow==" }],
    ["basic with a secret user", basic(token, token), { authorization: "Basic dDBrL2VuKzp0MGsvZW4r" }],
    ["header keys", headerKey({ "X-User": "u", "X-Key": token }), { "x-user": "u", "x-key": "t0k/en+" }],
    ["query keys", queryKey({ user: "u", key: token }), {}, "?q=1&user=u&key=t0k%2Fen%2B"],
    ["none", anonymous, {}],
    [
      "the first given",
      firstGiven(undefined, "", bearer(token), queryKey({ k: "x" })),
      { authorization: "Bearer t0k/en+" },
    ],
  ];
  for (const [title, proof, expected, query] of proofs) {
    test(`is authenticated: ${title}`, async () => {
      const { http, conversation } = talk({ body: "{}" }, jsonServer("https://api.example.net", proof));
      expectOk(await conversation.read(GET("/x", { q: 1 }), []));
      expect(http.requests[0]?.headers).toMatchObject(expected);
      expect(http.requests[0]?.url.search).toBe(query ?? "?q=1");
    });
  }

  const unsent: readonly (readonly [title: string, server: Server, call: Call, code: string])[] = [
    [
      "no credentials are filled in",
      jsonServer("https://x.example", firstGiven(undefined)),
      GET("/x"),
      "value-invalid",
    ],
    ["a user name holds a colon", jsonServer("https://x.example", basic("a:b", token)), GET("/x"), "value-invalid"],
    [
      "a token holds a line end",
      jsonServer("https://x.example", bearer(new Secret("a\nb"))),
      GET("/x"),
      "value-invalid",
    ],
    [
      "a token holds letters HTTP cannot carry",
      jsonServer("https://x.example", bearer(new Secret("п"))),
      GET("/x"),
      "value-invalid",
    ],
    ["an identifier would climb the path", usual, GET("/z/{id}", { id: ".." }), "value-invalid"],
    [
      "it would travel unencrypted",
      jsonServer({ url: "http://x.example", insecure: false }, anonymous),
      GET("/x"),
      "insecure-transport",
    ],
  ];
  for (const [title, server, unsentCall, code] of unsent) {
    test(`is not sent when ${title}`, async () => {
      const { http, conversation } = talk({}, server);
      expect(await conversation.write(unsentCall, [])).toMatchObject({
        ok: false,
        outcome: { kind: "rejected", code },
      });
      expect(http.requests).toEqual([]);
    });
  }

  test("of a form server is a form", async () => {
    const { http, conversation } = talk({ body: "{}" }, formServer("https://x.example", anonymous));
    expectOk(await conversation.write(POST("/x", { a: "b c" }), []));
    expect(http.requests[0]).toMatchObject({
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "a=b+c",
    });
  });

  test("shows keys among the members of its body", async () => {
    const server = jsonServer("https://x.example", bodyKey({ apikey: "k", secret: token }));
    const { http, conversation } = talk({ status: 400, body: '{"message":"t0k/en+ is wrong"}' }, server);
    const outcome = await conversation.write(POST("/x", { ttl: "600" }), []);
    expect(http.requests[0]?.body).toBe('{"apikey":"k","secret":"t0k/en+","ttl":"600"}');
    expect(JSON.stringify(outcome)).not.toContain("t0k/en+");
  });

  test("takes a body where its method has none", async () => {
    const { http, conversation } = talk({ body: "{}" }, usual);
    expectOk(await conversation.write(withBody(DELETE("/x"), [{ name: "www" }]), []));
    expect(http.requests[0]).toMatchObject({ method: "DELETE", body: '[{"name":"www"}]' });
  });

  test("may sign in first, and fails as that does", async () => {
    const proof: Authentication = {
      async authenticate(draft, { send }) {
        const url = new URL("https://login.example/session");
        const session = await send({ ...draft, url, route: "/session", body: undefined, sensitive: [] });
        return session.ok ? ok(addHeaders(draft, { "x-session": session.value.text }, [])) : failure(session);
      },
    };
    const server = textServer("https://x.example", proof);
    const http = new ScriptedHttp(({ url }) => ({ body: url.host === "login.example" ? "s1" : "OK" }));
    expectOk(await new Conversation({ server, answers: [], ports: httpPorts(http), secrets: [] }).read(GET("/x"), []));
    expect(http.requests.map(({ headers }) => headers["x-session"])).toEqual([undefined, "s1"]);
    const refusing = talk({ status: 401 }, server);
    expect(await refusing.conversation.write(GET("/x"), [])).toMatchObject({
      outcome: { kind: "rejected", code: "credentials-rejected" },
    });
    expect(refusing.http.requests.length).toBe(1);
  });
});

describe("what an answer comes to", () => {
  const limited = { status: 429, headers: { "retry-after": "9" }, body: "t0k/en+ is too fast" };
  const rows: readonly (readonly [title: string, reply: ScriptedReply, read: object, write: object])[] = [
    [
      "not sent",
      broken("connection-refused", false),
      { kind: "failed", code: "connection-refused" },
      { kind: "failed", code: "connection-refused" },
    ],
    [
      "sent, no reply",
      broken("timed-out", true),
      { kind: "failed", code: "timed-out" },
      { kind: "unconfirmed", code: "timed-out" },
    ],
    [
      "too large",
      broken("answer-too-large", true),
      { kind: "failed", code: "answer-too-large" },
      { kind: "unconfirmed", code: "answer-too-large" },
    ],
    [
      "half of JSON",
      { body: '{"a"' },
      { kind: "failed", code: "answer-unreadable" },
      { kind: "unconfirmed", code: "answer-unreadable" },
    ],
    [
      "a page",
      { body: "<html>" },
      { kind: "failed", code: "answer-unreadable" },
      { kind: "unconfirmed", code: "answer-unreadable" },
    ],
    [
      "a page with an error status",
      { status: 500, body: "<html>" },
      { kind: "failed", code: "server-error" },
      { kind: "failed", code: "server-error" },
    ],
    [
      "a gateway's error",
      { status: 502 },
      { kind: "failed", code: "server-error" },
      { kind: "unconfirmed", code: "server-error" },
    ],
    [
      "a limit",
      limited,
      { kind: "failed", retryAfter: Duration.seconds(9) },
      { kind: "failed", retryAfter: Duration.seconds(9) },
    ],
    [
      "a refusal",
      { status: 403, body: '{"message":"no"}' },
      { kind: "rejected", code: "not-authorized" },
      { kind: "rejected", code: "not-authorized" },
    ],
  ];
  for (const [title, reply, read, write] of rows) {
    test(title, async () => {
      expect(await talk(reply).conversation.read(call, [])).toMatchObject({ ok: false, outcome: read });
      expect(await talk(reply).conversation.write(call, [])).toMatchObject({ ok: false, outcome: write });
    });
  }

  test("rows of the service come before those of the family, and those before the common ones", async () => {
    const services = [on(body("code", 1), rejected("zone-not-found"))];
    const families = [on(404, absent)];
    const outcome = async (reply: ScriptedReply) => talk(reply, usual, services).conversation.read(call, families);
    expect(await outcome({ status: 404, body: '{"code":1}' })).toMatchObject({ outcome: { code: "zone-not-found" } });
    expect(await outcome({ status: 404, body: '{"code":2}' })).toMatchObject({ value: { meaning: "absent" } });
    expect(await outcome({ status: 401 })).toMatchObject({ outcome: { code: "credentials-rejected" } });
  });

  test("a row may name the pause, and Retry-After overrides it", async () => {
    const rows = [on(503, failed("under-maintenance", { retryAfter: Duration.minutes(30) }))];
    const pause = async (headers: Record<string, string>) =>
      talk({ status: 503, headers }).conversation.write(call, rows);
    expect(await pause({})).toMatchObject({ outcome: { retryAfter: Duration.minutes(30) } });
    expect(await pause({ "retry-after": "60" })).toMatchObject({ outcome: { retryAfter: Duration.minutes(1) } });
  });

  test("a missing page is no proof of absence", async () => {
    const reply = await talk({ status: 404, body: "<html>no such site" }).conversation.read(call, [on(404, absent)]);
    expect(reply).toMatchObject({ outcome: { kind: "failed", code: "answer-unreadable" } });
  });

  test("an envelope that lacks its sign of success is a refusal", async () => {
    const server = jsonServer("https://x.example", anonymous, { succeeds: body("ok", true) });
    const refused = await talk({ body: '{"ok":false,"message":"why"}' }, server).conversation.write(call, []);
    expect(refused).toMatchObject({
      outcome: { kind: "rejected", code: "request-refused", detail: expect.stringContaining("why") },
    });
    expect((await talk({ body: '{"ok":true}' }, server).conversation.write(call, [])).ok).toBe(true);
  });

  test("a row's success is told", async () => {
    expect(await talk({ body: '{"n":1}' }).conversation.write(call, [on(body("n"), updated)])).toMatchObject({
      value: { meaning: "updated", answer: { status: 200, tree: { n: 1 } } },
    });
  });
});

describe("details", () => {
  const detailOf = async (reply: ScriptedReply, server = usual): Promise<string> => {
    const result = await talk(reply, server).conversation.write(call, []);
    return result.ok ? "" : result.outcome.detail;
  };

  test("name method, host, route pattern, status and the remote's words", async () => {
    expect(await detailOf({ status: 422, body: '{"message":"no such\\nthing"}' })).toBe(
      "POST api.example.net/z/{zone}/records: HTTP 422: no such thing",
    );
  });

  const echoes: readonly (readonly [title: string, reply: ScriptedReply])[] = [
    ["in an error", { status: 400, body: "bad t0k/en+" }],
    ["in an error, encoded", { status: 400, body: "GET /?t=t0k%2Fen%2B" }],
    ["in an error, in base64", { status: 400, body: Buffer.from("t0k/en+").toString("base64") }],
    ["in a page title", { body: "<html><title>t0k/en+</title>" }],
    ["in a network failure", broken("timed-out", true)],
  ];
  for (const [title, reply] of echoes) {
    test(`hide a credential that is repeated ${title}`, async () => {
      const detail = await detailOf(reply);
      expect(detail).not.toMatch(/t0k|dDBrL2VuKw/);
      expect(detail).toContain("••••••");
    });
  }

  test("leave nothing of a credential that stands where they are cut", async () => {
    for (let length = 120; length < 200; length += 1) {
      const detail = await detailOf({ status: 400, body: `${"x".repeat(length)}t0k/en+` });
      expect(detail).not.toContain("t0");
    }
  });

  test("hide what authentication made out of a credential", async () => {
    const server = jsonServer("https://x.example", basic("user", token));
    const detail = await detailOf({ status: 400, body: "got Basic dXNlcjp0MGsvZW4r" }, server);
    expect(detail).toContain("got Basic ••••••");
  });
});

describe("a clock that is off", () => {
  // Clocks of tests start here.
  const now = Date.UTC(2026, 10, 20);
  const timed: Authentication = { ...bearer(token), clockTolerance: Duration.minutes(10) };
  const rows = [
    ["behind", timed, 660_000, 401, { kind: "failed", code: "clock-skewed" }],
    ["ahead", timed, -660_000, 403, { kind: "failed", code: "clock-skewed" }],
    ["within what is tolerated", timed, 590_000, 401, { kind: "rejected", code: "credentials-rejected" }],
    ["of no matter to the proof", bearer(token), 660_000, 401, { kind: "rejected", code: "credentials-rejected" }],
    ["of no matter to the refusal", timed, 660_000, 402, { kind: "rejected", code: "paid-feature" }],
  ] as const;
  for (const [title, authentication, ahead, status, outcome] of rows) {
    test(title, async () => {
      const headers = { date: new Date(now + ahead).toUTCString() };
      const server = jsonServer("https://api.example.net", authentication);
      const { conversation } = talk({ status, headers, body: '{"message":"no"}' }, server);
      expect(await conversation.write(call, [])).toMatchObject({ outcome });
    });
  }

  test("is said in seconds, beside the service's words", async () => {
    const headers = { date: new Date(now + 660_000).toUTCString() };
    const server = jsonServer("https://api.example.net", timed);
    const { conversation } = talk({ status: 401, headers, body: '{"message":"Bad signature"}' }, server);
    expect(await conversation.write(call, [])).toMatchObject({
      outcome: {
        detail:
          "POST api.example.net/z/{zone}/records: our clock is 660 s behind the service's (HTTP 401: Bad signature)",
      },
    });
  });

  test("an answer without a time says nothing of it", async () => {
    const { conversation } = talk({ status: 401 }, jsonServer("https://api.example.net", timed));
    expect(await conversation.write(call, [])).toMatchObject({ outcome: { code: "credentials-rejected" } });
  });
});
