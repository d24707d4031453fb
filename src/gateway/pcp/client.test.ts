import { beforeEach, describe, expect, test } from "bun:test";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { FakeDatagrams, type Reply } from "../../../test/support/fake-network.ts";
import { FakeRouter } from "../../../test/support/fake-router.ts";
import { SeededRandom } from "../../../test/support/seeded-random.ts";
import { address } from "../../../test/support/values.ts";
import { Duration } from "../../core/duration.ts";
import type { DatagramClient } from "../../core/net.ts";
import { failure } from "../../core/result.ts";
import type { MappingRequest } from "../gateway.ts";
import type { GatewayLink } from "../link.ts";
import { PcpClient, pcpPauses } from "./client.ts";
import { openPcp } from "./open.ts";

const link: GatewayLink = {
  gateway: address("192.168.1.1"),
  localAddress: address("192.168.1.10"),
  interfaceName: "eth0",
  interfaceIndex: 2,
  onLink: undefined,
};

const request: MappingRequest = {
  transport: "tcp",
  internalAddress: link.localAddress,
  internalPort: 445,
  externalPort: 8_445,
  lifetime: Duration.hours(2),
  nonce: new Uint8Array(12).fill(7),
  description: "test",
};

let clock: FakeClock;
let router: FakeRouter;
let network: FakeDatagrams;
/** What comes of a packet, for tests that want another reply than the router's. */
let reply: (payload: Uint8Array, count: number) => Reply<Uint8Array>;

beforeEach(() => {
  clock = new FakeClock();
  router = new FakeRouter(clock, address("203.0.113.7"));
  reply = (payload) => {
    const answer = router.answer(payload);
    return answer === undefined ? "silent" : { answer, delayMs: 1 };
  };
  network = new FakeDatagrams(clock, { "192.168.1.1:5351": (payload, count) => reply(payload, count) });
});

const client = (datagrams: DatagramClient = network): PcpClient =>
  new PcpClient(link, { datagrams, clock, random: new SeededRandom(1) });

/** Lets up to a minute pass until a question has its answer. */
async function answered<T>(asked: Promise<T>): Promise<T> {
  let isDone = false;
  const done = asked.finally(() => {
    isDone = true;
  });
  for (let turn = 0; turn < 6_000 && !isDone; turn += 1) await clock.advance(Duration.milliseconds(10));
  return done;
}

const patience = { timeout: Duration.seconds(10) };

describe("mappings", () => {
  test("made, renewed, removed, and removed again", async () => {
    const granted = await answered(client().map(request, patience));
    expect(granted).toEqual({
      ok: true,
      value: {
        externalAddress: address("203.0.113.7"),
        externalPort: 8_445,
        lifetime: Duration.hours(2),
        epoch: { seconds: 0 },
      },
    });
    if (!granted.ok) return;
    await clock.advance(Duration.minutes(5));
    expect(await answered(client().map(request, patience))).toMatchObject({ ok: true, value: { externalPort: 8_445 } });
    expect([...router.mappings.keys()]).toEqual(["6 445"]);
    expect(await answered(client().unmap(request, granted.value, patience))).toEqual({ ok: true, value: undefined });
    expect(router.mappings.size).toBe(0);
    // miniupnpd answers NO_RESOURCES.
    expect(await answered(client().unmap(request, granted.value, patience))).toEqual({ ok: true, value: undefined });
  });

  test("another port than the one wanted / is told", async () => {
    router.takenPorts.add(8_445);
    expect(await answered(client().map(request, patience))).toMatchObject({ ok: true, value: { externalPort: 8_446 } });
  });

  test("a mapping of another nonce / is not ours to renew", async () => {
    await answered(client().map(request, patience));
    const stranger = { ...request, nonce: new Uint8Array(12).fill(8) };
    const refused = await answered(client().map(stranger, patience));
    expect(refused).toMatchObject({ ok: false, code: "gateway-refused", retryAfter: Duration.minutes(30) });
  });

  test("an address of the other family / is not asked for here", async () => {
    const other = { ...request, internalAddress: address("2001:db8::10") };
    expect(await client().map(other, patience)).toMatchObject({ ok: false, code: "gateway-unsupported" });
    expect(network.received).toEqual([]);
  });

  test("for another host / as a third party, from our own address", async () => {
    const bound: string[] = [];
    const datagrams: DatagramClient = {
      exchange: async (peer, payload, isAnswer, limits) => {
        bound.push(String(limits.binding?.localAddress));
        const isOurs = limits.binding?.localAddress.equals(link.localAddress) === true;
        if (isOurs) return network.exchange(peer, payload, isAnswer, limits);
        return failure({ code: "unreachable", detail: "EADDRNOTAVAIL (bind)", wasSent: false });
      },
    };
    const neighbour = { ...request, internalAddress: address("192.168.1.11") };
    expect(await answered(client(datagrams).map(neighbour, patience))).toMatchObject({ ok: true });
    expect(bound).toEqual(["192.168.1.11", "192.168.1.10"]);
    // RFC 6887 §13.1: code 1, reserved, length 16, the address.
    expect(Buffer.from(network.received[0]?.payload ?? []).toString("hex", 60)).toBe(
      "0100001000000000000000000000ffffc0a8010b",
    );
  });
});

describe("results", () => {
  for (const [result, code] of [
    [1, "gateway-unsupported"],
    [2, "gateway-refused"],
    [3, "gateway-unsupported"],
    [4, "gateway-unsupported"],
    [5, "gateway-unsupported"],
    [6, "gateway-unsupported"],
    [7, "gateway-no-address"],
    [8, "gateway-busy"],
    [9, "gateway-unsupported"],
    [10, "gateway-busy"],
    [11, "gateway-port-taken"],
    [12, "gateway-unsupported"],
    [13, "gateway-busy"],
    [99, "answer-unreadable"],
  ] as const) {
    test(`${result} / ${code}`, async () => {
      router.refuses = { natPmp: 0, pcp: result, errorLifetime: 30 };
      const refused = await answered(client().map(request, patience));
      expect(refused).toMatchObject({ ok: false, code, retryAfter: Duration.seconds(30) });
    });
  }

  test("a server that wants to be left in peace for 136 years / half an hour", async () => {
    router.refuses = { natPmp: 0, pcp: 2, errorLifetime: 0xffff_ffff };
    const refused = await answered(client().map(request, patience));
    expect(refused).toMatchObject({ retryAfter: Duration.minutes(30) });
  });

  test("a mapping for 136 years / a day is believed", async () => {
    const forever = { ...request, lifetime: Duration.days(3_650) };
    expect(await answered(client().map(forever, patience))).toMatchObject({ value: { lifetime: Duration.hours(24) } });
  });
});

describe("who answers", () => {
  /** Changes one octet of the router's answer. */
  const damaged = (at: number): Reply<Uint8Array> => {
    const answer = router.answer(network.received.at(-1)?.payload ?? new Uint8Array());
    if (answer === undefined) return "silent";
    answer[at] = (answer[at] ?? 0) ^ 1;
    return { answer, delayMs: 1 };
  };

  for (const [what, at] of [
    ["nonce", 30],
    ["transport", 36],
    ["internal port", 41],
    ["opcode", 1],
  ] as const) {
    test(`an answer with another ${what} / is not heard, and the question repeated`, async () => {
      reply = (payload, count) => {
        const honest = router.answer(payload);
        return count === 1 || honest === undefined ? damaged(at) : { answer: honest, delayMs: 1 };
      };
      expect(await answered(client().map(request, patience))).toMatchObject({ ok: true });
      expect(network.received.length).toBe(2);
    });
  }

  test("silence / repeated after three seconds, then six, each a tenth longer or shorter", async () => {
    reply = () => "silent";
    const asked = await answered(client().map(request, { timeout: Duration.seconds(11) }));
    expect(asked).toMatchObject({ ok: false, code: "timed-out" });
    const [first = 0, second = 0, third = 0] = network.received.map(({ atMs }) => atMs);
    expect([first, network.received.length]).toEqual([0, 3]);
    expect(Math.abs(second - 3_000)).toBeLessThanOrEqual(300);
    expect(Math.abs(third - second - 6_000)).toBeLessThanOrEqual(1_260);
  });

  test("pauses grow up to 17 minutes", () => {
    const pauses = pcpPauses(new SeededRandom(2));
    const lengths = Array.from({ length: 20 }, () => Number(pauses.next().value));
    for (const length of lengths.slice(-5)) expect(Math.abs(length - 1_024_000)).toBeLessThanOrEqual(102_400);
  });

  test("a closed port / at once", async () => {
    reply = () => ({ refused: "connection-refused" });
    const refused = await answered(client().map(request, patience));
    expect(refused).toMatchObject({ ok: false, code: "connection-refused" });
    expect(clock.monotonic()).toBeLessThan(100);
  });

  test("an asker who gave up / nothing is left waiting", async () => {
    reply = () => "silent";
    const giveUp = new AbortController();
    const asked = client().map(request, { ...patience, signal: giveUp.signal });
    await clock.advance(Duration.seconds(1));
    giveUp.abort();
    expect(await asked).toMatchObject({ ok: false, code: "aborted" });
    expect(clock.pendingCount).toBe(0);
  });
});

describe("the external address", () => {
  test("is read from a mapping that is gone afterwards", async () => {
    expect(await answered(client().externalAddress(patience))).toEqual({
      ok: true,
      value: { address: address("203.0.113.7"), epoch: { seconds: 0 } },
    });
    expect([router.mostMappings, router.mappings.size]).toEqual([1, 0]);
  });

  test("of a router without a line / is not known", async () => {
    router.refuses = { natPmp: 3, pcp: 7, errorLifetime: 30 };
    expect(await answered(client().externalAddress(patience))).toMatchObject({ code: "gateway-no-address" });
  });
});

describe("opening", () => {
  for (const [name, speaks, expected] of [
    ["a server of both", ["nat-pmp", "pcp"], { ok: true }],
    ["one of NAT-PMP alone", ["nat-pmp"], { ok: false, code: "gateway-unsupported" }],
    ["silence", [], { ok: false, code: "timed-out" }],
  ] as const) {
    test(name, async () => {
      router.speaks = speaks;
      const ports = { datagrams: network, clock, random: new SeededRandom(1) };
      const opened = await answered(openPcp(ports)(link, { timeout: Duration.seconds(1) }));
      expect(opened).toMatchObject(expected);
      expect(router.mostMappings).toBe(0);
    });
  }
});
