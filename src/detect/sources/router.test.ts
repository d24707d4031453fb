import { beforeEach, describe, expect, test } from "bun:test";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { FakeDatagrams } from "../../../test/support/fake-network.ts";
import { FakeRouter } from "../../../test/support/fake-router.ts";
import { SeededRandom } from "../../../test/support/seeded-random.ts";
import { address } from "../../../test/support/values.ts";
import { Duration } from "../../core/duration.ts";
import { failure, ok } from "../../core/result.ts";
import type { SourceReport } from "../../core/verdict.ts";
import { GatewayFinder } from "../../gateway/find-gateway.ts";
import type { GatewayProtocol } from "../../gateway/gateway.ts";
import { openNatPmp } from "../../gateway/nat-pmp/open.ts";
import { openPcp } from "../../gateway/pcp/open.ts";
import { decide, defaultRules } from "../verdict.ts";
import { type RouterQuestion, routerSource } from "./router.ts";

let clock: FakeClock;
let router: FakeRouter;
let network: FakeDatagrams;
let ownAddress: string;

beforeEach(() => {
  clock = new FakeClock();
  router = new FakeRouter(clock, address("44.128.10.10"));
  ownAddress = "192.168.1.10";
  network = new FakeDatagrams(clock, {
    "192.168.1.1:5351": (payload) => {
      const answer = router.answer(payload);
      return answer === undefined ? "silent" : { answer, delayMs: 1 };
    },
  });
});

function source(question: RouterQuestion): ReturnType<typeof routerSource> {
  const route = {
    family: "ipv4",
    gateway: address("192.168.1.1"),
    interfaceName: "eth0",
    interfaceIndex: 2,
    localAddress: address(ownAddress),
    metric: 0,
  } as const;
  const ports = { datagrams: network, clock, random: new SeededRandom(1) };
  const gateways = new GatewayFinder({
    clock,
    routes: { defaultRoutes: async () => ok([route]) },
    addressTable: { read: async () => failure({ code: "address-table-unreadable", detail: "" }) },
    openers: { pcp: openPcp(ports), "nat-pmp": openNatPmp(ports) },
  });
  return routerSource(question, { gateways, clock });
}

const brief: RouterQuestion = { protocol: undefined, isBrief: true };
const only = (protocol: GatewayProtocol): RouterQuestion => ({ protocol, isBrief: false });

/** Lets time pass until the source has answered. */
async function report(asked: ReturnType<typeof routerSource>): Promise<SourceReport> {
  let result: SourceReport | undefined;
  const done = asked.observe().then((one) => {
    result = one;
  });
  for (let turn = 0; turn < 1_000 && result === undefined; turn += 1) await clock.advance(Duration.milliseconds(10));
  await done;
  if (result === undefined) throw new Error("no answer");
  return result;
}

/** Address and how it was learnt, or the code. */
function shown({ answer }: SourceReport): string {
  if (answer.kind === "failed") return answer.failure.code;
  return answer.observations.map((one) => `${one.address} by ${one.evidence["protocol"]}`).join();
}

describe("the router", () => {
  test("of both protocols / is asked by the one whose question changes nothing", async () => {
    const asked = source(brief);
    const first = await report(asked);
    expect(shown(first)).toBe("44.128.10.10 by nat-pmp");
    expect(first).toMatchObject({ source: "router", operator: "router", strength: "direct", family: "ipv4" });
    expect(first.answer).toMatchObject({
      observations: [
        { evidence: { gateway: "192.168.1.1", interface: "eth0", protocol: "nat-pmp", "uptime-seconds": 0 } },
      ],
    });
    expect(router.mostMappings).toBe(0);
  });

  test("of PCP alone / is asked by PCP, and keeps nothing of it", async () => {
    router.speaks = ["pcp"];
    expect(shown(await report(source(brief)))).toBe("44.128.10.10 by pcp");
    expect(router.mappings.size).toBe(0);
  });

  test("by one protocol / by no other", async () => {
    expect(shown(await report(source(only("pcp"))))).toBe("44.128.10.10 by pcp");
    router.speaks = ["pcp"];
    expect(shown(await report(source(only("nat-pmp"))))).toBe("gateway-not-found");
    expect(source(only("nat-pmp")).id).toBe("router:nat-pmp");
  });

  test("that gets another address / the next look shows it, with one packet", async () => {
    const asked = source(brief);
    await report(asked);
    const before = network.received.length;
    router.externalAddress = address("44.128.10.11");
    expect(shown(await report(asked))).toBe("44.128.10.11 by nat-pmp");
    expect(network.received.length).toBe(before + 1);
  });

  test("between two addresses / has none", async () => {
    const asked = source(brief);
    await report(asked);
    router.refuses = { natPmp: 3, pcp: 7, errorLifetime: 30 };
    expect(shown(await report(asked))).toBe("gateway-no-address");
  });

  test("silence / is not waited for longer than 0.6 s, and the next time not at all", async () => {
    router.speaks = [];
    const asked = source(brief);
    const first = await report(asked);
    expect(shown(first)).toBe("timed-out");
    expect(first.took).toBe(Duration.milliseconds(600));
    await clock.advance(Duration.seconds(4));
    const second = await report(asked);
    expect([shown(second), second.took]).toEqual(["gateway-not-found", Duration.zero]);
  });

  test("silence where it is the source that was asked for / is waited for to the end", async () => {
    router.speaks = [];
    const first = await report(source({ protocol: undefined, isBrief: false }));
    expect(first.took).toBe(Duration.seconds(3));
  });

  test("in front of a host with a global address of its own / is not asked", async () => {
    ownAddress = "44.128.10.99";
    expect(shown(await report(source(brief)))).toBe("no-address");
    expect(network.received).toEqual([]);
  });
});

describe("what follows", () => {
  for (const [name, external, expected] of [
    ["a global address", "44.128.10.10", "44.128.10.10 direct-evidence"],
    ["an address of carrier-grade NAT", "100.64.10.10", "no-publishable-address"],
    ["an address of another home network", "192.168.178.20", "no-publishable-address"],
  ] as const) {
    test(`${name} / ${expected}`, async () => {
      router.externalAddress = address(external);
      const verdict = decide("ipv4", [await report(source(brief))], defaultRules, clock.now());
      expect(
        verdict.kind === "known"
          ? `${verdict.addresses.join()} ${verdict.because}`
          : verdict.kind === "unknown"
            ? verdict.reason
            : "",
      ).toBe(expected);
    });
  }

  test("echoes that see another address / stay visible as outranked", async () => {
    const seen = {
      family: "ipv4",
      address: address("44.128.99.1"),
      source: "stun:vpn.example",
      operator: "vpn.example",
      strength: "echo",
      at: clock.now(),
      took: Duration.zero,
      evidence: {},
    } as const;
    const echo: SourceReport = { ...seen, answer: { kind: "seen", observations: [seen] } };
    const verdict = decide("ipv4", [await report(source(brief)), echo], defaultRules, clock.now());
    expect(verdict).toMatchObject({
      kind: "known",
      because: "direct-evidence",
      weighed: [{ setAside: undefined }, { setAside: "outranked" }],
    });
  });
});
