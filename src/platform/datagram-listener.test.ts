import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createSocket, type Socket } from "node:dgram";
import type { DatagramHandler, Listening } from "../core/listen.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { expectSocketCount, openSocketCount } from "../../test/support/open-sockets.ts";
import { address } from "../../test/support/values.ts";
import { createDatagramListener } from "./datagram-listener.ts";

let bugs: unknown[];
let listening: Listening[];
let clients: Client[];
let socketsBefore: number | undefined;

beforeEach(() => {
  bugs = [];
  listening = [];
  clients = [];
  socketsBefore = openSocketCount();
});

afterEach(async () => {
  for (const listener of listening) await listener.stop();
  for (const client of clients) await client.close();
  await expectSocketCount(socketsBefore);
});

async function listen(host: string, handler: DatagramHandler, port = 0): Promise<Endpoint> {
  const endpoint = { address: address(host), port };
  const result = expectOk(await createDatagramListener((bug) => bugs.push(bug)).listen(endpoint, handler));
  listening.push(result);
  return result.endpoint;
}

const echo: DatagramHandler = (payload) => payload;

/** A client on loopback that keeps what it receives. */
class Client {
  readonly #socket: Socket;
  readonly #received: { readonly text: string; readonly from: string }[] = [];
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => undefined);
    socket.on("message", (message, from) => {
      this.#received.push({ text: message.toString(), from: `${from.address} ${from.port}` });
      this.#wake();
    });
  }

  static async open(host: string): Promise<Client> {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    await new Promise<void>((resolve) => socket.bind({ port: 0, address: host }, () => resolve()));
    const client = new Client(socket);
    clients.push(client);
    return client;
  }

  get endpoint(): string {
    const { address: host, port } = this.#socket.address();
    return formatEndpoint({ address: address(host), port });
  }

  send(text: string, to: Endpoint): Promise<void> {
    return new Promise((resolve) => this.#socket.send(text, to.port, to.address.toString(), () => resolve()));
  }

  /** The next datagram received. */
  async next(): Promise<{ readonly text: string; readonly from: string }> {
    for (;;) {
      const first = this.#received.shift();
      if (first !== undefined) return first;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async close(): Promise<void> {
    clients = clients.filter((client) => client !== this);
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }
}

describe("a datagram", () => {
  for (const host of ["127.0.0.1", "::1"]) {
    test(`to ${host}: answered from there, to the peer the handler saw`, async () => {
      let seen = "";
      const server = await listen(host, (payload, peer) => {
        seen = formatEndpoint(peer);
        return payload;
      });
      const client = await Client.open(host);
      await client.send("ask", server);
      expect(await client.next()).toEqual({ text: "ask", from: `${host} ${server.port}` });
      expect(seen).toBe(client.endpoint);
    });
  }

  test("of zero octets and of the largest size: answered", async () => {
    const lengths: number[] = [];
    const server = await listen("127.0.0.1", (payload) => {
      lengths.push(payload.length);
      return payload;
    });
    const client = await Client.open("127.0.0.1");
    await client.send("", server);
    expect((await client.next()).text).toBe("");
    await client.send("x".repeat(65_507), server);
    expect((await client.next()).text.length).toBe(65_507);
    expect(lengths).toEqual([0, 65_507]);
  });

  test("without an answer: silence, and the next one is answered", async () => {
    const server = await listen("127.0.0.1", (payload) => (payload.toString() === "silence" ? undefined : payload));
    const client = await Client.open("127.0.0.1");
    await client.send("silence", server);
    await client.send("ask", server);
    expect((await client.next()).text).toBe("ask");
  });

  test("whose answers share one piece of memory: each arrives as it was", async () => {
    const memory = Buffer.alloc(3);
    const server = await listen("127.0.0.1", (payload) => {
      memory.set(payload);
      return memory;
    });
    const client = await Client.open("127.0.0.1");
    const texts = Array.from({ length: 50 }, (_, index) => String(100 + index));
    for (const text of texts) await client.send(text, server);
    const received: string[] = [];
    for (const _ of texts) received.push((await client.next()).text);
    expect(received.toSorted()).toEqual(texts);
  });

  test("answered later: the answer is sent when it is there, others overtake it", async () => {
    const late = Promise.withResolvers<Uint8Array | undefined>();
    const server = await listen("127.0.0.1", (payload) => (payload.toString() === "slow" ? late.promise : payload));
    const client = await Client.open("127.0.0.1");
    await client.send("slow", server);
    await client.send("fast", server);
    expect((await client.next()).text).toBe("fast");
    late.resolve(Buffer.from("late"));
    expect((await client.next()).text).toBe("late");
  });

  test("that wait, a thousand of them, hold up nobody", async () => {
    const gate = Promise.withResolvers<undefined>();
    let asked = 0;
    const filled = Promise.withResolvers<void>();
    const server = await listen("127.0.0.1", (payload) => {
      if (payload.toString() === "ask") return payload;
      asked += 1;
      if (asked === 1_000) filled.resolve();
      return gate.promise;
    });
    const client = await Client.open("127.0.0.1");
    for (let index = 0; index < 1_000; index += 1) await client.send("wait", server);
    await filled.promise;
    await client.send("ask", server);
    expect((await client.next()).text).toBe("ask");
    gate.resolve(undefined);
  });
});

describe("a handler that is wrong", () => {
  test("throws: reported, and the next datagram is answered", async () => {
    const server = await listen("127.0.0.1", (payload) => {
      if (payload.toString() === "bug") throw new TypeError("bug");
      return payload;
    });
    const client = await Client.open("127.0.0.1");
    await client.send("bug", server);
    await client.send("ask", server);
    expect((await client.next()).text).toBe("ask");
    expect(bugs).toEqual([new TypeError("bug")]);
  });

  test("rejects: reported, and the next datagram is answered", async () => {
    const server = await listen("127.0.0.1", (payload) =>
      payload.toString() === "bug" ? Promise.reject(new TypeError("bug")) : payload,
    );
    const client = await Client.open("127.0.0.1");
    await client.send("bug", server);
    await client.send("ask", server);
    expect((await client.next()).text).toBe("ask");
    expect(bugs).toEqual([new TypeError("bug")]);
  });

  test("answers with more than a datagram holds: that one is lost, the next is answered", async () => {
    const server = await listen("127.0.0.1", (payload) =>
      payload.toString() === "much" ? new Uint8Array(70_000) : payload,
    );
    const client = await Client.open("127.0.0.1");
    await client.send("much", server);
    await client.send("ask", server);
    expect((await client.next()).text).toBe("ask");
    expect(bugs).toEqual([]);
  });
});

describe("a client that vanishes", () => {
  test("with its port: the listener lives, and answers to others are not lost with it", async () => {
    const gate: (() => void)[] = [];
    const asked: (() => void)[] = [];
    const server = await listen("127.0.0.1", async (payload) => {
      if (payload.toString() === "gone") {
        await new Promise<void>((resolve) => {
          gate.push(resolve);
          asked.shift()?.();
        });
      }
      return payload;
    });
    const client = await Client.open("127.0.0.1");
    for (let round = 0; round < 20; round += 1) {
      const vanishing = await Client.open("127.0.0.1");
      const arrived = new Promise<void>((resolve) => asked.push(resolve));
      await vanishing.send("gone", server);
      await arrived;
      await vanishing.close();
      // The answer to nobody raises an ICMP error, which Linux reports at the very next call.
      gate.shift()?.();
      await client.send(`ask ${round}`, server);
      expect((await client.next()).text).toBe(`ask ${round}`);
    }
    expect(bugs).toEqual([]);
  });
});

describe("a burst from dead ports between two questions", () => {
  test("every question is answered", async () => {
    // Answers go to a closed port and to the client in turn, in one call of the handler each.
    const client = await Client.open("127.0.0.1");
    const dead = await Client.open("127.0.0.1");
    const server = await listen("127.0.0.1", echo);
    const pairs = 50;
    for (let index = 0; index < pairs; index += 1) {
      await dead.send("x", server);
      await client.send(`ask ${index}`, server);
    }
    await dead.close();
    for (let index = 0; index < pairs; index += 1) expect((await client.next()).text).toBe(`ask ${index}`);
  });
});

describe("the port", () => {
  test("both wildcards on one port: each family reaches its own listener, as itself", async () => {
    const peers: string[] = [];
    const remember =
      (name: string): DatagramHandler =>
      (payload, peer) => {
        peers.push(`${name} ${peer.address.family}`);
        return payload;
      };
    const ipv4 = await listen("0.0.0.0", remember("first"));
    await listen("::", remember("second"), ipv4.port);
    for (const host of ["127.0.0.1", "::1"]) {
      const client = await Client.open(host);
      await client.send("ask", { address: address(host), port: ipv4.port });
      expect((await client.next()).text).toBe("ask");
    }
    expect(peers).toEqual(["first ipv4", "second ipv6"]);
  });

  test("is busy: address-in-use, with its holder where the system shows it", async () => {
    const taken = await listen("127.0.0.1", echo);
    const result = await createDatagramListener(() => undefined).listen(taken, echo);
    expect(result).toMatchObject({ ok: false, code: "address-in-use", endpoint: formatEndpoint(taken) });
    if (process.platform === "linux") expect(result).toMatchObject({ holder: { pid: process.pid } });
  });

  test("of an address this host does not have: address-not-available", async () => {
    const endpoint = { address: address("203.0.113.77"), port: 0 };
    const result = await createDatagramListener(() => undefined).listen(endpoint, echo);
    expect(result).toMatchObject({ ok: false, code: "address-not-available", holder: undefined });
  });

  test("is free again after stop, which may be called twice", async () => {
    const first = await listen("127.0.0.1", echo);
    for (const listener of listening) await listener.stop();
    for (const listener of listening) await listener.stop();
    expect(await listen("127.0.0.1", echo, first.port)).toEqual(first);
  });
});

describe("stop", () => {
  test("waits for handlers under way, whose answers are not sent any more", async () => {
    const late = Promise.withResolvers<Uint8Array>();
    const asked = Promise.withResolvers<void>();
    const server = await listen("127.0.0.1", () => {
      asked.resolve();
      return late.promise;
    });
    const client = await Client.open("127.0.0.1");
    await client.send("ask", server);
    await asked.promise;
    let hasStopped = false;
    const stopping = listening[0]?.stop().then(() => {
      hasStopped = true;
    });
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(hasStopped).toBe(false);
    late.resolve(Buffer.from("late"));
    await stopping;
    expect(bugs).toEqual([]);
  });
});
