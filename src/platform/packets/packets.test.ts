import { afterEach, describe, expect, test } from "bun:test";
import { createSocket, type Socket } from "node:dgram";
import { readdirSync, readlinkSync } from "node:fs";
import type { PacketOrigin, PacketPort, PacketSockets } from "../../core/packet-sockets.ts";
import { handedOver } from "../../core/packet-sockets.ts";
import { type Endpoint, formatEndpoint } from "../../core/net.ts";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { address } from "../../../test/support/values.ts";
import { createDatagramListener } from "../datagram-listener.ts";
import { type AnswerPacket, answerPackets } from "./answer-packets.ts";
import { openPacketSockets } from "./packet-sockets.ts";

/** Batches of packets over loopback. The thread of the test is the one that answers, until a packet says `end`. */

const opened = openPacketSockets();
const sockets: PacketSockets | undefined = opened.ok ? opened.value : undefined;

test("refuses by a value where the system has no such calls", () => {
  if (opened.ok) expect(process.platform).toBe("linux");
  else expect(opened).toMatchObject({ code: "packets-unavailable", detail: `not called on ${process.platform}` });
});

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const run of cleanUp.splice(0)) await run();
});

function open(host: string, count = 1, port = 0): PacketPort {
  const opened = expectOk(present(sockets).open({ address: address(host), port }, count));
  cleanUp.push(() => opened.close());
  return opened;
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("expected a value");
  return value;
}

/** A client whose received texts come with the address and port they are from. */
class Client {
  readonly socket: Socket;
  readonly received: string[] = [];
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("error", () => undefined);
    socket.on("message", (payload, from) => {
      const text = payload.length > 100 ? `${payload.length} octets` : payload.toString();
      this.received.push(`${text} from ${from.address}`);
      this.#wake();
    });
  }

  static async open(host: string): Promise<Client> {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    await new Promise<void>((resolve) => socket.bind(0, host, resolve));
    cleanUp.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
    return new Client(socket);
  }

  /** Resolves when the packet is in the queue of a receiver on loopback. */
  send(payload: string | Uint8Array, host: string, port: number): Promise<void> {
    return new Promise((resolve) => this.socket.send(payload, port, host, () => resolve()));
  }

  async untilReceived(count: number): Promise<readonly string[]> {
    while (this.received.length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.received;
  }
}

const text = (octets: Uint8Array): string => Buffer.from(octets).toString();

/** What was handed over and thrown until a packet said `end`. */
interface Aftermath {
  readonly handedOver: { readonly socket: number; readonly origin: PacketOrigin; readonly text: string }[];
  readonly bugs: unknown[];
}

function answerUntilEnd(descriptors: readonly number[], answer: AnswerPacket): Aftermath {
  const wake = expectOk(present(sockets).createWakeEvent());
  const aftermath: Aftermath = { handedOver: [], bugs: [] };
  answerPackets(
    { descriptors, wake: wake.descriptor },
    {
      answer: (octets, start, end, peer) => {
        if (text(octets.subarray(start, end)) !== "end") return answer(octets, start, end, peer);
        wake.raise();
        return 0;
      },
      handOver: (socket, origin, payload) => aftermath.handedOver.push({ socket, origin, text: text(payload) }),
      onBug: (bug) => aftermath.bugs.push(bug),
    },
  );
  wake.close();
  return aftermath;
}

const echo: AnswerPacket = (_, start, end) => end - start;

describe.skipIf(sockets === undefined)("packets are answered where they stand", () => {
  test("several in one batch, each to its sender; those without an answer in between", async () => {
    const port = open("127.0.0.1");
    const clients = [await Client.open("127.0.0.1"), await Client.open("127.0.0.2")];
    for (let index = 0; index < 200; index += 1) {
      await present(clients[index % 2]).send(String(index), "127.0.0.1", port.endpoint.port);
    }
    await present(clients[0]).send("end", "127.0.0.1", port.endpoint.port);
    answerUntilEnd(port.descriptors, (octets, start, end) =>
      Number(text(octets.subarray(start, end))) % 5 === 0 ? 0 : end - start,
    );
    for (const [which, client] of clients.entries()) {
      const wanted = Array.from({ length: 200 }, (_, index) => index).filter((n) => n % 2 === which && n % 5 !== 0);
      expect(await client.untilReceived(80)).toEqual(wanted.map((n) => `${n} from 127.0.0.1`));
    }
  });

  test("of zero octets and of the largest size, and answers longer than questions", async () => {
    const port = open("::1");
    const client = await Client.open("::1");
    for (const payload of ["", "x".repeat(65_507), "short", "end"])
      await client.send(payload, "::1", port.endpoint.port);
    const lengths: number[] = [];
    answerUntilEnd(port.descriptors, (octets, start, end) => {
      lengths.push(end - start);
      octets.fill(0x79, start, start + 1_000);
      return 1_000;
    });
    expect(lengths).toEqual([0, 65_507, 5]);
    expect(await client.untilReceived(3)).toEqual([
      "1000 octets from ::1",
      "1000 octets from ::1",
      "1000 octets from ::1",
    ]);
  });

  test("at two ports by one thread, with the peer's address when asked for", async () => {
    const ports = [open("127.0.0.1"), open("::1")];
    const seen: string[] = [];
    for (const { endpoint } of ports) {
      const client = await Client.open(endpoint.address.toString());
      await client.send("who", endpoint.address.toString(), endpoint.port);
      if (endpoint.address.family === "ipv6") await client.send("end", "::1", endpoint.port);
    }
    answerUntilEnd(
      ports.flatMap(({ descriptors }) => descriptors),
      (_, __, ___, peer) => {
        seen.push(peer.address.toString());
        return 0;
      },
    );
    expect(seen.toSorted()).toEqual(["127.0.0.1", "::1"]);
  });

  test("at all addresses: from the one that was asked, although the system would choose another", async () => {
    const port = open("0.0.0.0");
    const client = await Client.open("127.0.0.1");
    const asked = ["127.0.0.9", "127.0.0.1", "127.1.2.3"];
    for (const host of asked) await client.send("ask", host, port.endpoint.port);
    await client.send("end", "127.0.0.1", port.endpoint.port);
    answerUntilEnd(port.descriptors, echo);
    expect(await client.untilReceived(3)).toEqual(asked.map((host) => `ask from ${host}`));
  });

  test("at all IPv6 addresses; IPv4 has the same port to itself", async () => {
    const ipv6 = open("::");
    const ipv4 = open("0.0.0.0", 1, ipv6.endpoint.port);
    const [client6, client4] = [await Client.open("::1"), await Client.open("127.0.0.1")];
    await client6.send("six", "::1", ipv6.endpoint.port);
    await client4.send("four", "127.0.0.7", ipv6.endpoint.port);
    const from = new Set<string>();
    const end = await Client.open("127.0.0.1");
    await end.send("end", "127.0.0.1", ipv4.endpoint.port);
    answerUntilEnd([...ipv6.descriptors, ...ipv4.descriptors], (_, start, last, peer) => {
      from.add(peer.address.family);
      return last - start;
    });
    expect(await client6.untilReceived(1)).toEqual(["six from ::1"]);
    expect(await client4.untilReceived(1)).toEqual(["four from 127.0.0.7"]);
    expect([...from].toSorted()).toEqual(["ipv4", "ipv6"]);
  });

  test("a bug costs the answer to its packet only", async () => {
    const port = open("127.0.0.1");
    const client = await Client.open("127.0.0.1");
    for (const payload of ["a", "bug", "b", "end"]) await client.send(payload, "127.0.0.1", port.endpoint.port);
    const { bugs } = answerUntilEnd(port.descriptors, (octets, start, end) => {
      if (text(octets.subarray(start, end)) === "bug") throw new TypeError("bug");
      return end - start;
    });
    expect(bugs).toEqual([new TypeError("bug")]);
    expect(await client.untilReceived(2)).toEqual(["a from 127.0.0.1", "b from 127.0.0.1"]);
  });

  test("an answer that cannot be sent holds up no other", async () => {
    const port = open("127.0.0.1");
    const client = await Client.open("127.0.0.1");
    for (const payload of ["a", "long", "b", "end"]) await client.send(payload, "127.0.0.1", port.endpoint.port);
    // More than a datagram over IPv4 holds: EMSGSIZE.
    answerUntilEnd(port.descriptors, (octets, start, end) =>
      text(octets.subarray(start, end)) === "long" ? 65_530 : end - start,
    );
    expect(await client.untilReceived(2)).toEqual(["a from 127.0.0.1", "b from 127.0.0.1"]);
  });

  test("answers to a port that is closed harm nobody", async () => {
    const port = open("127.0.0.1");
    const [client, gone] = [await Client.open("127.0.0.1"), await Client.open("127.0.0.1")];
    const wanted: string[] = [];
    for (let index = 0; index < 100; index += 1) {
      await gone.send("x", "127.0.0.1", port.endpoint.port);
      await client.send(`${index}`, "127.0.0.1", port.endpoint.port);
      wanted.push(`${index} from 127.0.0.1`);
    }
    await client.send("end", "127.0.0.1", port.endpoint.port);
    cleanUp.splice(-1);
    await new Promise<void>((resolve) => gone.socket.close(() => resolve()));
    answerUntilEnd(port.descriptors, echo);
    expect(await client.untilReceived(100)).toEqual(wanted);
  });

  test("handed over: with where to reply to, later and from the address that was asked", async () => {
    const port = open("0.0.0.0");
    const client = await Client.open("127.0.0.1");
    await client.send("for others", "127.0.0.5", port.endpoint.port);
    await client.send("end", "127.0.0.1", port.endpoint.port);
    const { handedOver: taken } = answerUntilEnd(port.descriptors, () => handedOver);
    const [first] = taken;
    expect(taken.map(({ socket, text: said }) => [socket, said])).toEqual([[0, "for others"]]);
    const origin = present(first).origin;
    expect(formatEndpoint(port.peerOf(origin))).toBe(`127.0.0.1:${client.socket.address().port}`);
    port.reply(origin, Buffer.from("late"));
    port.reply(origin, new Uint8Array(70_000));
    port.reply(origin, new Uint8Array(0));
    expect(await client.untilReceived(2)).toEqual(["late from 127.0.0.5", " from 127.0.0.5"]);
    port.close();
    port.reply(origin, Buffer.from("too late"));
  });
});

describe.skipIf(sockets === undefined)("a port", () => {
  const codeOf = (endpoint: Endpoint, count = 1): string => {
    const result = present(sockets).open(endpoint, count);
    if (result.ok) result.value.close();
    return result.ok ? "opened" : result.code;
  };

  test("has as many sockets as threads, which share the senders", async () => {
    const port = open("127.0.0.1", 2);
    expect(port.descriptors).toHaveLength(2);
    const counts: number[] = [];
    for (let index = 0; index < 64; index += 1) {
      const client = await Client.open("127.0.0.1");
      await client.send("ask", "127.0.0.1", port.endpoint.port);
    }
    for (const descriptor of port.descriptors) {
      // One socket at a time; the end comes through a port of its own.
      const end = open("127.0.0.1");
      const client = await Client.open("127.0.0.1");
      await client.send("end", "127.0.0.1", end.endpoint.port);
      let count = 0;
      answerUntilEnd([descriptor, ...end.descriptors], () => {
        count += 1;
        return 0;
      });
      counts.push(count);
    }
    const [first = 0, second = 0] = counts;
    expect(first + second).toBe(64);
    expect(Math.min(first, second)).toBeGreaterThan(8);
  });

  for (const count of [1, 2]) {
    test(`of ${count} is nobody else's, and free after it was closed`, async () => {
      const port = open("127.0.0.1", count);
      expect(codeOf(port.endpoint)).toBe("address-in-use");
      expect(codeOf(port.endpoint, 2)).toBe("address-in-use");
      const portable = await createDatagramListener(() => undefined).listen(port.endpoint, () => undefined);
      expect(portable).toMatchObject({ ok: false, code: "address-in-use" });
      port.close();
      expect(codeOf(port.endpoint, 2)).toBe("opened");
    });
  }

  test("of an address this host does not have: address-not-available", () => {
    expect(codeOf({ address: address("203.0.113.77"), port: 0 })).toBe("address-not-available");
  });

  test("is not inherited by programs that are started", () => {
    const port = open("127.0.0.1", 2);
    const wake = expectOk(present(sockets).createWakeEvent());
    const own = [...port.descriptors, wake.descriptor].map((descriptor) => readlinkSync(`/proc/self/fd/${descriptor}`));
    const listed = Bun.spawnSync(["ls", "-l", "/proc/self/fd"]).stdout.toString();
    wake.close();
    expect(own.filter((target) => target.startsWith("socket:") && listed.includes(target))).toEqual([]);
    expect(listed).not.toContain("eventfd");
  });

  test("counts what found no room", async () => {
    const port = open("127.0.0.1");
    expect(port.drops()).toBe(0);
    const client = await Client.open("127.0.0.1");
    const large = new Uint8Array(60_000);
    // The queue has 8 MiB at most, twice of which Linux grants, bookkeeping included.
    for (let index = 0; index < 400 && port.drops() === 0; index += 1) {
      await client.send(large, "127.0.0.1", port.endpoint.port);
    }
    expect(port.drops()).toBeGreaterThan(0);
  });

  test("gives its descriptors back", () => {
    const count = (): number => readdirSync("/proc/self/fd").length;
    open("127.0.0.1", 3).close();
    const before = count();
    for (let round = 0; round < 20; round += 1) {
      open("127.0.0.1", 3).close();
      expectOk(present(sockets).createWakeEvent()).close();
      codeOf({ address: address("203.0.113.77"), port: 0 }, 2);
    }
    expect(count()).toBe(before);
  });
});
