import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { HttpRequest, HttpResponse } from "../core/http.ts";
import type { HostLookup, NetFailure } from "../core/net.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { createAuthority, createSelfSigned } from "../../test/support/certificate.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { expectSocketCount, openSocketCount } from "../../test/support/open-sockets.ts";
import {
  type RawAnswer,
  type RawServer,
  type RawServerOptions,
  startRawServer,
} from "../../test/support/raw-server.ts";
import { address } from "../../test/support/values.ts";
import { createHttpClient, type HttpClientOptions } from "./http-client.ts";
import { parseHttpProxy } from "./http-proxy.ts";

const authority = createAuthority();
const leaf = authority.issue({ hosts: ["echo.test", "127.0.0.1"] });
const hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
const canary = "c4n4ry";

let clock: FakeClock;
let servers: RawServer[];
let socketsBefore: number | undefined;

beforeEach(() => {
  clock = new FakeClock();
  servers = [];
  socketsBefore = openSocketCount();
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  expect(clock.pendingCount).toBe(0);
  await expectSocketCount(socketsBefore);
});

async function serve(answer: RawAnswer, options?: RawServerOptions): Promise<RawServer> {
  const server = await startRawServer(answer, options);
  servers.push(server);
  return server;
}

const known: Readonly<Record<string, Partial<Record<Family, readonly [string, ...string[]]>>>> = {
  "127.0.0.1": { ipv4: ["127.0.0.1"] },
  "::1": { ipv6: ["::1"] },
  "echo.test": { ipv4: ["127.0.0.1"], ipv6: ["::1"] },
  "echo.test.": { ipv4: ["127.0.0.1"], ipv6: ["::1"] },
  "v4.test": { ipv4: ["127.0.0.1"] },
  "second.test": { ipv4: ["127.0.0.99", "127.0.0.1"] },
  "half.test": { ipv4: ["127.0.0.1"] },
};

/** Looks up the names above; no answer ever comes for `hang.test`, nor for `half.test` in IPv6. */
const lookup: HostLookup = {
  addresses: async (hostname, family, signal) => {
    const hangs = hostname === "hang.test" || (hostname === "half.test" && family === "ipv6");
    if (hangs) await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    const [first, ...others] = known[hostname]?.[family] ?? [];
    if (first !== undefined) return ok([address(first), ...others.map(address)]);
    return failure({ code: "name-not-resolved", detail: `${hostname}: no such name`, wasSent: false });
  },
  resolvers: () => [],
};

function send(
  url: string,
  changes: Partial<HttpRequest> = {},
  options: HttpClientOptions = {},
): Promise<Result<HttpResponse, NetFailure>> {
  return createHttpClient(clock, lookup, options).send({
    method: "GET",
    url: new URL(url),
    route: "/",
    headers: {},
    timeout: Duration.seconds(10),
    largestBodyOctets: 1_000,
    ...changes,
  });
}

function textOf(result: Result<HttpResponse, NetFailure>): string {
  return Buffer.from(expectOk(result).body).toString();
}

describe("a request", () => {
  const auth = Buffer.from("user:p@ss").toString("base64");
  const rows: readonly {
    readonly name: string;
    readonly path: string;
    readonly userInfo?: string;
    readonly changes?: Partial<HttpRequest>;
    readonly line: string;
    readonly fields: readonly string[];
  }[] = [
    {
      name: "GET",
      path: "/a/b?c=d",
      line: "GET /a/b?c=d HTTP/1.1",
      fields: ["Accept-Encoding: identity", "Connection: close"],
    },
    { name: "GET without a path", path: "", line: "GET / HTTP/1.1", fields: [] },
    { name: "a fragment stays here", path: "/a#b", line: "GET /a HTTP/1.1", fields: [] },
    {
      name: "PUT with octets",
      path: "/",
      changes: { method: "PUT", body: Uint8Array.of(1, 2, 3) },
      line: "PUT / HTTP/1.1",
      fields: ["Content-Length: 3"],
    },
    {
      name: "POST with text counts octets",
      path: "/",
      changes: { method: "POST", body: "名" },
      line: "POST / HTTP/1.1",
      fields: ["Content-Length: 3"],
    },
    {
      name: "POST without a body",
      path: "/",
      changes: { method: "POST" },
      line: "POST / HTTP/1.1",
      fields: ["Content-Length: 0"],
    },
    {
      name: "DELETE with a body",
      path: "/",
      changes: { method: "DELETE", body: "x" },
      line: "DELETE / HTTP/1.1",
      fields: ["Content-Length: 1"],
    },
    {
      name: "the caller's fields replace ours, whatever their case",
      path: "/",
      changes: { headers: { "accept-encoding": "br", "User-Agent": "t/1" } },
      line: "GET / HTTP/1.1",
      fields: ["accept-encoding: br", "User-Agent: t/1"],
    },
    {
      name: "credentials in the URL",
      path: "/",
      userInfo: "user:p%40ss@",
      line: "GET / HTTP/1.1",
      fields: [`Authorization: Basic ${auth}`],
    },
    {
      name: "credentials in the URL and a field of the caller",
      path: "/",
      userInfo: "user:p%40ss@",
      changes: { headers: { authorization: "Bearer t" } },
      line: "GET / HTTP/1.1",
      fields: ["authorization: Bearer t"],
    },
  ];
  for (const row of rows) {
    test(row.name, async () => {
      const server = await serve(hello);
      const url = `http://${row.userInfo ?? ""}v4.test:${server.port}${row.path}`;
      expect(textOf(await send(url, row.changes))).toBe("hello");
      const [line, ...fields] = (server.requests[0] ?? "").split("\r\n");
      expect(line).toBe(row.line);
      expect(fields).toContain(`Host: v4.test:${server.port}`);
      for (const field of row.fields) expect(fields).toContain(field);
      const names = fields.map((field) => field.split(":")[0]?.toLowerCase());
      expect(names.length).toBe(new Set(names).size);
    });
  }
});

describe("an answer", () => {
  const rows: readonly {
    readonly name: string;
    readonly answer: string;
    readonly expected: object;
    readonly body: string;
  }[] = [
    { name: "with a length", answer: hello, expected: { status: 200 }, body: "hello" },
    {
      name: "in chunks",
      answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
      expected: { status: 200 },
      body: "hello",
    },
    {
      name: "until the connection closes",
      answer: "HTTP/1.0 200 OK\r\n\r\nhello",
      expected: { status: 200 },
      body: "hello",
    },
    { name: "without content", answer: "HTTP/1.1 204 No Content\r\n\r\n", expected: { status: 204 }, body: "" },
    {
      name: "an error of the server",
      answer: "HTTP/1.1 503 Busy\r\nRetry-After: 60\r\nContent-Length: 1\r\n\r\nx",
      expected: { status: 503, headers: { "retry-after": "60" } },
      body: "x",
    },
    {
      name: "a redirect is an answer",
      answer: "HTTP/1.1 302 Found\r\nLocation: http://v4.test/\r\nContent-Length: 0\r\n\r\n",
      expected: { status: 302, headers: { location: "http://v4.test/" } },
      body: "",
    },
    {
      name: "repeated fields",
      answer: "HTTP/1.1 200 OK\r\nX-A: 1\r\nSet-Cookie: a\r\nx-a: 2\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n",
      expected: { headers: { "x-a": "1, 2", "set-cookie": "a, b" } },
      body: "",
    },
    {
      name: "after informational ones",
      answer: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n${hello}`,
      expected: { status: 200 },
      body: "hello",
    },
    { name: "with more behind it", answer: `${hello}HTTP/1.1 500 No`, expected: { status: 200 }, body: "hello" },
    {
      name: "without a reason",
      answer: "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
      expected: { status: 200 },
      body: "",
    },
    {
      name: "coded as identity",
      answer: "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 1\r\n\r\nx",
      expected: { status: 200 },
      body: "x",
    },
    {
      name: "exactly as long as allowed",
      answer: `HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n${"x".repeat(1_000)}`,
      expected: { status: 200 },
      body: "x".repeat(1_000),
    },
    {
      name: "of HTML",
      answer: "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
      expected: { headers: { "content-type": "text/html" } },
      body: "<html>",
    },
  ];
  for (const row of rows) {
    test(row.name, async () => {
      const server = await serve(row.answer);
      const result = await send(`http://v4.test:${server.port}/`);
      expect(result).toMatchObject({ ok: true, value: row.expected });
      expect(textOf(result)).toBe(row.body);
    });
  }
});

describe("a hostile or broken server", () => {
  const endless =
    (piece: string) =>
    (socket: Socket): void => {
      const write = (): void => {
        while (!socket.destroyed && socket.write(piece));
      };
      socket.on("drain", write);
      write();
    };
  const rows: readonly { readonly name: string; readonly answer: RawAnswer; readonly code: string }[] = [
    {
      name: "claims a huge body",
      answer: "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n",
      code: "answer-too-large",
    },
    {
      name: "sends one octet too many",
      answer: `HTTP/1.1 200 OK\r\n\r\n${"x".repeat(1_001)}`,
      code: "answer-too-large",
    },
    {
      name: "never stops sending the body",
      answer: (socket) => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        endless("x".repeat(65_536))(socket);
      },
      code: "answer-too-large",
    },
    {
      name: "never stops sending chunks",
      answer: (socket) => {
        socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        endless("1\r\nx\r\n".repeat(2_000))(socket);
      },
      code: "answer-too-large",
    },
    {
      name: "never stops sending fields",
      answer: (socket) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        endless("X-Y: z\r\n".repeat(2_000))(socket);
      },
      code: "answer-too-large",
    },
    {
      name: "never ends one field",
      answer: (socket) => {
        socket.write("HTTP/1.1 200 OK\r\nX: ");
        endless("y".repeat(10_000))(socket);
      },
      code: "answer-too-large",
    },
    { name: "closes without an answer", answer: "", code: "answer-cut-short" },
    { name: "closes within the head", answer: "HTTP/1.1 200 OK\r\nContent-Le", code: "answer-cut-short" },
    {
      name: "closes within the body",
      answer: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
      code: "answer-cut-short",
    },
    {
      name: "closes within a chunk",
      answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello",
      code: "answer-cut-short",
    },
    {
      name: "closes between chunks",
      answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      code: "answer-cut-short",
    },
    { name: "resets instead of answering", answer: (socket) => socket.resetAndDestroy(), code: "connection-reset" },
    {
      name: "resets within the body",
      answer: (socket) =>
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", () => socket.resetAndDestroy()),
      code: "answer-cut-short",
    },
    { name: "speaks HTML without HTTP", answer: "<html><body>Router login</body></html>", code: "answer-unreadable" },
    { name: "speaks another protocol", answer: "220 mail.test ESMTP\r\n", code: "answer-unreadable" },
    {
      name: "sends an impossible chunk size",
      answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      code: "answer-unreadable",
    },
    {
      name: "states two lengths",
      answer: "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
      code: "answer-unreadable",
    },
    {
      name: "states a negative length",
      answer: "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
      code: "answer-unreadable",
    },
    {
      name: "changes the protocol unasked",
      answer: "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
      code: "answer-unreadable",
    },
    {
      name: "compresses unasked",
      answer: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b",
      code: "answer-unreadable",
    },
  ];
  for (const row of rows) {
    test(`${row.name}: ${row.code}, possibly received`, async () => {
      const server = await serve(row.answer);
      const result = await send(`http://user:${canary}@v4.test:${server.port}/${canary}?${canary}`);
      expect(result).toMatchObject({ ok: false, code: row.code, wasSent: true });
      expect(JSON.stringify(result)).not.toContain(canary);
      expect(result).toHaveProperty("detail", expect.stringContaining(`v4.test:${server.port}`));
    });
  }
});

describe("a real server", () => {
  const bodies = ["", "short", "x".repeat(300_000)];
  const answerOf = (path: string): string => bodies[Number(path.slice(1))] ?? "";

  test("of node:http, in chunks and with a length: the same bodies", async () => {
    const server = createServer((request, response) => {
      const body = answerOf(request.url ?? "");
      if (request.method === "POST") response.setHeader("content-length", Buffer.byteLength(body));
      for (const piece of body.match(/.{1,70000}/g) ?? []) response.write(piece);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    const bound = server.address();
    const base = `http://v4.test:${typeof bound === "object" ? bound?.port : 0}`;
    for (const [index, body] of bodies.entries()) {
      for (const method of ["GET", "POST"] as const) {
        const result = await send(`${base}/${index}`, { method, largestBodyOctets: 1_000_000 });
        expect(textOf(result)).toBe(body);
      }
    }
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  test("of Bun.serve over TLS, in chunks and with a length: the same bodies", async () => {
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      tls: { cert: leaf.certificate, key: leaf.key },
      fetch: async (request) => {
        const body = answerOf(new URL(request.url).pathname);
        if ((await request.text()).length !== 200_000) return new Response("the body did not arrive", { status: 400 });
        return new Response(request.method === "POST" ? body : new Blob([body]).stream());
      },
    });
    const options = { extraCertificates: authority.certificate };
    for (const [index, body] of bodies.entries()) {
      for (const method of ["PUT", "POST"] as const) {
        const changes = { method, body: "x".repeat(200_000), family: "ipv4", largestBodyOctets: 1_000_000 } as const;
        const result = await send(`https://echo.test:${server.port}/${index}`, changes, options);
        expect(result).toMatchObject({ value: { status: 200 } });
        expect(textOf(result)).toBe(body);
      }
    }
    await server.stop(true);
  });
});

describe("time", () => {
  test("a silent server: timed-out, possibly received", async () => {
    const asked = Promise.withResolvers<void>();
    const server = await serve(() => asked.resolve());
    const pending = send(`http://v4.test:${server.port}/`);
    await asked.promise;
    await clock.advance(Duration.seconds(10));
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", wasSent: true });
  });

  test("a server that drips: timed-out all the same", async () => {
    const asked = Promise.withResolvers<Socket>();
    const server = await serve((socket) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
      asked.resolve(socket);
    });
    const pending = send(`http://v4.test:${server.port}/`);
    const socket = await asked.promise;
    for (let second = 0; second < 10; second += 1) {
      socket.write("x");
      await clock.advance(Duration.seconds(1));
    }
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", wasSent: true });
  });

  test("a name look-up without end: timed-out, not sent", async () => {
    const pending = send("http://hang.test/");
    await clock.advance(Duration.seconds(10));
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", wasSent: false });
  });

  test("a TLS handshake without end: timed-out, not sent", async () => {
    const connected = Promise.withResolvers<void>();
    const server = await serve(() => connected.resolve(), { speaksFirst: true });
    const pending = send(`https://v4.test:${server.port}/`);
    await connected.promise;
    await clock.advance(Duration.seconds(10));
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", wasSent: false });
  });

  test("aborted before: aborted, not sent", async () => {
    const server = await serve(hello);
    const result = await send(`http://v4.test:${server.port}/`, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ok: false, code: "aborted", wasSent: false });
    expect(server.requests).toEqual([]);
  });

  test("aborted while waiting: aborted, possibly received", async () => {
    const abort = new AbortController();
    const server = await serve(() => abort.abort());
    const result = await send(`http://v4.test:${server.port}/`, { signal: abort.signal });
    expect(result).toMatchObject({ ok: false, code: "aborted", wasSent: true });
  });
});

describe("the way to the host", () => {
  for (const [family, peer] of [
    ["ipv4", "::ffff:127.0.0.1"],
    ["ipv6", "::1"],
  ] as const) {
    test(`${family} only: the server sees that family, by name`, async () => {
      const server = await serve(hello, { host: "::" });
      expect(textOf(await send(`http://echo.test:${server.port}/`, { family }))).toBe("hello");
      expect(server.peers).toEqual([peer]);
    });
  }

  test("no family asked for: IPv6 first", async () => {
    const server = await serve(hello, { host: "::" });
    expect(textOf(await send(`http://echo.test:${server.port}/`))).toBe("hello");
    expect(server.peers).toEqual(["::1"]);
  });

  test("no family asked for and IPv6 refused: IPv4", async () => {
    const server = await serve(hello, { host: "127.0.0.1" });
    expect(textOf(await send(`http://echo.test:${server.port}/`))).toBe("hello");
    expect(server.peers).toEqual(["127.0.0.1"]);
  });

  test("no family asked for and the look-up for IPv6 hangs: IPv4 after its head start", async () => {
    const server = await serve(hello, { host: "127.0.0.1" });
    const pending = send(`http://half.test:${server.port}/`);
    await clock.advance(Duration.milliseconds(250));
    expect(textOf(await pending)).toBe("hello");
  });

  test("the first address refuses: the second is tried", async () => {
    const server = await serve(hello, { host: "127.0.0.1" });
    expect(textOf(await send(`http://second.test:${server.port}/`))).toBe("hello");
  });

  test("the other family's address written out: not resolved", async () => {
    const result = await send("http://[::1]:9/", { family: "ipv4" });
    expect(result).toMatchObject({ ok: false, wasSent: false });
  });

  test("an IPv6 address written out is connected to and named in Host", async () => {
    const server = await serve(hello, { host: "::1" });
    expect(textOf(await send(`http://[::1]:${server.port}/`))).toBe("hello");
    expect(server.requests[0]).toContain(`Host: [::1]:${server.port}`);
  });

  test("a binding is where the server sees us, and fixes the family", async () => {
    const server = await serve(hello);
    const binding = { localAddress: address("127.0.0.9") };
    expect(textOf(await send(`http://echo.test:${server.port}/`, { binding }))).toBe("hello");
    expect(server.peers).toEqual(["127.0.0.9"]);
  });

  const failures = [
    { name: "no such name", url: () => "http://missing.test/", code: "name-not-resolved" },
    { name: "nobody listens", url: (dead: number) => `http://v4.test:${dead}/`, code: "connection-refused" },
    {
      name: "nobody listens, both families",
      url: (dead: number) => `http://echo.test:${dead}/`,
      code: "connection-refused",
    },
  ];
  for (const row of failures) {
    test(`${row.name}: ${row.code}, not sent`, async () => {
      const server = await startRawServer(hello, { host: "::" });
      await server.stop();
      const result = await send(row.url(server.port));
      expect(result).toMatchObject({ ok: false, code: row.code, wasSent: false });
    });
  }
});

describe("TLS", () => {
  const trusting: HttpClientOptions = { extraCertificates: authority.certificate };

  test("a certificate of a trusted authority for the name: answered", async () => {
    const server = await serve(hello, { tls: leaf });
    expect(textOf(await send(`https://echo.test:${server.port}/`, { family: "ipv4" }, trusting))).toBe("hello");
  });

  test("the same for a name with a final dot and for an address", async () => {
    const server = await serve(hello, { tls: leaf });
    expect(textOf(await send(`https://echo.test.:${server.port}/`, { family: "ipv4" }, trusting))).toBe("hello");
    expect(textOf(await send(`https://127.0.0.1:${server.port}/`, {}, trusting))).toBe("hello");
  });

  const rows = [
    { name: "signed by itself", tls: createSelfSigned(["echo.test"]), options: trusting },
    { name: "of an authority nobody trusts", tls: leaf, options: {} },
    { name: "for another name", tls: authority.issue({ hosts: ["other.test"] }), options: trusting },
    { name: "for a name below", tls: authority.issue({ hosts: ["www.echo.test"] }), options: trusting },
    {
      name: "whose time is over",
      tls: authority.issue({ hosts: ["echo.test"], years: [2020, 2021] }),
      options: trusting,
    },
    {
      name: "whose time has not come",
      tls: authority.issue({ hosts: ["echo.test"], years: [2048, 2049] }),
      options: trusting,
    },
    { name: "checked against unreadable further authorities", tls: leaf, options: { extraCertificates: "nonsense" } },
  ];
  for (const row of rows) {
    test(`a certificate ${row.name}: tls-failed, nothing sent`, async () => {
      const server = await serve(hello, { tls: row.tls });
      const result = await send(`https://echo.test:${server.port}/${canary}`, { family: "ipv4" }, row.options);
      expect(result).toMatchObject({ ok: false, code: "tls-failed", wasSent: false });
      expect(JSON.stringify(result)).not.toContain(canary);
      expect(server.requests).toEqual([]);
    });
  }

  test("the environment cannot switch the checks off", async () => {
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      const server = await serve(hello, { tls: leaf });
      const result = await send(`https://echo.test:${server.port}/`, { family: "ipv4" });
      expect(result).toMatchObject({ ok: false, code: "tls-failed", wasSent: false });
    } finally {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
  });

  const broken: readonly { readonly name: string; readonly answer: RawAnswer }[] = [
    { name: "speaks plain HTTP", answer: hello },
    { name: "closes", answer: "" },
    { name: "resets", answer: (socket) => socket.resetAndDestroy() },
    { name: "alerts", answer: Uint8Array.of(21, 3, 3, 0, 2, 2, 40) },
  ];
  for (const row of broken) {
    test(`a server that ${row.name} instead of TLS: tls-failed, not sent`, async () => {
      const server = await serve(row.answer, { speaksFirst: true });
      const result = await send(`https://v4.test:${server.port}/`, {}, trusting);
      expect(result).toMatchObject({ ok: false, code: "tls-failed", wasSent: false });
    });
  }
});

describe("a proxy", () => {
  const proxyAt = (port: number, noProxy = "", scheme = "http"): HttpClientOptions => ({
    proxy: expectOk(parseHttpProxy(`${scheme}://me:${canary}@v4.test:${port}`, noProxy)),
    extraCertificates: authority.certificate,
  });
  const authorization = `Proxy-Authorization: Basic ${Buffer.from(`me:${canary}`).toString("base64")}`;

  test("gets the whole URL of a plain request, without its credentials, and our own", async () => {
    const proxy = await serve(hello);
    expect(textOf(await send("http://u:p@far.test/a?b=c", {}, proxyAt(proxy.port)))).toBe("hello");
    const [line, ...fields] = (proxy.requests[0] ?? "").split("\r\n");
    expect(line).toBe("GET http://far.test/a?b=c HTTP/1.1");
    expect(fields).toContain("Host: far.test");
    expect(fields).toContain(authorization);
  });

  for (const scheme of ["http", "https"]) {
    test(`reached over ${scheme} opens a tunnel for a secure request and does not see into it`, async () => {
      const origin = await serve(hello, { tls: leaf });
      const proxy = await serve(
        tunnelTo(origin.port),
        scheme === "https" ? { tls: authority.issue({ hosts: ["v4.test"] }) } : {},
      );
      const result = await send(`https://echo.test:${origin.port}/${canary}`, {}, proxyAt(proxy.port, "", scheme));
      expect(textOf(result)).toBe("hello");
      expect(proxy.requests[0]).toStartWith(`CONNECT echo.test:${origin.port} HTTP/1.1\r\n`);
      expect(proxy.requests[0]).toContain(authorization);
      expect(origin.requests[0]).toStartWith(`GET /${canary} HTTP/1.1\r\n`);
      expect(origin.requests[0]?.toLowerCase()).not.toContain("proxy-authorization");
    });
  }

  test("is left out for hosts it is not for", async () => {
    const server = await serve(hello);
    const proxy = await serve("HTTP/1.1 500 Proxy\r\nContent-Length: 0\r\n\r\n");
    expect(textOf(await send(`http://v4.test:${server.port}/`, {}, proxyAt(proxy.port, "v4.test")))).toBe("hello");
    expect(proxy.requests).toEqual([]);
  });

  const refusals: readonly { readonly name: string; readonly answer: RawAnswer; readonly detail: string }[] = [
    {
      name: "wants other credentials",
      answer: "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
      detail: "407",
    },
    { name: "closes", answer: "", detail: "the proxy closed" },
    { name: "resets", answer: (socket) => socket.resetAndDestroy(), detail: "failed" },
    { name: "is no proxy", answer: "<html>", detail: "speaks no HTTP" },
    {
      name: "answers without an end",
      answer: (socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${"y".repeat(100_000)}`),
      detail: "more than 16384 octets",
    },
    {
      name: "says more than it may",
      answer: "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
      detail: "more than its answer",
    },
  ];
  for (const row of refusals) {
    test(`that ${row.name}: unreachable, not sent`, async () => {
      const proxy = await serve(row.answer);
      const result = await send(`https://echo.test/${canary}`, {}, proxyAt(proxy.port));
      expect(result).toMatchObject({ ok: false, code: "unreachable", wasSent: false });
      expect(result).toHaveProperty("detail", expect.stringContaining(row.detail));
      expect(JSON.stringify(result)).not.toContain(canary);
    });
  }

  test("that does not answer: timed-out, not sent", async () => {
    const asked = Promise.withResolvers<void>();
    const proxy = await serve(() => asked.resolve());
    const pending = send("https://echo.test/", {}, proxyAt(proxy.port));
    await asked.promise;
    await clock.advance(Duration.seconds(10));
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", wasSent: false });
  });

  test("that is not there: connection-refused, not sent", async () => {
    const proxy = await startRawServer("");
    await proxy.stop();
    const result = await send("https://echo.test/", {}, proxyAt(proxy.port));
    expect(result).toMatchObject({ ok: false, code: "connection-refused", wasSent: false });
  });

  test("whose certificate is for another name: tls-failed, not sent", async () => {
    const proxy = await serve(hello, { tls: leaf });
    const result = await send("https://echo.test/", {}, proxyAt(proxy.port, "", "https"));
    expect(result).toMatchObject({ ok: false, code: "tls-failed", wasSent: false });
  });
});

/** Does what a proxy does with CONNECT: joins the two connections. */
function tunnelTo(port: number): RawAnswer {
  return async (socket) => {
    const { connect } = await import("node:net");
    const onward = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(onward);
      onward.pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  };
}
