import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { response } from "../../test/support/fake-network.ts";
import { onEth0 } from "../../test/support/household.ts";
import { noGateways } from "../../test/support/no-gateways.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { InterfaceAddress } from "../core/interface-address.ts";
import type { DefaultRoute } from "../core/default-route.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { GatewayFinder } from "../gateway/find-gateway.ts";
import type { ExternalAddress, GatewayFailure } from "../gateway/gateway.ts";
import { buildSource, type DetectPorts } from "./build-source.ts";
import { parseSources } from "./source-spec.ts";
import { namedFor, portsThrough, type Uplink } from "./uplink.ts";

const clock = new FakeClock();
const fibre: Uplink = { name: "fibre", interfaceName: "eth0", localAddress: undefined };

/** A host that writes down from where each conversation was to come. */
function host(table: readonly InterfaceAddress[]): { readonly ports: DetectPorts; readonly bound: string[] } {
  const bound: string[] = [];
  const unused = (): never => {
    throw new Error("nobody asks that here");
  };
  const refused = { code: "unreachable", detail: "no route", wasSent: false } as const;
  const ports: DetectPorts = {
    clock,
    random: new SeededRandom(1),
    http: {
      send: async ({ binding }) => {
        bound.push(`http ${binding?.localAddress}`);
        return ok(response(200, "44.128.10.7"));
      },
    },
    datagrams: {
      exchange: async (_peer, _payload, _isAnswer, { binding }) => {
        bound.push(`udp ${binding?.localAddress}`);
        return failure(refused);
      },
    },
    streams: {
      exchange: async (_peer, _payload, { binding }) => {
        bound.push(`tcp ${binding?.localAddress}`);
        return failure(refused);
      },
    },
    lookup: { addresses: unused, resolvers: () => [] },
    addressTable: { read: async () => ok(table) },
    commands: { run: unused },
    files: { read: async () => failure({ code: "file-missing", detail: "ENOENT" }) },
    gateways: noGateways,
  };
  return { ports, bound };
}

const table = [
  onEth0("192.168.1.7"),
  onEth0("3ffe:b00::1", { isTemporary: true }),
  onEth0("3ffe:b00::2"),
  onEth0("3ffe:b00::3", { isDeprecated: true }),
  onEth0("fe80::7"),
  onEth0("10.0.0.9", { interfaceName: "wwan0" }),
];

async function ask(source: string, family: Family, uplink: Uplink, entries = table): Promise<readonly string[]> {
  const { ports, bound } = host(entries);
  const [spec] = expectOk(parseSources(source, family));
  if (spec === undefined) throw new Error("one source");
  const asked = namedFor(uplink, buildSource(spec, family, portsThrough(uplink, ports))).observe();
  await clock.advance(Duration.seconds(4));
  const { answer, source: id } = await asked;
  const said =
    answer.kind === "seen" ? answer.observations.map((one) => String(one.address)).join(" ") : answer.failure.code;
  return [id, said, ...new Set(bound)];
}

describe("asked over an uplink", () => {
  for (const [name, source, family, uplink, expected] of [
    ["a web echo", "http-echo:https://ip.example.net/", "ipv4", fibre, ["44.128.10.7", "http 192.168.1.7"]],
    ["STUN", "stun:192.0.2.3:3478", "ipv4", fibre, ["unreachable", "udp 192.168.1.7"]],
    [
      "STUN over IPv6, from a lasting address",
      "stun:[2001:db8::3]:3478",
      "ipv6",
      fibre,
      ["unreachable", "udp 3ffe:b00::2"],
    ],
    [
      "an uplink named by address",
      "http-echo:https://ip.example.net/",
      "ipv4",
      { name: "lte", interfaceName: undefined, localAddress: address("10.0.0.9") },
      ["44.128.10.7", "http 10.0.0.9"],
    ],
    ["the interface", "interface", "ipv4", fibre, ["192.168.1.7"]],
    [
      "an uplink without an address of the family sends nothing",
      "http-echo:https://ip.example.net/",
      "ipv6",
      { name: "lte", interfaceName: "wwan0", localAddress: undefined },
      ["unreachable"],
    ],
  ] as const) {
    test(name, async () => {
      const [id, ...rest] = await ask(source, family, uplink);
      expect(id).toEndWith(` via ${uplink.name}`);
      expect(rest).toEqual([...expected]);
    });
  }

  test("a line that is unplugged sends nothing", async () => {
    const down = table.map((entry) => ({ ...entry, isUp: false }));
    expect(await ask("stun:192.0.2.3:3478", "ipv4", fibre, down)).toEqual([
      "stun:192.0.2.3:3478 via fibre",
      "unreachable",
    ]);
  });
});

describe("the router of an uplink", () => {
  const route = (interfaceName: string, gateway: string, localAddress: string): DefaultRoute => ({
    family: "ipv4",
    gateway: address(gateway),
    interfaceName,
    interfaceIndex: undefined,
    localAddress: address(localAddress),
    metric: 0,
  });
  const routes = [route("eth0", "192.168.1.1", "192.168.1.7"), route("wwan0", "192.168.8.1", "192.168.8.100")];
  const { ports } = host(table);
  const gateways = new GatewayFinder({
    clock: ports.clock,
    routes: { defaultRoutes: async () => ok(routes) },
    addressTable: ports.addressTable,
    openers: {
      "nat-pmp": async (link) => {
        const externalAddress = async (): Promise<Result<ExternalAddress, GatewayFailure>> =>
          ok({ address: link.gateway, epoch: undefined });
        const never = (): never => {
          throw new Error("nobody wants a port");
        };
        return ok({
          protocol: "nat-pmp",
          label: "router",
          families: ["ipv4"],
          externalAddress,
          map: never,
          unmap: never,
        });
      },
    },
  });
  const limits = { timeout: Duration.seconds(1) };
  const rows: readonly (readonly [name: string, line: Partial<Uplink>, expected: string])[] = [
    ["of the preferred default route", { interfaceName: "eth0" }, "192.168.1.1"],
    ["of another default route / that one is asked", { interfaceName: "wwan0" }, "192.168.8.1"],
    ["of a source address", { localAddress: address("192.168.8.100") }, "192.168.8.1"],
    ["without a default route", { interfaceName: "eth7" }, "gateway-not-found"],
    [
      "of an address that is elsewhere",
      { interfaceName: "eth0", localAddress: address("192.168.8.100") },
      "gateway-not-found",
    ],
  ];
  for (const [name, line, expected] of rows) {
    test(name, async () => {
      const uplink = { name: "x", interfaceName: undefined, localAddress: undefined, ...line };
      const through = portsThrough(uplink, { ...ports, gateways }).gateways;
      const link = await through.link("ipv4");
      expect(link.ok ? link.value.gateway.toString() : link.code).toBe(expected);
      const found = await through.find({ family: "ipv4", purpose: "address" }, limits);
      const told = found.ok ? await found.value.client.externalAddress(limits) : found;
      expect(told.ok ? told.value.address.toString() : told.code).toBe(expected);
    });
  }
});
