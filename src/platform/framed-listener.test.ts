import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { Duration } from "../core/duration.ts";
import type { FramedHandler, FramedLimits, Listening } from "../core/listen.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { createAuthority } from "../../test/support/certificate.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock, settle } from "../../test/support/fake-clock.ts";
import { expectSocketCount, openSocketCount } from "../../test/support/open-sockets.ts";
import { address } from "../../test/support/values.ts";
import { FrameReader, frame } from "./frame.ts";
import { createFramedListener } from "./framed-listener.ts";

const limits: FramedLimits = {
  idleTimeoutMs: 10_000,
  largestConnectionCount: 100,
  largestPeerCount: 100,
  largestPipeline: 4,
};

let clock: FakeClock;
let bugs: unknown[];
let listening: Listening[];
let clients: Client[];
let socketsBefore: number | undefined;

beforeEach(() => {
  clock = new FakeClock();
  bugs = [];
  listening = [];
  clients = [];
  socketsBefore = openSocketCount();
});

afterEach(async () => {
  for (const listener of listening) await listener.stop();
  for (const client of clients) client.socket.destroy();
  expect(clock.pendingCount).toBe(0);
  await expectSocketCount(socketsBefore);
});

async function listen(
  handler: FramedHandler,
  changes: Partial<FramedLimits> = {},
  host = "127.0.0.1",
  port = 0,
): Promise<Endpoint> {
  const listener = createFramedListener(clock, (bug) => bugs.push(bug));
  const result = expectOk(await listener.listen({ address: address(host), port }, { ...limits, ...changes }, handler));
  listening.push(result);
  return result.endpoint;
}

const echo: FramedHandler = async (payload) => payload;

/** Handlers that wait until the test lets them answer, by what they were asked. */
class Gates {
  readonly asked: string[] = [];
  readonly #open = new Map<string, (answer: Uint8Array | undefined) => void>();
  #wake: () => void = () => undefined;

  readonly handler: FramedHandler = (payload) => {
    const text = Buffer.from(payload).toString();
    this.asked.push(text);
    this.#wake();
    return new Promise((resolve) => this.#open.set(text, resolve));
  };

  /** Resolves when so many have been asked. */
  async reached(count: number): Promise<void> {
    while (this.asked.length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  answer(text: string, answer: Uint8Array | undefined = Buffer.from(text)): void {
    this.#open.get(text)?.(answer);
  }
}

/** A client that keeps the messages it receives and knows when it is cut off. */
class Client {
  readonly socket: Socket;
  readonly messages: string[] = [];
  hasEnded = false;
  readonly closed: Promise<void>;
  #wake: () => void = () => undefined;

  constructor(server: Endpoint) {
    const reader = new FrameReader();
    this.socket = connect({ host: server.address.toString(), port: server.port, allowHalfOpen: true, noDelay: true });
    this.socket.on("error", () => undefined);
    this.socket.on("data", (chunk: Uint8Array) => {
      this.messages.push(...reader.push(chunk).map((message) => Buffer.from(message).toString()));
      this.#wake();
    });
    this.socket.on("end", () => {
      this.hasEnded = true;
      this.#wake();
    });
    this.closed = new Promise((resolve) => this.socket.on("close", () => resolve()));
    void this.closed.then(() => this.#wake());
    clients.push(this);
  }

  write(octets: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.socket.write(octets, () => resolve()));
  }

  ask(...texts: readonly string[]): Promise<void> {
    return this.write(Buffer.concat(texts.map((text) => frame(Buffer.from(text)))));
  }

  /** Resolves when so many messages have come. */
  async received(count: number): Promise<readonly string[]> {
    while (this.messages.length < count && !this.hasEnded && !this.socket.destroyed) await this.#event();
    return this.messages;
  }

  /** Resolves when the server has closed its side or cut the connection. */
  async ended(): Promise<void> {
    while (!this.hasEnded && !this.socket.destroyed) await this.#event();
  }

  #event(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

describe("a client", () => {
  for (const host of ["127.0.0.1", "::1"]) {
    test(`over ${host}: answered, and seen as it is`, async () => {
      const peers: Endpoint[] = [];
      const server = await listen(
        async (payload, peer) => {
          peers.push(peer);
          return payload;
        },
        {},
        host,
      );
      const client = new Client(server);
      await client.ask("one");
      expect(await client.received(1)).toEqual(["one"]);
      expect(peers.map(formatEndpoint)).toEqual([
        formatEndpoint({ address: address(host), port: client.socket.localPort ?? 0 }),
      ]);
    });
  }

  test("that sends octet by octet: answered", async () => {
    const client = new Client(await listen(echo));
    for (const octet of frame(Buffer.from("slow"))) await client.write(Uint8Array.of(octet));
    expect(await client.received(1)).toEqual(["slow"]);
  });

  test("that sends 30 000 messages in one piece: all answered, in order where the handler keeps it", async () => {
    const client = new Client(await listen(echo));
    const texts = Array.from({ length: 30_000 }, (_, index) => `message ${index}`);
    await client.ask(...texts);
    expect(await client.received(30_000)).toEqual(texts);
  });

  test("that sends messages of zero and of the largest length: answered", async () => {
    const client = new Client(await listen(echo));
    const large = "x".repeat(65_535);
    await client.ask("", large, "");
    expect(await client.received(3)).toEqual(["", large, ""]);
  });

  test("with several requests: a slow answer does not hold up the others", async () => {
    const gates = new Gates();
    const client = new Client(await listen(gates.handler));
    await client.ask("slow", "fast");
    await gates.reached(2);
    gates.answer("fast");
    expect(await client.received(1)).toEqual(["fast"]);
    gates.answer("slow");
    expect(await client.received(2)).toEqual(["fast", "slow"]);
  });

  test("that closes its side after asking: still gets every answer, then the end", async () => {
    const gates = new Gates();
    const client = new Client(await listen(gates.handler, { largestPipeline: 2 }));
    await client.ask("a", "b", "c");
    client.socket.end();
    await gates.reached(2);
    gates.answer("a");
    gates.answer("b");
    await gates.reached(3);
    gates.answer("c");
    await client.ended();
    expect(client.messages).toEqual(["a", "b", "c"]);
  });

  test("that closes within a message: closed, nothing asked", async () => {
    const gates = new Gates();
    const client = new Client(await listen(gates.handler));
    await client.write(Uint8Array.of(0, 9, 1));
    client.socket.end();
    await client.ended();
    expect(gates.asked).toEqual([]);
  });

  test("that resets while it is being answered: forgotten, the others live", async () => {
    const gates = new Gates();
    const server = await listen(gates.handler);
    const client = new Client(server);
    await client.ask("a");
    await gates.reached(1);
    client.socket.resetAndDestroy();
    await client.closed;
    await settle();
    gates.answer("a");
    const other = new Client(server);
    await other.ask("b");
    await gates.reached(2);
    gates.answer("b");
    expect(await other.received(1)).toEqual(["b"]);
    expect(bugs).toEqual([]);
  });
});

describe("a handler", () => {
  test("that gives no answer closes the connection, after the answers given before", async () => {
    const server = await listen(async (payload) => (payload.length === 0 ? undefined : payload));
    const client = new Client(server);
    await client.ask("first", "");
    await client.ended();
    expect(client.messages).toEqual(["first"]);
  });

  test("that throws is reported and costs its client the connection, nobody else", async () => {
    const server = await listen(async (payload) => {
      if (payload.length === 0) throw new TypeError("bug");
      return payload;
    });
    const [guilty, other] = [new Client(server), new Client(server)];
    await guilty.ask("");
    await guilty.ended();
    await other.ask("fine");
    expect(await other.received(1)).toEqual(["fine"]);
    expect(bugs).toEqual([new TypeError("bug")]);
  });
});

describe("memory", () => {
  test("a client that asks without end gets so many under way and is not read further", async () => {
    const gate = Promise.withResolvers<undefined>();
    let asked = 0;
    const server = await listen(() => {
      asked += 1;
      return gate.promise;
    });
    const client = new Client(server);
    const piece = Buffer.concat(Array.from({ length: 100 }, (_, index) => frame(Buffer.alloc(600, index))));
    // Loopback's buffers hold a few MiB; beyond that the client is told to wait.
    let pieces = 0;
    while (client.socket.writableLength < 1_000_000 && pieces < 10_000) {
      client.socket.write(piece);
      pieces += 1;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    expect(pieces).toBeLessThan(10_000);
    expect(asked).toBe(limits.largestPipeline);
    gate.resolve(undefined);
  });

  test("a client that does not read its answers is not answered further, and gets all of them once it reads", async () => {
    let asked = 0;
    const server = await listen(async () => {
      asked += 1;
      return new Uint8Array(60_000).fill(0x78);
    });
    const client = new Client(server);
    client.socket.pause();
    const total = 2_000;
    void client.ask(...Array.from({ length: total }, () => "more"));
    let before = -1;
    // 120 MB of answers do not fit into any buffer, so the number of handlers called comes to rest.
    while (asked === 0 || asked !== before) {
      before = asked;
      for (let turn = 0; turn < 200; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    expect(asked).toBeLessThan(total);
    client.socket.resume();
    expect((await client.received(total)).length).toBe(total);
    expect(client.messages.every((message) => message.length === 60_000)).toBe(true);
  });
});

describe("an idle client", () => {
  test("is closed after the idle timeout, counted from its last answer", async () => {
    const server = await listen(echo);
    const client = new Client(server);
    await client.ask("one");
    await client.received(1);
    await clock.advance(Duration.seconds(9));
    await client.ask("two");
    await client.received(2);
    await clock.advance(Duration.seconds(9));
    expect(client.hasEnded || client.socket.destroyed).toBe(false);
    await clock.advance(Duration.seconds(1));
    await client.ended();
  });

  test("that sends an octet now and then is closed like a silent one", async () => {
    const gates = new Gates();
    const client = new Client(await listen(gates.handler));
    await client.write(Uint8Array.of(1));
    for (let second = 0; second < 10; second += 1) {
      await settle();
      await client.write(Uint8Array.of(1));
      await clock.advance(Duration.seconds(1));
    }
    await client.ended();
    expect(gates.asked).toEqual([]);
  });

  test("that only connects is closed", async () => {
    const client = new Client(await listen(echo));
    await new Promise<void>((resolve) => client.socket.on("connect", () => resolve()));
    while (clock.pendingCount === 0) await settle();
    await clock.advance(Duration.seconds(10));
    await client.ended();
  });

  test("is not idle while a handler works for it", async () => {
    const gates = new Gates();
    const client = new Client(await listen(gates.handler));
    await client.ask("long");
    await gates.reached(1);
    await clock.advance(Duration.minutes(5));
    gates.answer("long");
    expect(await client.received(1)).toEqual(["long"]);
    await clock.advance(Duration.seconds(20));
    await client.ended();
  });

  test("that does not read its answers is closed", async () => {
    const server = await listen(async () => new Uint8Array(60_000));
    const client = new Client(server);
    client.socket.pause();
    void client.ask(...Array.from({ length: 1_000 }, () => "more"));
    while (clock.pendingCount === 0) await settle();
    for (let turn = 0; turn < 300; turn += 1) await settle();
    await clock.advance(Duration.seconds(25));
    client.socket.resume();
    await client.ended();
    expect(client.messages.length).toBeLessThan(1_000);
  });
});

describe("more clients than places", () => {
  test("the one that was idle for longest has to go", async () => {
    const server = await listen(echo, { largestConnectionCount: 2 });
    const [first, second] = [new Client(server), new Client(server)];
    for (const client of [first, second]) {
      await client.ask("x");
      await client.received(1);
    }
    await first.ask("y");
    await first.received(2);
    const third = new Client(server);
    await third.ask("z");
    expect(await third.received(1)).toEqual(["z"]);
    await second.ended();
    await first.ask("still here");
    expect((await first.received(3)).at(-1)).toBe("still here");
  });

  test("when all are busy the newcomer is turned away", async () => {
    const gates = new Gates();
    const server = await listen(gates.handler, { largestConnectionCount: 1 });
    const busy = new Client(server);
    await busy.ask("a");
    await gates.reached(1);
    const newcomer = new Client(server);
    await newcomer.ended();
    gates.answer("a");
    expect(await busy.received(1)).toEqual(["a"]);
  });
});

describe("more clients of one address than it may have", () => {
  test("the one of them that was idle for longest has to go, and nobody else", async () => {
    const server = await listen(echo, { largestPeerCount: 2 }, "::");
    const ipv6 = { address: address("::1"), port: server.port };
    const clients = [new Client(ipv6), new Client(ipv6), new Client(ipv6)];
    for (const [index, client] of clients.entries()) {
      if (index === 2) await clients[0]?.ended();
      await client.ask("x");
      if (index < 2) await client.received(1);
    }
    expect(await clients[2]?.received(1)).toEqual(["x"]);
    await clients[1]?.ask("y");
    expect(await clients[1]?.received(2)).toEqual(["x", "y"]);
  });

  test("a place is free again when a client leaves", async () => {
    const gates = new Gates();
    const server = await listen(gates.handler, { largestPeerCount: 1 });
    for (const text of ["a", "b", "c"]) {
      const client = new Client(server);
      await client.ask(text);
      await gates.reached("abc".indexOf(text) + 1);
      gates.answer(text);
      expect(await client.received(1)).toEqual([text]);
      client.socket.end();
      await client.ended();
    }
  });

  test("when all of them are busy the newcomer is turned away", async () => {
    const gates = new Gates();
    const server = await listen(gates.handler, { largestPeerCount: 1 });
    const busy = new Client(server);
    await busy.ask("a");
    await gates.reached(1);
    await new Client(server).ended();
    gates.answer("a");
    expect(await busy.received(1)).toEqual(["a"]);
  });
});

describe("in TLS", () => {
  const authority = createAuthority();
  const identity = authority.issue({ hosts: ["127.0.0.1"] });
  const listenInTls = async (changes: Partial<FramedLimits> = {}): Promise<Endpoint> => {
    const listener = createFramedListener(clock, (bug) => bugs.push(bug));
    const place = { address: address("127.0.0.1"), port: 0 };
    const result = expectOk(await listener.listen(place, { ...limits, ...changes }, echo, identity));
    listening.push(result);
    return result.endpoint;
  };
  const connectInTls = ({ port }: Endpoint): Promise<TLSSocket> =>
    new Promise((resolve, reject) => {
      const socket = connectTls({ port, host: "127.0.0.1", ca: authority.certificate, ALPNProtocols: ["dot"] }, () =>
        resolve(socket),
      );
      socket.on("error", reject);
    });

  test("messages are answered as in the clear", async () => {
    const socket = await connectInTls(await listenInTls());
    expect(socket.alpnProtocol).toBe("dot");
    const reader = new FrameReader();
    const answers: string[] = [];
    const whole = new Promise<void>((resolve) => {
      socket.on("data", (chunk: Buffer) => {
        answers.push(...reader.push(chunk).map((message) => Buffer.from(message).toString()));
        if (answers.length === 2) resolve();
      });
    });
    socket.write(Buffer.concat([frame(Buffer.from("one")), frame(Buffer.from("two"))]));
    await whole;
    expect(answers).toEqual(["one", "two"]);
    socket.destroy();
  });

  test("who never begins the handshake is closed like any other that is idle, and counts", async () => {
    const server = await listenInTls({ largestPeerCount: 2 });
    const silent = [new Client(server), new Client(server)];
    // By the time this one is served both others have been accepted, and one of them had to make room.
    const socket = await connectInTls(server);
    await silent[0]?.ended();
    socket.destroy();
    await clock.advance(Duration.seconds(11));
    await silent[1]?.ended();
  });

  test("who speaks something else is cut off", async () => {
    const client = new Client(await listenInTls());
    await client.ask("plain");
    await client.ended();
  });

  test("a key that is none is a failure and no exception", async () => {
    const listener = createFramedListener(clock, (bug) => bugs.push(bug));
    const place = { address: address("127.0.0.1"), port: 0 };
    const result = await listener.listen(place, limits, echo, { ...identity, key: "nothing" });
    expect(result).toMatchObject({ ok: false, code: "listen-failed" });
  });
});

describe("the port", () => {
  test("both wildcards on one port: each family reaches its own listener, as itself", async () => {
    const peers: string[] = [];
    const remember =
      (name: string): FramedHandler =>
      async (payload, peer) => {
        peers.push(`${name} ${peer.address.family}`);
        return payload;
      };
    const ipv4 = await listen(remember("first"), {}, "0.0.0.0");
    await listen(remember("second"), {}, "::", ipv4.port);
    for (const host of ["127.0.0.1", "::1"]) {
      const client = new Client({ address: address(host), port: ipv4.port });
      await client.ask("ask");
      expect(await client.received(1)).toEqual(["ask"]);
    }
    expect(peers).toEqual(["first ipv4", "second ipv6"]);
  });

  test("is busy: address-in-use, with its holder where the system shows it", async () => {
    const taken = await listen(echo);
    const result = await createFramedListener(clock, () => undefined).listen(taken, limits, echo);
    expect(result).toMatchObject({ ok: false, code: "address-in-use", endpoint: formatEndpoint(taken) });
    if (process.platform === "linux") expect(result).toMatchObject({ holder: { pid: process.pid } });
  });

  test("of an address this host does not have: address-not-available", async () => {
    const endpoint = { address: address("203.0.113.77"), port: 0 };
    const result = await createFramedListener(clock, () => undefined).listen(endpoint, limits, echo);
    expect(result).toMatchObject({ ok: false, code: "address-not-available", holder: undefined });
  });
});

describe("stop", () => {
  test("cuts all clients, waits for handlers, frees the port, and may be called twice", async () => {
    const gates = new Gates();
    const server = await listen(gates.handler);
    const client = new Client(server);
    await client.ask("a");
    await gates.reached(1);
    let hasStopped = false;
    const stopping = listening[0]?.stop().then(() => {
      hasStopped = true;
    });
    await client.ended();
    await settle();
    expect(hasStopped).toBe(false);
    gates.answer("a");
    await stopping;
    await listening[0]?.stop();
    expect(bugs).toEqual([]);
    expect(await listen(echo, {}, "127.0.0.1", server.port)).toEqual(server);
  });
});
