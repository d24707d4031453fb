import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createServer, type Server, type Socket } from "node:net";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { expectSocketCount, openSocketCount } from "../../test/support/open-sockets.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { Endpoint, NetFailure } from "../core/net.ts";
import type { Result } from "../core/result.ts";
import { frame } from "./frame.ts";
import { createFramedTransferClient } from "./framed-transfer-client.ts";

let clock: FakeClock;
let servers: Server[];
let socketsBefore: number | undefined;

beforeEach(() => {
  clock = new FakeClock();
  servers = [];
  socketsBefore = openSocketCount();
});

afterEach(async () => {
  for (const server of servers) await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(clock.pendingCount).toBe(0);
  await expectSocketCount(socketsBefore);
});

async function serverThat(act: (socket: Socket) => void): Promise<Endpoint> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => act(socket));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("expected a port");
  return { address: address("127.0.0.1"), port: bound.port };
}

const limits = { timeout: Duration.minutes(10), silence: Duration.seconds(30) };

/** Takes messages up to one that is 9; tells of each. */
async function taken(
  peer: Endpoint,
  signal = new AbortController().signal,
  onMessage: () => void = () => undefined,
): Promise<{ messages: readonly number[]; result: Result<void, NetFailure> }> {
  const messages: number[] = [];
  const take = (message: Uint8Array): "more" | "last" => {
    messages.push(message[0] ?? 0);
    onMessage();
    return message[0] === 9 ? "last" : "more";
  };
  const result = await createFramedTransferClient(clock).transfer(peer, Uint8Array.of(1), take, { ...limits, signal });
  return { messages, result };
}

const messages = (...numbers: readonly number[]): Buffer =>
  Buffer.concat(numbers.map((number) => frame(Uint8Array.of(number))));

describe("messages of a transfer", () => {
  test("are handed over as they come, up to the last one and no further", async () => {
    const peer = await serverThat((socket) => {
      socket.write(messages(1, 2));
      setImmediate(() => socket.write(messages(3, 9, 4)));
    });
    expect(await taken(peer)).toEqual({ messages: [1, 2, 3, 9], result: { ok: true, value: undefined } });
  });

  for (const [title, octets, detail] of [
    ["between messages", messages(1, 2), "closed before the end"],
    ["within a message", messages(1, 2).subarray(0, -1), "closed within a message"],
  ] as const) {
    test(`that end ${title} are cut short`, async () => {
      const peer = await serverThat((socket) => socket.end(octets));
      const { result } = await taken(peer);
      expect(result).toMatchObject({ ok: false, code: "answer-cut-short" });
      expect(result.ok ? "" : result.detail).toContain(detail);
    });
  }

  test("a peer that pauses for too long is left", async () => {
    const arrived = Promise.withResolvers<void>();
    const peer = await serverThat((socket) => socket.write(messages(1)));
    const taking = taken(peer, undefined, () => arrived.resolve());
    await arrived.promise;
    await clock.advance(limits.silence);
    expect((await taking).result).toMatchObject({ code: "timed-out" });
  });

  test("a peer that never ends is left", async () => {
    const peer = await serverThat((socket) => {
      const more = setInterval(() => socket.write(messages(1)), 1);
      socket.on("close", () => clearInterval(more));
    });
    let next = Promise.withResolvers<void>();
    const taking = taken(peer, undefined, () => next.resolve());
    // Less than the silence passes between two messages, and more than the timeout over all of them.
    for (let elapsed = Duration.zero; elapsed <= limits.timeout; elapsed = Duration.milliseconds(elapsed + 20_000)) {
      await Promise.race([next.promise, taking]);
      next = Promise.withResolvers<void>();
      await clock.advance(Duration.seconds(20));
    }
    expect((await taking).result).toMatchObject({ code: "timed-out" });
  });

  test("a caller that gives up ends it", async () => {
    const stopping = new AbortController();
    const peer = await serverThat(() => stopping.abort());
    expect((await taken(peer, stopping.signal)).result).toMatchObject({ code: "aborted" });
  });

  test("a port where nobody listens", async () => {
    const peer = await serverThat(() => undefined);
    await new Promise<void>((resolve) => servers.pop()?.close(() => resolve()));
    expect((await taken(peer)).result).toMatchObject({ code: "connection-refused", wasSent: false });
  });
});
