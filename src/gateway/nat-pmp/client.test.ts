import { beforeEach, describe, expect, test } from "bun:test";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { FakeDatagrams, type Reply } from "../../../test/support/fake-network.ts";
import { FakeRouter } from "../../../test/support/fake-router.ts";
import { address } from "../../../test/support/values.ts";
import { Duration } from "../../core/duration.ts";
import type { MappingRequest } from "../gateway.ts";
import type { GatewayLink } from "../link.ts";
import { NatPmpClient } from "./client.ts";
import { openNatPmp } from "./open.ts";

const link: GatewayLink = {
  gateway: address("192.168.1.1"),
  localAddress: address("192.168.1.10"),
  interfaceName: "eth0",
  interfaceIndex: 2,
  onLink: undefined,
};

const request: MappingRequest = {
  transport: "udp",
  internalAddress: link.localAddress,
  internalPort: 51_820,
  externalPort: 51_820,
  lifetime: Duration.hours(2),
  nonce: new Uint8Array(12),
  description: "test",
};

let clock: FakeClock;
let router: FakeRouter;
let network: FakeDatagrams;
let client: NatPmpClient;
let reply: (payload: Uint8Array, count: number) => Reply<Uint8Array>;

beforeEach(() => {
  clock = new FakeClock();
  router = new FakeRouter(clock, address("203.0.113.7"));
  reply = (payload) => {
    const answer = router.answer(payload);
    return answer === undefined ? "silent" : { answer, delayMs: 1 };
  };
  network = new FakeDatagrams(clock, { "192.168.1.1:5351": (payload, count) => reply(payload, count) });
  client = new NatPmpClient(link, { datagrams: network, clock });
});

/** Lets time pass until a question has its answer. */
async function answered<T>(asked: Promise<T>): Promise<T> {
  let isDone = false;
  const done = asked.finally(() => {
    isDone = true;
  });
  for (let turn = 0; turn < 20_000 && !isDone; turn += 1) await clock.advance(Duration.milliseconds(10));
  return done;
}

const patience = { timeout: Duration.seconds(10) };

describe("the external address", () => {
  test("is read, with the router's age", async () => {
    await clock.advance(Duration.seconds(90));
    expect(await answered(client.externalAddress(patience))).toEqual({
      ok: true,
      value: { address: address("203.0.113.7"), epoch: { seconds: 90 } },
    });
    expect(router.mostMappings).toBe(0);
  });

  test("0.0.0.0 / is none", async () => {
    router.externalAddress = address("0.0.0.0");
    expect(await answered(client.externalAddress(patience))).toMatchObject({ code: "gateway-no-address" });
  });

  for (const [result, code] of [
    [1, "gateway-unsupported"],
    [2, "gateway-refused"],
    [3, "gateway-no-address"],
    [4, "gateway-busy"],
    [5, "gateway-unsupported"],
    [77, "answer-unreadable"],
  ] as const) {
    test(`result ${result} / ${code}`, async () => {
      router.refuses = { natPmp: result, pcp: 0, errorLifetime: 0 };
      expect(await answered(client.externalAddress(patience))).toMatchObject({ ok: false, code });
    });
  }

  test("a server of PCP alone / says that it does not speak this", async () => {
    router.speaks = ["pcp"];
    expect(await answered(client.externalAddress(patience))).toMatchObject({ code: "gateway-unsupported" });
  });

  test("the answer to another question / is not heard, and the question repeated", async () => {
    const mapping = Uint8Array.of(0, 129, 0, 0, 0, 0, 0, 1, 0, 9, 0, 9, 0, 0, 0, 60);
    reply = (payload, count) => ({ answer: (count > 1 && router.answer(payload)) || mapping, delayMs: 1 });
    expect(await answered(client.externalAddress(patience))).toMatchObject({ ok: true });
    expect(network.received.map(({ atMs }) => atMs)).toEqual([0, 250]);
  });

  test("silence / asked nine times, each pause twice as long", async () => {
    reply = () => "silent";
    await answered(client.externalAddress({ timeout: Duration.seconds(190) }));
    expect(network.received.map(({ atMs }) => atMs)).toEqual([
      0, 250, 750, 1_750, 3_750, 7_750, 15_750, 31_750, 63_750,
    ]);
  });
});

describe("mappings", () => {
  test("made, renewed, removed, and removed again", async () => {
    const granted = await answered(client.map(request, patience));
    expect(granted).toEqual({
      ok: true,
      value: {
        externalAddress: undefined,
        externalPort: 51_820,
        lifetime: Duration.hours(2),
        epoch: { seconds: 0 },
      },
    });
    if (!granted.ok) return;
    expect(await answered(client.map(request, patience))).toMatchObject({ ok: true });
    expect([...router.mappings.keys()]).toEqual(["17 51820"]);
    expect(await answered(client.unmap(request, granted.value, patience))).toEqual({ ok: true, value: undefined });
    expect(router.mappings.size).toBe(0);
    expect(await answered(client.unmap(request, granted.value, patience))).toEqual({ ok: true, value: undefined });
  });

  test("another port than the one wanted / is told", async () => {
    router.takenPorts.add(51_820);
    expect(await answered(client.map(request, patience))).toMatchObject({ value: { externalPort: 51_821 } });
  });

  test("for another host / cannot be asked for", async () => {
    const neighbour = { ...request, internalAddress: address("192.168.1.11") };
    expect(await client.map(neighbour, patience)).toMatchObject({ ok: false, code: "gateway-unsupported" });
    expect(network.received).toEqual([]);
  });

  test("the answer about another port or transport / is not heard", async () => {
    reply = (payload, count) => {
      const answer = router.answer(payload);
      if (answer !== undefined && count === 1) answer[9] = (answer[9] ?? 0) ^ 1;
      if (answer !== undefined && count === 2) answer[1] = 130;
      return answer === undefined ? "silent" : { answer, delayMs: 1 };
    };
    expect(await answered(client.map(request, patience))).toMatchObject({ ok: true });
    expect(network.received.length).toBe(3);
  });
});

describe("opening", () => {
  test("without a line / it speaks the protocol all the same", async () => {
    router.refuses = { natPmp: 3, pcp: 7, errorLifetime: 30 };
    const opened = await answered(openNatPmp({ datagrams: network, clock })(link, patience));
    expect(opened).toMatchObject({ ok: true, value: { protocol: "nat-pmp" } });
  });

  test("over IPv6 / is not tried", async () => {
    const link6 = { ...link, gateway: address("fe80::1"), localAddress: address("fe80::2") };
    const opened = await openNatPmp({ datagrams: network, clock })(link6, patience);
    expect(opened).toMatchObject({ ok: false, code: "gateway-unsupported" });
  });
});
