import { beforeEach, describe, expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { address } from "../../test/support/values.ts";
import type { DefaultRoute } from "../core/default-route.ts";
import { wait } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { InterfaceAddress } from "../core/interface-address.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { type FoundGateway, GatewayFinder, type GatewayWish } from "./find-gateway.ts";
import type { GatewayClient, GatewayFailCode, GatewayFailure, GatewayProtocol } from "./gateway.ts";
import type { OpenGateway } from "./open-gateway.ts";

let clock: FakeClock;
let tried: string[];
let routes: DefaultRoute[];
let routers: Partial<Record<GatewayProtocol, Behaviour>>;
let finder: GatewayFinder;

/** After so many milliseconds a client for these families, or a failure; undefined is silence. */
type Behaviour =
  | { readonly afterMs: number; readonly families: readonly Family[] }
  | { readonly afterMs: number; readonly code: GatewayFailCode }
  | undefined;

const route = (family: Family, gateway: string | undefined, localAddress: string): DefaultRoute => ({
  family,
  gateway: gateway === undefined ? undefined : address(gateway),
  interfaceName: "eth0",
  interfaceIndex: 2,
  localAddress: address(localAddress),
  metric: 0,
});

const home = route("ipv4", "192.168.1.1", "192.168.1.10");
const home6 = route("ipv6", "fe80::1", "fe80::10");

const throughTunnel: DefaultRoute = { ...route("ipv4", "10.8.0.1", "10.8.0.2"), interfaceName: "tun0" };

const entry = (interfaceName: string, own: string, linkKind: string): InterfaceAddress => ({
  interfaceName,
  interfaceIndex: undefined,
  address: address(own),
  prefixLength: 24,
  isTentative: undefined,
  isDuplicate: undefined,
  isDeprecated: undefined,
  isTemporary: undefined,
  origin: undefined,
  preferredLifetime: undefined,
  validLifetime: undefined,
  isLoopback: false,
  isUp: true,
  linkKind,
});

/** What the last client's questions end with. */
let answer: Result<never, GatewayFailure>;

function clientOf(protocol: GatewayProtocol, families: readonly Family[]): GatewayClient {
  const asked = async (): Promise<typeof answer> => answer;
  return { protocol, label: "router", families, externalAddress: asked, map: asked, unmap: asked };
}

function opener(protocol: GatewayProtocol): OpenGateway {
  return async (link, { timeout, signal }) => {
    tried.push(`${protocol} ${link.gateway} at ${clock.monotonic()}`);
    const behaviour = routers[protocol];
    const isOver = await wait(clock, Duration.milliseconds(behaviour?.afterMs ?? timeout), signal);
    if (!isOver) return failure({ code: "aborted", detail: protocol });
    if (behaviour === undefined) return failure({ code: "timed-out", detail: protocol });
    if ("code" in behaviour) return failure({ code: behaviour.code, detail: protocol });
    return ok(clientOf(protocol, behaviour.families));
  };
}

beforeEach(() => {
  clock = new FakeClock();
  tried = [];
  routes = [home, home6];
  routers = {};
  answer = failure({ code: "gateway-busy", detail: "" });
  const entries = [entry("eth0", "192.168.1.10", "hardware"), entry("tun0", "10.8.0.2", "tun")];
  finder = new GatewayFinder({
    clock,
    routes: { defaultRoutes: async () => ok(routes) },
    addressTable: { read: async () => ok(entries) },
    openers: { pcp: opener("pcp"), "nat-pmp": opener("nat-pmp"), upnp: opener("upnp") },
  });
});

const address4: GatewayWish = { family: "ipv4", purpose: "address" };
const mappings4: GatewayWish = { family: "ipv4", purpose: "mappings" };
const mappings6: GatewayWish = { family: "ipv6", purpose: "mappings" };

/** Lets time pass until the finder has answered. */
async function found(wish: GatewayWish, patience: Duration = Duration.seconds(5)): Promise<string> {
  let result: Result<FoundGateway, GatewayFailure> | undefined;
  const asked = finder.find(wish, { timeout: patience }).then((one) => {
    result = one;
  });
  for (let turn = 0; turn < 1_000 && result === undefined; turn += 1) {
    await clock.advance(Duration.milliseconds(10));
  }
  await asked;
  if (result === undefined) return "nothing";
  return result.ok ? result.value.client.protocol : result.code;
}

const rows: readonly {
  name: string;
  wish: GatewayWish;
  routers: typeof routers;
  tried: readonly string[];
  found: string;
}[] = [
  {
    name: "the address is asked for by NAT-PMP, which answers",
    wish: address4,
    routers: { "nat-pmp": { afterMs: 2, families: ["ipv4"] }, pcp: { afterMs: 2, families: ["ipv4"] } },
    tried: ["nat-pmp 192.168.1.1 at 0"],
    found: "nat-pmp",
  },
  {
    name: "mappings are asked for by PCP, which answers",
    wish: mappings4,
    routers: { "nat-pmp": { afterMs: 2, families: ["ipv4"] }, pcp: { afterMs: 2, families: ["ipv4"] } },
    tried: ["pcp 192.168.1.1 at 0"],
    found: "pcp",
  },
  {
    name: "a server that refuses the version / the next protocol at once",
    wish: mappings4,
    routers: { "nat-pmp": { afterMs: 2, families: ["ipv4"] }, pcp: { afterMs: 3, code: "gateway-unsupported" } },
    tried: ["pcp 192.168.1.1 at 0", "nat-pmp 192.168.1.1 at 3"],
    found: "nat-pmp",
  },
  {
    name: "silence / the next protocol beside it, until one answers",
    wish: address4,
    routers: { upnp: { afterMs: 40, families: ["ipv4"] } },
    tried: ["nat-pmp 192.168.1.1 at 0", "pcp 192.168.1.1 at 150", "upnp 192.168.1.1 at 300"],
    found: "upnp",
  },
  {
    name: "a slow answer to the first protocol / is taken while the next is being tried",
    wish: address4,
    routers: { "nat-pmp": { afterMs: 200, families: ["ipv4"] } },
    tried: ["nat-pmp 192.168.1.1 at 0", "pcp 192.168.1.1 at 150"],
    found: "nat-pmp",
  },
  {
    name: "a router that refuses / is told, when no other protocol works",
    wish: address4,
    routers: {
      "nat-pmp": { afterMs: 1, code: "connection-refused" },
      pcp: { afterMs: 1, code: "connection-refused" },
      upnp: { afterMs: 20, code: "gateway-refused" },
    },
    tried: ["nat-pmp 192.168.1.1 at 0", "pcp 192.168.1.1 at 1", "upnp 192.168.1.1 at 2"],
    found: "gateway-refused",
  },
  {
    name: "IPv6 pinholes / PCP over IPv6, then UPnP over IPv4",
    wish: mappings6,
    routers: { pcp: { afterMs: 1, code: "connection-refused" }, upnp: { afterMs: 20, families: ["ipv4", "ipv6"] } },
    tried: ["pcp fe80::1 at 0", "upnp 192.168.1.1 at 1"],
    found: "upnp",
  },
  {
    name: "IPv6 pinholes of a router that has none",
    wish: mappings6,
    routers: {
      pcp: { afterMs: 1, code: "connection-refused" },
      upnp: { afterMs: 20, families: ["ipv4"] },
    },
    tried: ["pcp fe80::1 at 0", "upnp 192.168.1.1 at 1"],
    found: "gateway-not-found",
  },
  {
    name: "one protocol only",
    wish: { ...address4, protocols: ["upnp"] },
    routers: { "nat-pmp": { afterMs: 2, families: ["ipv4"] }, upnp: { afterMs: 9, families: ["ipv4"] } },
    tried: ["upnp 192.168.1.1 at 0"],
    found: "upnp",
  },
];

describe("finding the router", () => {
  for (const row of rows) {
    test(row.name, async () => {
      routers = row.routers;
      expect(await found(row.wish)).toBe(row.found);
      expect(tried).toEqual([...row.tried]);
    });
  }

  for (const [name, table] of [
    ["no default route", []],
    ["a line without a router", [route("ipv4", undefined, "100.64.0.2")]],
    ["only a gateway of the other family", [route("ipv4", "fe80::5", "192.0.2.1")]],
    ["only a tunnel", [throughTunnel]],
  ] as const) {
    test(`${name} / nobody is asked`, async () => {
      routes = [...table];
      expect(await found(address4)).toBe("gateway-not-found");
      expect(tried).toEqual([]);
    });
  }

  for (const [name, first] of [
    ["a tunnel takes everything, with a gateway of its own", throughTunnel],
    ["a tunnel takes everything, without one", route("ipv4", undefined, "10.8.0.2")],
  ] as const) {
    test(`${name} / the router of the line below is asked`, async () => {
      routes = [first, home];
      routers = { "nat-pmp": { afterMs: 2, families: ["ipv4"] } };
      expect(await found(address4)).toBe("nat-pmp");
      expect(tried).toEqual(["nat-pmp 192.168.1.1 at 0"]);
    });
  }

  test("the link is told with what its addresses begin with", async () => {
    expect(await finder.link("ipv4")).toMatchObject({ ok: true, value: { interfaceName: "eth0", interfaceIndex: 2 } });
    const link = await finder.link("ipv4");
    expect(link.ok ? link.value.onLink?.toString() : "").toBe("192.168.1.0/24");
  });
});

describe("remembering the router", () => {
  test("found once / not searched again, by several askers neither", async () => {
    routers = { "nat-pmp": { afterMs: 50, families: ["ipv4"] } };
    const both = Promise.all([found(address4), found(address4)]);
    expect(await both).toEqual(["nat-pmp", "nat-pmp"]);
    expect(await found(address4)).toBe("nat-pmp");
    expect(tried.length).toBe(1);
  });

  test("another router behind the same name of interface / is searched", async () => {
    routers = { "nat-pmp": { afterMs: 2, families: ["ipv4"] } };
    await found(address4);
    routes = [route("ipv4", "10.0.0.1", "10.0.0.7")];
    await found(address4);
    expect(tried).toEqual(["nat-pmp 192.168.1.1 at 0", "nat-pmp 10.0.0.1 at 10"]);
  });

  test("impatient askers / do not end the search", async () => {
    routers = { upnp: { afterMs: 1_000, families: ["ipv4"] } };
    expect(await found(address4, Duration.milliseconds(500))).toBe("timed-out");
    await clock.advance(Duration.seconds(3));
    expect(await found(address4)).toBe("upnp");
    expect(tried.length).toBe(3);
  });

  test("an asker who gave up / is not kept waiting", async () => {
    const giveUp = new AbortController();
    const asked = finder.find(address4, { timeout: Duration.seconds(5), signal: giveUp.signal });
    await clock.advance(Duration.milliseconds(100));
    giveUp.abort();
    expect(await asked).toMatchObject({ ok: false, code: "aborted" });
  });

  test("silence / is the answer at once, and after half a minute is checked without keeping anybody waiting", async () => {
    expect(await found(address4)).toBe("gateway-not-found");
    expect(tried.length).toBe(3);
    expect(await finder.find(address4, { timeout: Duration.zero })).toMatchObject({ code: "gateway-not-found" });
    expect(tried.length).toBe(3);
    await clock.advance(Duration.seconds(31));
    routers = { "nat-pmp": { afterMs: 2, families: ["ipv4"] } };
    expect(await finder.find(address4, { timeout: Duration.zero })).toMatchObject({ code: "gateway-not-found" });
    expect(await finder.find(address4, { timeout: Duration.zero })).toMatchObject({ code: "gateway-not-found" });
    await clock.advance(Duration.milliseconds(10));
    expect(await finder.find(address4, { timeout: Duration.zero })).toMatchObject({ ok: true });
    expect(tried.length).toBe(4);
  });

  test("silence that goes on / is checked half as often each time", async () => {
    await found(address4);
    const checks: number[] = [];
    for (let minute = 1; minute <= 60; minute += 1) {
      const before = tried.length;
      await clock.advance(Duration.seconds(55));
      await finder.find(address4, { timeout: Duration.zero });
      await clock.advance(Duration.seconds(5));
      if (tried.length > before) checks.push(minute);
    }
    expect(checks).toEqual([1, 3, 6, 11, 20, 36, 52]);
  });

  test("silence that goes on / is broken by a search for UPnP ever more seldom, since that takes two dozen packets", async () => {
    await found(address4);
    tried.length = 0;
    const searches: number[] = [];
    for (let poll = 1; poll <= 288; poll += 1) {
      await clock.advance(Duration.minutes(5));
      const before = tried.filter((one) => one.startsWith("upnp")).length;
      await finder.find(address4, { timeout: Duration.zero });
      await clock.advance(Duration.seconds(4));
      if (tried.filter((one) => one.startsWith("upnp")).length > before) searches.push(poll);
    }
    expect(searches.length).toBeLessThanOrEqual(8);
    expect(tried.filter((one) => one.startsWith("nat-pmp")).length).toBeGreaterThan(80);
  });

  test("UPnP alone is asked for, and silent / searched when it is time for it, and answered", async () => {
    const wish: GatewayWish = { ...address4, protocols: ["upnp"] };
    await found(wish);
    routers = { upnp: { afterMs: 2, families: ["ipv4"] } };
    await clock.advance(Duration.minutes(1));
    expect(await finder.find(wish, { timeout: Duration.zero })).toMatchObject({ code: "gateway-not-found" });
    await clock.advance(Duration.minutes(4));
    expect(await finder.find(wish, { timeout: Duration.zero })).toMatchObject({ code: "gateway-not-found" });
    await clock.advance(Duration.seconds(1));
    expect(await finder.find(wish, { timeout: Duration.zero })).toMatchObject({ ok: true });
    expect(tried.length).toBe(2);
  });

  test("UPnP was silent, and ports are wanted now / searched at once", async () => {
    await found(address4);
    routers = { upnp: { afterMs: 2, families: ["ipv4"] } };
    expect(await found(mappings4)).toBe("upnp");
  });

  test("an announcement / ends the silence", async () => {
    await found(address4);
    routers = { "nat-pmp": { afterMs: 2, families: ["ipv4"] } };
    finder.askAnew();
    expect(await found(address4)).toBe("nat-pmp");
  });

  test("an announcement during a search that began before it / the router is found at once, and stays so", async () => {
    const early = finder.find(address4, { timeout: Duration.seconds(10) });
    await clock.advance(Duration.seconds(2));
    routers = { "nat-pmp": { afterMs: 2, families: ["ipv4"] } };
    finder.askAnew();
    expect(await found(address4)).toBe("nat-pmp");
    await clock.advance(Duration.seconds(2));
    expect(await early).toMatchObject({ code: "gateway-not-found" });
    expect(await finder.find(address4, { timeout: Duration.zero })).toMatchObject({ ok: true });
  });

  test("an announcement while silence is checked / the router is found at once", async () => {
    await found(address4);
    await clock.advance(Duration.seconds(31));
    await finder.find(address4, { timeout: Duration.zero });
    routers = { "nat-pmp": { afterMs: 2, families: ["ipv4"] } };
    finder.askAnew();
    expect(await found(address4)).toBe("nat-pmp");
  });

  for (const [code, isForgotten] of [
    ["timed-out", true],
    ["connection-refused", true],
    ["unreachable", true],
    ["gateway-busy", false],
    ["gateway-no-address", false],
    ["aborted", false],
  ] as const) {
    test(`a question that ends with ${code} / the router is ${isForgotten ? "" : "not "}searched anew`, async () => {
      routers = { "nat-pmp": { afterMs: 2, families: ["ipv4"] } };
      answer = failure({ code, detail: "" });
      await found(address4);
      const known = await finder.find(address4, { timeout: Duration.zero });
      if (known.ok) await known.value.client.externalAddress({ timeout: Duration.seconds(1) });
      await found(address4);
      expect(tried.length).toBe(isForgotten ? 2 : 1);
    });
  }
});
