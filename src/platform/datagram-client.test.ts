import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { Duration } from "../core/duration.ts";
import type { DatagramClient, Endpoint } from "../core/net.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { expectSocketCount, openSocketCount } from "../../test/support/open-sockets.ts";
import { address } from "../../test/support/values.ts";
import { createDatagramClient } from "./datagram-client.ts";

const question = Uint8Array.of(1, 2, 3);
const answer = Uint8Array.of(4, 5);
const anyAnswer = (): boolean => true;
const timeout = Duration.seconds(2);

let clock: FakeClock;
let client: DatagramClient;
let peers: Socket[];
let socketsBefore: number | undefined;

beforeEach(() => {
  clock = new FakeClock();
  client = createDatagramClient(clock);
  peers = [];
  socketsBefore = openSocketCount();
});

afterEach(async () => {
  for (const peer of peers) await new Promise<void>((resolve) => peer.close(() => resolve()));
  expect(clock.pendingCount).toBe(0);
  await expectSocketCount(socketsBefore);
});

/** A peer on loopback that does what the test says with each datagram. */
async function peerThat(
  act: (socket: Socket, payload: Uint8Array, from: RemoteInfo) => void,
  host = "127.0.0.1",
): Promise<Endpoint> {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  peers.push(socket);
  socket.on("error", () => undefined);
  socket.on("message", (payload, from) => act(socket, payload, from));
  await new Promise<void>((resolve) => socket.bind({ port: 0, address: host }, () => resolve()));
  return { address: address(host), port: socket.address().port };
}

/** An endpoint of loopback where nothing listens. */
async function deadEndpoint(host = "127.0.0.1"): Promise<Endpoint> {
  const endpoint = await peerThat(() => undefined, host);
  const socket = peers.pop();
  await new Promise<void>((resolve) => socket?.close(() => resolve()));
  return endpoint;
}

describe("an answer", () => {
  for (const host of ["127.0.0.1", "::1"]) {
    test(`from the peer over ${host}: handed over`, async () => {
      const peer = await peerThat((socket, payload, from) => {
        expect(Uint8Array.from(payload)).toEqual(question);
        socket.send(answer, from.port, from.address);
      }, host);
      const result = await client.exchange(peer, question, anyAnswer, { timeout });
      expect(result).toMatchObject({ ok: true });
      expect(result.ok && Uint8Array.from(result.value)).toEqual(answer);
    });
  }

  test("refused by the caller: ignored, the next one is taken", async () => {
    const peer = await peerThat((socket, _payload, from) => {
      socket.send(Uint8Array.of(9), from.port, from.address);
      socket.send(answer, from.port, from.address);
    });
    const result = await client.exchange(peer, question, (payload) => payload[0] === 4, { timeout });
    expect(result.ok && Uint8Array.from(result.value)).toEqual(answer);
  });

  test("from another port or address of the same host: ignored", async () => {
    const stranger = createSocket("udp4");
    const neighbour = createSocket("udp4");
    peers.push(stranger, neighbour);
    await new Promise<void>((resolve) => neighbour.bind({ address: "127.0.0.2", port: 0 }, () => resolve()));
    const peer = await peerThat((socket, _payload, from) => {
      stranger.send(Uint8Array.of(66), from.port, from.address, () => {
        neighbour.send(Uint8Array.of(67), from.port, from.address, () => {
          socket.send(answer, from.port, from.address);
        });
      });
    });
    const seen: Uint8Array[] = [];
    const result = await client.exchange(
      peer,
      question,
      (payload) => {
        seen.push(Uint8Array.from(payload));
        return true;
      },
      { timeout },
    );
    expect(result.ok).toBe(true);
    expect(seen).toEqual([answer]);
  });

  test("of zero octets: handed over", async () => {
    const peer = await peerThat((socket, _payload, from) => socket.send(new Uint8Array(0), from.port, from.address));
    const result = await client.exchange(peer, question, anyAnswer, { timeout });
    expect(result.ok && result.value.length).toBe(0);
  });

  test("a judgement that throws is our bug: the exchange throws and leaves nothing behind", async () => {
    const peer = await peerThat((socket, _payload, from) => socket.send(answer, from.port, from.address));
    const judging = client.exchange(
      peer,
      question,
      () => {
        throw new TypeError("bug");
      },
      { timeout },
    );
    expect(judging).rejects.toThrow("bug");
    await judging.catch(() => undefined);
  });
});

describe("the local side", () => {
  test("every exchange has a new port", async () => {
    const ports = new Set<number>();
    const peer = await peerThat((socket, _payload, from) => {
      ports.add(from.port);
      socket.send(answer, from.port, from.address);
    });
    for (let round = 0; round < 8; round += 1) await client.exchange(peer, question, anyAnswer, { timeout });
    expect(ports.size).toBeGreaterThan(1);
  });

  test("a binding is where the peer sees us", async () => {
    let seen = "";
    const peer = await peerThat((socket, _payload, from) => {
      seen = from.address;
      socket.send(answer, from.port, from.address);
    });
    const binding = { localAddress: address("127.0.0.9") };
    expect(await client.exchange(peer, question, anyAnswer, { timeout, binding })).toMatchObject({ ok: true });
    expect(seen).toBe("127.0.0.9");
  });

  const impossible = [
    { name: "an address this host does not have", from: "203.0.113.77", to: "127.0.0.1" },
    { name: "an address of the other family", from: "127.0.0.1", to: "::1" },
    { name: "a loopback address towards the Internet", from: "127.0.0.1", to: "198.51.100.1" },
  ];
  for (const row of impossible) {
    test(`bound to ${row.name}: unreachable, not sent`, async () => {
      const binding = { localAddress: address(row.from) };
      const peer = { address: address(row.to), port: 9 };
      const result = await client.exchange(peer, question, anyAnswer, { timeout, binding });
      expect(result).toMatchObject({ ok: false, code: "unreachable", wasSent: false });
    });
  }
});

describe("no answer", () => {
  for (const host of ["127.0.0.1", "::1"]) {
    test(`nobody listens on ${host}: connection-refused at once, not received`, async () => {
      const peer = await deadEndpoint(host);
      const result = await client.exchange(peer, question, anyAnswer, { timeout });
      expect(result).toMatchObject({ ok: false, code: "connection-refused", wasSent: false });
      expect(result).toHaveProperty("detail", expect.stringContaining(`:${peer.port}: ECONNREFUSED`));
    });
  }

  test("silence: timed-out after the timeout, possibly received", async () => {
    const received = Promise.withResolvers<void>();
    const peer = await peerThat(() => received.resolve());
    const pending = client.exchange(peer, question, anyAnswer, { timeout });
    await received.promise;
    await clock.advance(timeout);
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", wasSent: true });
  });

  test("aborted while waiting: aborted, possibly received", async () => {
    const abort = new AbortController();
    const peer = await peerThat(() => abort.abort());
    const result = await client.exchange(peer, question, anyAnswer, { timeout, signal: abort.signal });
    expect(result).toMatchObject({ ok: false, code: "aborted", wasSent: true });
  });

  test("aborted before: aborted, not sent", async () => {
    let received = 0;
    const peer = await peerThat(() => {
      received += 1;
    });
    const result = await client.exchange(peer, question, anyAnswer, { timeout, signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ok: false, code: "aborted", wasSent: false });
    expect(received).toBe(0);
  });

  test("a datagram larger than UDP carries: unreachable, not sent", async () => {
    const peer = await peerThat(() => undefined);
    const result = await client.exchange(peer, new Uint8Array(66_000), anyAnswer, { timeout });
    expect(result).toMatchObject({ ok: false, code: "unreachable", wasSent: false });
  });
});
