import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type Server as TlsServer } from "node:tls";
import { createAuthority, createSelfSigned, type TestCertificate } from "../../test/support/certificate.ts";
import { Duration } from "../core/duration.ts";
import type { Endpoint, FramedStreamClient } from "../core/net.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { expectSocketCount, openSocketCount } from "../../test/support/open-sockets.ts";
import { address } from "../../test/support/values.ts";
import { frame } from "./frame.ts";
import { createFramedStreamClient } from "./framed-stream-client.ts";

const question = Uint8Array.of(1, 2, 3);
const answer = Uint8Array.of(4, 5);
const timeout = Duration.seconds(2);

let clock: FakeClock;
let client: FramedStreamClient;
let servers: Server[];
let socketsBefore: number | undefined;

beforeEach(() => {
  clock = new FakeClock();
  client = createFramedStreamClient(clock);
  servers = [];
  socketsBefore = openSocketCount();
});

afterEach(async () => {
  for (const server of servers) await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(clock.pendingCount).toBe(0);
  await expectSocketCount(socketsBefore);
});

/** A server on loopback that does what the test says once the question has arrived. */
async function serverThat(act: (socket: Socket, question: Uint8Array) => void, host = "127.0.0.1"): Promise<Endpoint> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (chunk: Uint8Array) => act(socket, chunk));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, () => resolve()));
  return endpointOf(server, host);
}

function endpointOf(server: Server, host: string): Endpoint {
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("expected a port");
  return { address: address(host), port: bound.port };
}

describe("an answer", () => {
  for (const host of ["127.0.0.1", "::1"]) {
    test(`over ${host}: handed over, and the question arrived with its length in one piece`, async () => {
      const peer = await serverThat((socket, received) => {
        expect([...received]).toEqual([0, 3, 1, 2, 3]);
        socket.write(frame(answer));
      }, host);
      const result = await client.exchange(peer, question, { timeout });
      expect(result.ok && [...result.value]).toEqual([...answer]);
    });
  }

  test("octet by octet: handed over", async () => {
    const peer = await serverThat(async (socket) => {
      for (const octet of frame(answer)) {
        await new Promise<void>((resolve) => socket.write(Uint8Array.of(octet), () => resolve()));
      }
    });
    const result = await client.exchange(peer, question, { timeout });
    expect(result.ok && [...result.value]).toEqual([...answer]);
  });

  test("of the longest length: handed over", async () => {
    const peer = await serverThat((socket) => socket.write(frame(new Uint8Array(65_535).fill(7))));
    const result = await client.exchange(peer, question, { timeout });
    expect(result.ok && result.value.length).toBe(65_535);
  });

  test("with more behind it, then closed: the first message is the answer", async () => {
    const peer = await serverThat((socket) => socket.end(Buffer.concat([frame(answer), frame(question)])));
    const result = await client.exchange(peer, question, { timeout });
    expect(result.ok && [...result.value]).toEqual([...answer]);
  });

  test("is followed by a goodbye and not by a reset", async () => {
    const ended = Promise.withResolvers<string>();
    const peer = await serverThat((socket) => {
      socket.on("error", (error) => ended.resolve(error.message));
      socket.on("end", () => ended.resolve("goodbye"));
      socket.write(frame(answer));
    });
    await client.exchange(peer, question, { timeout });
    expect(await ended.promise).toBe("goodbye");
  });

  test("to a bound client: the server sees that address", async () => {
    let seen: string | undefined;
    const peer = await serverThat((socket) => {
      seen = socket.remoteAddress;
      socket.write(frame(answer));
    });
    await client.exchange(peer, question, { timeout, binding: { localAddress: address("127.0.0.9") } });
    expect(seen).toBe("127.0.0.9");
  });
});

describe("no answer", () => {
  const rows: readonly {
    readonly name: string;
    readonly act: (socket: Socket) => void;
    readonly code: string;
  }[] = [
    { name: "closes at once", act: (socket) => socket.end(), code: "answer-cut-short" },
    { name: "closes within the length", act: (socket) => socket.end(Uint8Array.of(0)), code: "answer-cut-short" },
    {
      name: "closes within the message",
      act: (socket) => socket.end(Uint8Array.of(0, 9, 1)),
      code: "answer-cut-short",
    },
    { name: "resets", act: (socket) => socket.resetAndDestroy(), code: "connection-reset" },
  ];
  for (const row of rows) {
    test(`the server ${row.name}: ${row.code}, possibly received`, async () => {
      const peer = await serverThat(row.act);
      const result = await client.exchange(peer, question, { timeout });
      expect(result).toMatchObject({ ok: false, code: row.code, wasSent: true });
    });
  }

  test("nobody listens: connection-refused, not sent", async () => {
    const peer = await serverThat(() => undefined);
    const server = servers.pop();
    await new Promise<void>((resolve) => server?.close(() => resolve()));
    const result = await client.exchange(peer, question, { timeout });
    expect(result).toMatchObject({ ok: false, code: "connection-refused", wasSent: false });
    expect(result).toHaveProperty("detail", expect.stringContaining(`127.0.0.1:${peer.port}: ECONNREFUSED`));
  });

  test("the server is silent: timed-out, possibly received", async () => {
    const received = Promise.withResolvers<void>();
    const peer = await serverThat(() => received.resolve());
    const pending = client.exchange(peer, question, { timeout });
    await received.promise;
    await clock.advance(timeout);
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", wasSent: true });
  });

  test("the server sends an octet now and then and never ends: timed-out all the same", async () => {
    let drip: (() => void) | undefined;
    const received = Promise.withResolvers<void>();
    const peer = await serverThat((socket) => {
      socket.write(Uint8Array.of(0, 200));
      drip = () => socket.write(Uint8Array.of(1));
      received.resolve();
    });
    const pending = client.exchange(peer, question, { timeout });
    await received.promise;
    for (let step = 0; step < 4; step += 1) {
      drip?.();
      await clock.advance(Duration.milliseconds(timeout / 4));
    }
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", wasSent: true });
  });

  test("aborted while waiting: aborted, possibly received", async () => {
    const abort = new AbortController();
    const peer = await serverThat(() => abort.abort());
    const result = await client.exchange(peer, question, { timeout, signal: abort.signal });
    expect(result).toMatchObject({ ok: false, code: "aborted", wasSent: true });
  });

  test("aborted before: aborted, not sent", async () => {
    const peer = await serverThat(() => undefined);
    const result = await client.exchange(peer, question, { timeout, signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ok: false, code: "aborted", wasSent: false });
  });

  const impossible = [
    { name: "an address this host does not have", from: "203.0.113.77", to: "127.0.0.1" },
    { name: "an address of the other family", from: "127.0.0.1", to: "::1" },
    { name: "a loopback address towards the Internet", from: "127.0.0.1", to: "198.51.100.1" },
  ];
  for (const row of impossible) {
    test(`bound to ${row.name}: unreachable, not sent`, async () => {
      const peer = { address: address(row.to), port: 9 };
      const binding = { localAddress: address(row.from) };
      const result = await client.exchange(peer, question, { timeout, binding });
      expect(result).toMatchObject({ ok: false, code: "unreachable", wasSent: false });
    });
  }

  test("aborted while connecting: aborted, not sent", async () => {
    let received = 0;
    const peer = await serverThat(() => {
      received += 1;
    });
    const abort = new AbortController();
    const pending = client.exchange(peer, question, { timeout, signal: abort.signal });
    abort.abort();
    expect(await pending).toMatchObject({ ok: false, code: "aborted", wasSent: false });
    expect(received).toBe(0);
  });
});

describe("over TLS", () => {
  const authority = createAuthority();
  const other = createAuthority("another authority");
  let tlsServers: TlsServer[] = [];

  afterEach(async () => {
    for (const server of tlsServers) await new Promise<void>((resolve) => server.close(() => resolve()));
    tlsServers = [];
  });

  async function tlsPeer(certificate: TestCertificate): Promise<{ readonly peer: Endpoint; readonly heard: string[] }> {
    const heard: string[] = [];
    const server = createTlsServer({ cert: certificate.certificate, key: certificate.key }, (socket) => {
      socket.on("error", () => undefined);
      socket.once("data", (chunk: Uint8Array) => {
        heard.push([...chunk].join());
        socket.write(frame(answer));
      });
    });
    server.on("tlsClientError", () => undefined);
    tlsServers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    return { peer: endpointOf(server, "127.0.0.1"), heard };
  }

  for (const [name, hosts, authenticationName] of [
    ["a name", ["dns.example.net"], "dns.example.net"],
    ["the address", ["127.0.0.1"], "127.0.0.1"],
  ] as const) {
    test(`a certificate for ${name}: handed over`, async () => {
      const secure = createFramedStreamClient(clock, { extraCertificates: authority.certificate });
      const { peer, heard } = await tlsPeer(authority.issue({ hosts }));
      const result = await secure.exchange(peer, question, { timeout }, { authenticationName });
      expect(result.ok && [...result.value]).toEqual([...answer]);
      expect(heard).toEqual(["0,3,1,2,3"]);
    });
  }

  for (const [name, certificate] of [
    ["for another name", authority.issue({ hosts: ["other.example.net"] })],
    ["for the address instead of the name", authority.issue({ hosts: ["127.0.0.1"] })],
    ["of another authority", other.issue({ hosts: ["dns.example.net"] })],
    ["that is over", authority.issue({ hosts: ["dns.example.net"], years: [2020, 2021] })],
    ["of nobody", createSelfSigned(["dns.example.net"])],
  ] as const) {
    test(`a certificate ${name}: tls-failed, and the question never left`, async () => {
      const secure = createFramedStreamClient(clock, { extraCertificates: authority.certificate });
      const { peer, heard } = await tlsPeer(certificate);
      const result = await secure.exchange(peer, question, { timeout }, { authenticationName: "dns.example.net" });
      expect(result).toMatchObject({ ok: false, code: "tls-failed", wasSent: false });
      expect(heard).toEqual([]);
    });
  }

  test("a server that knows no TLS: tls-failed, and it never saw the question", async () => {
    const seen: number[] = [];
    const peer = await serverThat((socket, received) => {
      seen.push(received[0] ?? -1);
      socket.write(frame(new Uint8Array(100)));
    });
    const result = await client.exchange(peer, question, { timeout }, { authenticationName: "dns.example.net" });
    expect(result).toMatchObject({ ok: false, code: "tls-failed", wasSent: false });
    // A TLS record of the kind "handshake".
    expect(seen).toEqual([22]);
  });

  test("a server that is silent within the handshake: timed-out, not sent", async () => {
    const received = Promise.withResolvers<void>();
    const peer = await serverThat((socket) => {
      socket.on("data", () => undefined);
      received.resolve();
    });
    const pending = client.exchange(peer, question, { timeout }, { authenticationName: "dns.example.net" });
    await received.promise;
    await clock.advance(timeout);
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", wasSent: false });
  });
});
