import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { expectOk } from "../../test/support/expect-ok.ts";
import { expectSocketCount, openSocketCount } from "../../test/support/open-sockets.ts";
import { address } from "../../test/support/values.ts";
import type { MulticastSocket } from "../core/multicast.ts";
import { type Endpoint, formatEndpoint } from "../core/net.ts";
import { createMulticastNetwork } from "./multicast-socket.ts";

/** A group that no program of ours or anybody's uses: organisation-local, RFC 2365 §6.2. */
const group = address("239.192.17.53");
const loopback = address("127.0.0.1");

let bugs: unknown[];
let open: MulticastSocket[];
let socketsBefore: number | undefined;

beforeEach(() => {
  bugs = [];
  open = [];
  socketsBefore = openSocketCount();
});

afterEach(async () => {
  for (const socket of open) await socket.stop();
  await expectSocketCount(socketsBefore);
});

/** A member of the group and what it hears, one text per datagram. */
class Member {
  readonly #heard: string[] = [];
  #wake: (() => void) | undefined;
  socket: MulticastSocket | undefined;

  static async join(port: number, hear?: (payload: Uint8Array, peer: Endpoint) => void): Promise<Member> {
    const member = new Member();
    const joined = await createMulticastNetwork((bug) => bugs.push(bug)).join(
      { group, port, localAddress: loopback },
      (payload, peer) => {
        member.#heard.push(`${Buffer.from(payload)} from ${formatEndpoint(peer)}`);
        member.#wake?.();
        hear?.(payload, peer);
      },
    );
    member.socket = expectOk(joined);
    open.push(member.socket);
    return member;
  }

  get port(): number {
    return this.socket?.endpoint.port ?? 0;
  }

  send(text: string, peer: Endpoint): void {
    this.socket?.send(Buffer.from(text), peer);
  }

  async heard(count: number): Promise<readonly string[]> {
    while (this.#heard.length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#heard;
  }
}

describe("a group on loopback", () => {
  test("two members on one port / both hear what one of them sends", async () => {
    const first = await Member.join(0);
    const second = await Member.join(first.port);
    expect(second.port).toBe(first.port);
    first.send("hello", { address: group, port: first.port });
    const expected = [`hello from 127.0.0.1:${first.port}`];
    expect(await first.heard(1)).toEqual(expected);
    expect(await second.heard(1)).toEqual(expected);
  });

  test("a question to the group / the answer comes to its sender alone", async () => {
    const answering = await Member.join(0, (payload, peer) => answering.send(`re: ${Buffer.from(payload)}`, peer));
    const asking = await Member.join(0);
    asking.send("who?", { address: group, port: answering.port });
    expect(await asking.heard(1)).toEqual([`re: who? from 127.0.0.1:${answering.port}`]);
    expect(await answering.heard(1)).toEqual([`who? from 127.0.0.1:${asking.port}`]);
  });

  test("a datagram to a port where nobody is / the socket goes on", async () => {
    const vanished = createSocket("udp4");
    vanished.bind(0, "127.0.0.1");
    await once(vanished, "listening");
    const { port } = vanished.address();
    vanished.close();
    const member = await Member.join(0);
    for (let count = 0; count < 3; count += 1) member.send("anybody?", { address: loopback, port });
    // The first one after it may be lost to the error of the one before.
    for (let count = 0; count < 3; count += 1) member.send("hello", { address: loopback, port: member.port });
    expect((await member.heard(1))[0]).toBe(`hello from 127.0.0.1:${member.port}`);
  });

  test("a handler that throws / is reported, and the next datagram is handed over", async () => {
    const member = await Member.join(0, () => {
      throw new Error("broken handler");
    });
    member.send("one", { address: group, port: member.port });
    await member.heard(1);
    member.send("two", { address: group, port: member.port });
    await member.heard(2);
    expect(bugs.map(String)).toEqual(["Error: broken handler", "Error: broken handler"]);
  });

  test("a stopped socket / sends nothing, and stopping again is harmless", async () => {
    const member = await Member.join(0);
    await member.socket?.stop();
    member.send("hello", { address: group, port: 9 });
    await member.socket?.stop();
  });

  test("an address this host does not have / a failure, and no socket stays open", async () => {
    const joined = await createMulticastNetwork(() => undefined).join(
      { group, port: 0, localAddress: address("192.0.2.77") },
      () => undefined,
    );
    expect(joined).toMatchObject({ ok: false, endpoint: "192.0.2.77:0" });
  });

  test("a port that somebody has for himself / is told", async () => {
    const holder = createSocket("udp4");
    holder.bind(0, "0.0.0.0");
    await once(holder, "listening");
    const { port } = holder.address();
    const joined = await createMulticastNetwork(() => undefined).join(
      { group, port, localAddress: loopback },
      () => undefined,
    );
    expect(joined).toMatchObject({ ok: false, code: "address-in-use" });
    holder.close();
    await once(holder, "close");
  });
});
