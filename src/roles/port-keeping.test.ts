import { describe, expect, test } from "bun:test";
import { ExposeWorld, exposing } from "../../test/support/expose-world.ts";
import { address } from "../../test/support/values.ts";
import { configOf } from "../../test/support/config-bench.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { isAsWished, mappingSummary } from "./mapping-summary.ts";
import { exposuresOf } from "./port-keeping.ts";

/** Ports from the configuration to what is said of them. */

test("every family of every port is a wish of its own; only IPv4 has another port outside", async () => {
  const text = "agent: { expose: [ tcp/445, { port: tcp/8443, external: 443 }, { port: udp/9, to: 192.168.1.9 } ] }";
  const { agent } = await configOf(text);
  expect(exposuresOf(agent.expose).map(({ mapping, wishedPort }) => `${mapping} ${wishedPort}`)).toEqual([
    "ipv4/tcp/445 445",
    "ipv6/tcp/445 445",
    "ipv4/tcp/8443 443",
    "ipv6/tcp/8443 8443",
    "ipv4/udp/9/192.168.1.9 9",
  ]);
});

describe("what is said", () => {
  const rows: readonly (readonly [
    name: string,
    prepare: (world: ExposeWorld) => void,
    wanted: { readonly en: string; readonly chinese: string; readonly isAsWished: boolean },
  ])[] = [
    [
      "open",
      () => undefined,
      {
        en: "Open since 00:00:00; the lease lasts until 01:00:00 and is renewed before.",
        chinese: "自 00:00:00 起已开放；租期至 01:00:00，到期前自动续租。",
        isAsWished: true,
      },
    ],
    [
      "the wished port is taken",
      ({ router }) => {
        router.foreign.add(445);
      },
      {
        en: "Open since 00:00:00; the lease lasts until 01:00:00 and is renewed before. The router gave another port than the wished 445.",
        chinese: "自 00:00:00 起已开放；租期至 01:00:00，到期前自动续租。路由器分配的端口不是所期望的 445。",
        isAsWished: false,
      },
    ],
    [
      "a permanent entry",
      (world) => {
        world.speaks = ["upnp"];
        world.router.isPermanentOnly = true;
      },
      { en: "Open since 00:00:00.", chinese: "自 00:00:00 起已开放。", isAsWished: true },
    ],
    [
      "behind carrier-grade NAT",
      ({ router }) => {
        router.externalAddress = address("100.64.10.10");
      },
      {
        en: "Open since 00:00:00; the lease lasts until 01:00:00 and is renewed before. Only reachable inside the provider's network: the provider shares its addresses among customers (carrier-grade NAT).",
        chinese:
          "自 00:00:00 起已开放；租期至 01:00:00，到期前自动续租。仅在运营商网络内可达：运营商让多个用户共用公网地址（运营商级 NAT）。",
        isAsWished: false,
      },
    ],
    [
      "behind a second router",
      ({ router }) => {
        router.externalAddress = address("192.168.178.20");
      },
      {
        en: "Open since 00:00:00; the lease lasts until 01:00:00 and is renewed before. Only reachable inside the network before the router: there is a second router on the way (double NAT).",
        chinese:
          "自 00:00:00 起已开放；租期至 01:00:00，到期前自动续租。仅在上级网络内可达：途中还有另一台路由器（双重 NAT）。",
        isAsWished: false,
      },
    ],
    [
      "refused",
      ({ router, speaks }) => {
        for (const protocol of speaks) router.refusing.add(protocol);
      },
      {
        en: "The router does not allow it; look for a list of permitted devices or ports in its settings. Trying again at 00:00:30.",
        chinese: "路由器不允许；请在其设置中查看允许的设备或端口列表。将于 00:00:30 重试。",
        isAsWished: false,
      },
    ],
  ];
  for (const [name, prepare, wanted] of rows) {
    test(name, async () => {
      const world = new ExposeWorld([exposing("tcp", 445)]);
      prepare(world);
      await world.start();
      const summary = mappingSummary(world.status, (at) => Instant.format(at).slice(11, 19));
      expect(summary.text).toEqual({ en: wanted.en, "zh-CN": wanted.chinese });
      expect(isAsWished(summary)).toBe(wanted.isAsWished);
    });
  }

  test("open, and the router has fallen silent / both", async () => {
    const world = new ExposeWorld([exposing("tcp", 445)]);
    await world.start();
    for (const protocol of world.speaks) world.router.silent.add(protocol);
    await world.pass(Duration.minutes(40));
    const { text } = mappingSummary(world.status, (at) => Instant.format(at).slice(11, 16));
    expect(text.en).toMatch(
      /^Open since 00:00; the lease .* Renewing fails: No router answers .* Trying again at 00:4\d\.$/,
    );
  });

  test("IPv6 that is not to be had / no fault, and nobody is to wait", async () => {
    const world = new ExposeWorld([exposing("tcp", 445, { family: "ipv6" })]);
    await world.start();
    const summary = mappingSummary(world.status, Instant.format);
    expect(summary.text.en).toBe("This host has no address that the router could let traffic through to.");
    expect(isAsWished(summary)).toBe(true);
  });
});
