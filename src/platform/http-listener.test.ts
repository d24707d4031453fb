import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { Duration } from "../core/duration.ts";
import type { HttpHandler, HttpPeer, HttpPlace, TlsIdentity } from "../core/listen.ts";
import type { Running } from "../core/lifecycle.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { createAuthority } from "../../test/support/certificate.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock, settle } from "../../test/support/fake-clock.ts";
import { expectSocketCount, openSocketCount } from "../../test/support/open-sockets.ts";
import { address } from "../../test/support/values.ts";
import { createHttpListener } from "./http-listener.ts";

const limits = { largestBodyOctets: 1_000, idleTimeoutMs: 60_000 };
const good: HttpHandler = () => new Response("good 192.0.2.1\n");

let clock: FakeClock;
let bugs: unknown[];
let running: (Running & { readonly endpoint: Endpoint | undefined })[];
let folder: string;
let socketsBefore: number | undefined;

beforeEach(() => {
  clock = new FakeClock();
  bugs = [];
  running = [];
  folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  socketsBefore = openSocketCount();
});

afterEach(async () => {
  for (const listener of running) await listener.stop();
  rmSync(folder, { recursive: true });
  expect(clock.pendingCount).toBe(0);
  await expectSocketCount(socketsBefore);
});

function portPlace(host = "127.0.0.1", port = 0, tls?: TlsIdentity): HttpPlace {
  return { kind: "port", endpoint: { address: address(host), port }, tls };
}

async function listen(
  handler: HttpHandler,
  place = portPlace(),
  changes: Partial<typeof limits> = {},
): Promise<{ readonly port: number }> {
  const listener = createHttpListener(clock, (bug) => bugs.push(bug));
  const opened = expectOk(await listener.listen(place, { ...limits, ...changes }, handler));
  running.push(opened);
  return { port: opened.endpoint?.port ?? 0 };
}

/** What a server says to these octets until it closes, as text. */
function say(
  request: string | Uint8Array,
  to: { readonly port: number; readonly host?: string } | { readonly path: string },
): Promise<string> {
  return heard(connect({ ...to }), request);
}

function heard(socket: Socket, request: string | Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    socket.on("data", (chunk: Uint8Array) => {
      text += Buffer.from(chunk).toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
    socket.write(request);
  });
}

describe("an HTTP/1.0 client", () => {
  const rows: readonly { readonly name: string; readonly request: string; readonly expected: RegExp }[] = [
    {
      name: "with Host",
      request: "GET /a HTTP/1.0\r\nHost: h.test\r\n\r\n",
      expected: /^HTTP\/1\.\d 200 OK\r\n[\s\S]*\r\ncontent-length: 15\r\n[\s\S]*\r\ngood 192\.0\.2\.1\n$/i,
    },
    {
      name: "without Host",
      request: "GET /a HTTP/1.0\r\n\r\n",
      expected: /^HTTP\/1\.\d 200 OK\r\n[\s\S]*\r\n\r\ngood 192\.0\.2\.1\n$/,
    },
    {
      name: "that wants to keep the connection",
      request: "GET /a HTTP/1.0\r\nHost: h.test\r\nConnection: keep-alive\r\n\r\n",
      expected: /good 192\.0\.2\.1\n$/,
    },
  ];
  for (const row of rows) {
    test(`${row.name}: gets a length, no chunks, and the end of the connection`, async () => {
      const { port } = await listen(good);
      const text = await say(row.request, { port });
      expect(text).toMatch(row.expected);
      expect(text.toLowerCase()).not.toContain("transfer-encoding");
    });
  }

  test("gets a stream without chunks", async () => {
    const { port } = await listen(() => new Response(new Blob(["one", "two"]).stream()));
    expect(await say("GET / HTTP/1.0\r\nHost: h\r\n\r\n", { port })).toEndWith("\r\n\r\nonetwo");
  });

  test("gets no body for HEAD, but its length", async () => {
    const { port } = await listen(good);
    const text = await say("HEAD / HTTP/1.0\r\nHost: h\r\n\r\n", { port });
    expect(text.toLowerCase()).toContain("content-length: 15");
    expect(text).toEndWith("\r\n\r\n");
  });
});

describe("requests sent without waiting for answers", () => {
  const request = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: h.test\r\n`;
  const three = `${request("/1")}\r\n${request("/2")}\r\n${request("/3")}Connection: close\r\n\r\n`;
  const tell: HttpHandler = (asked) => new Response(new URL(asked.url).pathname);

  test("are answered in order when each answer is there at once", async () => {
    const { port } = await listen(tell);
    const text = await say(three, { port });
    expect(text.match(/^\/\d|(?<=\r\n\r\n)\/\d/g)).toEqual(["/1", "/2", "/3"]);
  });

  test("end the connection without an answer behind one that takes time", async () => {
    const gate = Promise.withResolvers<void>();
    const { port } = await listen(async (asked, peer) => {
      await gate.promise;
      return tell(asked, peer);
    });
    expect(await say(three, { port })).toBe("");
    gate.resolve();
    await settle();
    expect(bugs).toEqual([]);
  });
});

describe("the URL a handler sees", () => {
  const rows = [
    { name: "of the Host field", head: "GET /a?b=c HTTP/1.1\r\nHost: h.test:81", expected: "http://h.test:81/a?b=c" },
    {
      name: "of this listener when there is no Host",
      head: "GET /a?b=c HTTP/1.0\r\nX: y",
      expected: "http://127.0.0.1:PORT/a?b=c",
    },
    {
      name: "keeps a path with two slashes",
      head: "GET //evil.test/a HTTP/1.1\r\nHost: h.test",
      expected: "http://h.test//evil.test/a",
    },
    {
      name: "takes the path alone of a whole URL",
      head: "GET http://other.test/a HTTP/1.1\r\nHost: h.test",
      expected: "http://h.test/a",
    },
  ];
  for (const row of rows) {
    test(row.name, async () => {
      const { port } = await listen((request) => new Response(new URL(request.url).href));
      const text = await say(`${row.head}\r\nConnection: close\r\n\r\n`, { port });
      expect(text).toEndWith(`\r\n\r\n${row.expected.replace("PORT", String(port))}`);
    });
  }

  for (const host of ["a b", "x/y", "[::1", "x:99999", "user@h.test", ""]) {
    test(`"Host: ${host}" is none: 400, and the handler is not asked`, async () => {
      let asked = 0;
      const { port } = await listen(() => {
        asked += 1;
        return new Response("asked");
      });
      const text = await say(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, { port });
      expect(text).toStartWith("HTTP/1.1 400 ");
      expect(asked).toBe(0);
      expect(bugs).toEqual([]);
    });
  }
});

describe("the peer a handler sees", () => {
  async function peerSeen(place: HttpPlace, to: (port: number) => Socket): Promise<HttpPeer | undefined> {
    let seen: HttpPeer | undefined;
    const { port } = await listen((_request, peer) => {
      seen = peer;
      return new Response();
    }, place);
    await heard(to(port), "GET / HTTP/1.0\r\nHost: h\r\n\r\n");
    return seen;
  }

  test("over IPv4 and IPv6: its address", async () => {
    const over4 = await peerSeen(portPlace("127.0.0.1"), (port) =>
      connect({ port, host: "127.0.0.1", localAddress: "127.0.0.9" }),
    );
    expect(over4).toEqual({ address: address("127.0.0.9"), isSecure: false });
    const over6 = await peerSeen(portPlace("::1"), (port) => connect(port, "::1"));
    expect(over6).toEqual({ address: address("::1"), isSecure: false });
  });

  test("over TLS: secure", async () => {
    const authority = createAuthority();
    const place = portPlace("127.0.0.1", 0, authority.issue({ hosts: ["127.0.0.1"] }));
    const seen = await peerSeen(place, (port) => connectTls({ port, host: "127.0.0.1", ca: authority.certificate }));
    expect(seen).toEqual({ address: address("127.0.0.1"), isSecure: true });
  });

  test("over a socket in the file system: nobody in particular", async () => {
    const path = join(folder, "admin");
    expect(await peerSeen({ kind: "socket", path }, () => connect({ path }))).toEqual({
      address: undefined,
      isSecure: false,
    });
  });
});

describe("a body", () => {
  const read: HttpHandler = async (request) => new Response(`read ${(await request.arrayBuffer()).byteLength}`);
  const post = (fields: string, body: string): string =>
    `POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${fields}\r\n\r\n${body}`;
  const chunk = (size: number): string => `${size.toString(16)}\r\n${"x".repeat(size)}\r\n`;
  const rows = [
    { name: "as large as allowed", request: post("Content-Length: 1000", "x".repeat(1_000)), status: 200 },
    {
      name: "in chunks",
      request: post("Transfer-Encoding: chunked", `${chunk(400)}${chunk(600)}0\r\n\r\n`),
      status: 200,
    },
    { name: "one octet too large", request: post("Content-Length: 1001", "x".repeat(1_001)), status: 413 },
    {
      name: "too large in chunks",
      request: post("Transfer-Encoding: chunked", `${chunk(600)}${chunk(600)}0\r\n\r\n`),
      status: 413,
    },
    { name: "in broken chunks", request: post("Transfer-Encoding: chunked", "zz\r\n"), status: 400 },
  ];
  for (const row of rows) {
    test(`${row.name}: ${row.status}`, async () => {
      const { port } = await listen(read);
      expect(await say(row.request, { port })).toStartWith(`HTTP/1.1 ${row.status} `);
      expect(bugs).toEqual([]);
    });
  }

  test("that its client breaks off is no bug of ours", async () => {
    const asked = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<unknown>();
    const { port } = await listen(async (request) => {
      asked.resolve();
      try {
        return await read(request, { address: undefined, isSecure: false });
      } finally {
        ended.resolve(undefined);
      }
    });
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\nabc");
    await asked.promise;
    socket.destroy();
    await ended.promise;
    await settle();
    expect(bugs).toEqual([]);
  });
});

describe("a handler that is wrong", () => {
  const rows: readonly { readonly name: string; readonly handler: HttpHandler }[] = [
    {
      name: "throws",
      handler: () => {
        throw new TypeError("s3cret");
      },
    },
    { name: "rejects", handler: () => Promise.reject(new TypeError("s3cret")) },
  ];
  for (const row of rows) {
    test(`${row.name}: a bare 500, and the bug is reported`, async () => {
      const { port } = await listen(row.handler);
      const text = await say("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", { port });
      expect(text).toStartWith("HTTP/1.1 500 ");
      expect(text).not.toContain("s3cret");
      expect(text).toEndWith("\r\n\r\n");
      expect(bugs).toEqual([new TypeError("s3cret")]);
    });
  }
});

describe("a hostile client", () => {
  const rows = [
    {
      name: "with a head without end",
      request: `GET / HTTP/1.1\r\nHost: h\r\nX: ${"y".repeat(200_000)}`,
      expected: /^HTTP\/1\.1 431 /,
    },
    { name: "that speaks no HTTP", request: Uint8Array.of(0, 1, 2, 3, 13, 10, 13, 10), expected: /^HTTP\/1\.1 400 / },
    {
      name: "with two lengths",
      request: "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
      expected: /^HTTP\/1\.1 400 /,
    },
    {
      name: "with a length and chunks",
      request: "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      expected: /^HTTP\/1\.1 400 /,
    },
    { name: "of HTTP/1.1 without Host", request: "GET / HTTP/1.1\r\n\r\n", expected: /^HTTP\/1\.1 400 / },
  ];
  for (const row of rows) {
    test(`${row.name}: refused and cut off`, async () => {
      const { port } = await listen(good);
      expect(await say(row.request, { port })).toMatch(row.expected);
      expect(bugs).toEqual([]);
    });
  }

  test("that says nothing is cut off, on a port and on a socket in the file system", async () => {
    const path = join(folder, "idle");
    const { port } = await listen(good, portPlace(), { idleTimeoutMs: 1_000 });
    await listen(good, { kind: "socket", path }, { idleTimeoutMs: 1_000 });
    const request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    const texts = await Promise.all([say(request, { port }), say(request, { path })]);
    for (const text of texts) expect(text).toEndWith("good 192.0.2.1\n");
  }, 9_000);
});

describe("a port", () => {
  const listener = (): ReturnType<typeof createHttpListener> => createHttpListener(clock, () => undefined);

  test("both wildcards on one port: each family reaches its own listener", async () => {
    const { port } = await listen(() => new Response("first"), portPlace("0.0.0.0"));
    await listen(() => new Response("second"), portPlace("::", port));
    expect(await say("GET / HTTP/1.0\r\nHost: h\r\n\r\n", { port, host: "127.0.0.1" })).toEndWith("first");
    expect(await say("GET / HTTP/1.0\r\nHost: h\r\n\r\n", { port, host: "::1" })).toEndWith("second");
  });

  test("is busy: address-in-use, with its holder where the system shows it", async () => {
    const { port } = await listen(good);
    const result = await listener().listen(portPlace("127.0.0.1", port), limits, good);
    const endpoint = formatEndpoint({ address: address("127.0.0.1"), port });
    expect(result).toMatchObject({ ok: false, code: "address-in-use", endpoint });
    if (process.platform === "linux") expect(result).toMatchObject({ holder: { pid: process.pid } });
  });

  test("of an address this host does not have: address-not-available", async () => {
    const result = await listener().listen(portPlace("203.0.113.77"), limits, good);
    expect(result).toMatchObject({ ok: false, code: "address-not-available" });
  });

  const leaf = createAuthority().issue({ hosts: ["h.test"] });
  const other = createAuthority().issue({ hosts: ["h.test"] });
  const identities = [
    { name: "empty", tls: { certificate: "", key: "" } },
    { name: "no PEM", tls: { certificate: "x", key: leaf.key } },
    { name: "another certificate's key", tls: { certificate: leaf.certificate, key: other.key } },
    { name: "swapped", tls: { certificate: leaf.key, key: leaf.certificate } },
  ];
  for (const row of identities) {
    test(`with a certificate and key that are ${row.name}: listen-failed, and no word of the key`, async () => {
      const result = await listener().listen(portPlace("127.0.0.1", 0, row.tls), limits, good);
      expect(result).toMatchObject({ ok: false, code: "listen-failed" });
      expect(JSON.stringify(result)).toContain("certificate or key unusable");
      expect(JSON.stringify(result)).not.toContain("PRIVATE");
    });
  }
});

describe("a socket in the file system", () => {
  const listener = (): ReturnType<typeof createHttpListener> => createHttpListener(clock, () => undefined);
  const request = "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n";

  test("is its owner's alone, whatever the process allows to others, and gone after stop", async () => {
    const path = join(folder, "admin");
    const before = process.umask(0);
    try {
      await listen(good, { kind: "socket", path });
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(process.umask()).toBe(0);
    } finally {
      process.umask(before);
    }
    expect(await say(request, { path })).toEndWith("good 192.0.2.1\n");
    for (const open of running) await open.stop();
    expect(existsSync(path)).toBe(false);
  });

  test("answers once per connection, whatever the client would like", async () => {
    const path = join(folder, "admin");
    await listen(good, { kind: "socket", path });
    expect(await say("GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n", { path })).toContain("good");
  });

  test("whose place a killed process left is taken over", async () => {
    const path = join(folder, "admin");
    const child = Bun.spawn(
      [
        process.execPath,
        "-e",
        `Bun.serve({ unix: ${JSON.stringify(path)}, fetch: () => new Response() }); console.log("up")`,
      ],
      { stdout: "pipe" },
    );
    await child.stdout.getReader().read();
    child.kill("SIGKILL");
    await child.exited;
    expect(existsSync(path)).toBe(true);
    await listen(good, { kind: "socket", path });
    expect(await say(request, { path })).toEndWith("good 192.0.2.1\n");
  });

  test("where somebody answers: address-in-use, and that one stays", async () => {
    const path = join(folder, "admin");
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.resume();
      socket.end("mine");
    });
    await new Promise<void>((resolve) => server.listen(path, () => resolve()));
    const result = await listener().listen({ kind: "socket", path }, limits, good);
    expect(result).toMatchObject({ ok: false, code: "address-in-use", endpoint: path });
    expect(await say("x", { path })).toBe("mine");
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  const rows = [
    { name: "where a file is", path: () => join(folder, "file"), detail: "not a socket" },
    { name: "in a folder that is not there", path: () => join(folder, "none", "admin"), detail: "ENOENT" },
    {
      name: "with a path of 104 octets",
      path: () => `/${"x".repeat(103)}`,
      detail: "the path has 104 octets, a socket's may have 103",
    },
    {
      name: "with a path of 104 octets in few letters",
      path: () => `/${"名".repeat(34)}x`,
      detail: "the path has 104 octets",
    },
  ];
  for (const row of rows) {
    test(`${row.name}: listen-failed, saying so`, async () => {
      writeFileSync(join(folder, "file"), "keep me");
      const result = await listener().listen({ kind: "socket", path: row.path() }, limits, good);
      expect(result).toMatchObject({ ok: false, code: "listen-failed", endpoint: row.path() });
      expect(result).toHaveProperty("detail", expect.stringContaining(row.detail));
      expect(existsSync(join(folder, "file"))).toBe(true);
    });
  }
});

describe("stop", () => {
  test("lets a request under way end, cuts idle connections, and may be called twice", async () => {
    const asked = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const { port } = await listen(async (request) => {
      if (request.url.endsWith("/slow")) {
        asked.resolve();
        await gate.promise;
      }
      return new Response("done");
    });
    const idle = say("GET / HTTP/1.1\r\nHost: h\r\n\r\n", { port });
    const slow = say("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n", { port });
    await asked.promise;
    const stopping = running[0]?.stop();
    gate.resolve();
    await stopping;
    expect(await slow).toEndWith("done");
    expect(await idle).toEndWith("done");
    await running[0]?.stop();
  });

  test("cuts a request that does not end within five seconds", async () => {
    const asked = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<Response>();
    const { port } = await listen(() => {
      asked.resolve();
      return gate.promise;
    });
    const endless = say("GET / HTTP/1.1\r\nHost: h\r\n\r\n", { port });
    await asked.promise;
    const stopping = running[0]?.stop();
    await clock.advance(Duration.seconds(5));
    expect(await endless).toBe("");
    gate.resolve(new Response());
    await stopping;
  });
});
