import { describe, expect, test } from "bun:test";
import { echo, onInterface, onRouter } from "../../test/support/reports.ts";
import { address } from "../../test/support/values.ts";
import { Instant } from "../core/clock.ts";
import type { SourceReport } from "../core/verdict.ts";
import { decide, defaultRules, type VerdictRules } from "./verdict.ts";

const at = Instant.ofMs(Date.UTC(2026, 10, 20));

const [x, y] = ["44.128.10.7", "44.128.10.8"] as const;
const [six, seven] = ["3ffe:b00::6", "3ffe:b00:1::7"] as const;

interface Row {
  readonly name: string;
  readonly reports: readonly SourceReport[];
  readonly rules?: Partial<VerdictRules>;
  /** Codes, each with the addresses concerned. */
  readonly expected: readonly string[];
}

const docker = { interface: "eth0", container: "docker", "link-kind": "veth" };

const ipv4Rows: readonly Row[] = [
  { name: "an ordinary home", reports: [onInterface(["192.168.1.7"]), echo("a", x), echo("b", x)], expected: [] },
  { name: "a router with a public address", reports: [onInterface(["192.168.1.7"]), onRouter(x)], expected: [] },
  {
    name: "the router's outer address is the carrier's",
    reports: [onInterface(["192.168.1.7"]), onRouter("100.64.1.2"), echo("a", x), echo("b", x)],
    expected: ["carrier-grade-nat 100.64.1.2"],
  },
  {
    name: "a host dialled into the carrier's network itself",
    reports: [onInterface(["100.64.1.2", { interface: "ppp0", "link-kind": "ppp" }]), echo("a", x), echo("b", x)],
    expected: ["carrier-grade-nat 100.64.1.2"],
  },
  {
    name: "the near end of DS-Lite",
    reports: [onInterface(["192.0.0.2", { interface: "ds0" }])],
    expected: ["carrier-grade-nat 192.0.0.2"],
  },
  {
    name: "members of an overlay network have such addresses too",
    reports: [
      onInterface(
        ["100.100.1.2", { interface: "tailscale0", "link-kind": "tun" }],
        ["100.100.1.3", { interface: "wg0", "link-kind": "wireguard" }],
        ["192.168.1.7", { interface: "eth0" }],
      ),
      echo("a", x),
      echo("b", x),
    ],
    expected: [],
  },
  {
    name: "a router behind a router",
    reports: [onInterface(["192.168.1.7"]), onRouter("192.168.0.2"), echo("a", x), echo("b", x)],
    expected: ["double-nat 192.168.0.2"],
  },
  {
    name: "echoes contradict the host",
    reports: [onInterface([x]), echo("a", y), echo("b", y)],
    expected: [`tunnel-egress ${y}`],
  },
  {
    name: "echoes contradict the router: WARP on this host",
    reports: [onInterface(["192.168.1.7"]), onRouter(x), echo("a", y), echo("b", y)],
    expected: [`tunnel-egress ${y}`],
  },
  {
    name: "everything leaves through a VPN, and no router tells the address",
    reports: [
      onInterface(
        ["172.16.0.2", { interface: "CloudflareWARP", "link-kind": "tun", "default-route": true }],
        ["192.168.1.7", { interface: "eth0" }],
      ),
      echo("a", y),
      echo("b", y),
    ],
    expected: [`tunnel-egress ${y}`],
  },
  {
    name: "the host and its router have different public addresses",
    reports: [onInterface([y]), onRouter(x)],
    expected: [`router-differs ${x}`],
  },
  {
    name: "a proxy that takes only part of the traffic",
    reports: [echo("a", x), echo("b", y)],
    expected: [`split-egress ${x} ${y}`],
  },
  {
    name: "a portal",
    reports: [onInterface(["192.168.1.7"]), echo("a", "web-page"), echo("b", "redirected"), echo("c", "timed-out")],
    expected: ["captive-portal"],
  },
  {
    name: "a portal that cannot show the certificate of the echo",
    reports: [echo("a", "tls-failed"), echo("b", "redirected")],
    expected: ["captive-portal"],
  },
  { name: "one service that has changed", reports: [echo("a", "web-page"), echo("b", "timed-out")], expected: [] },
  {
    name: "a portal that answers DNS with an address of its own",
    reports: [echo("a", "web-page"), echo("b", "redirected"), echo("c", "192.168.1.1")],
    expected: ["captive-portal"],
  },
  {
    name: "a portal that answers DNS with a public address",
    reports: [echo("a", "web-page"), echo("b", "redirected"), echo("c", x)],
    expected: ["captive-portal"],
  },
  {
    name: "pages beside addresses that agree",
    reports: [echo("a", "web-page"), echo("b", "redirected"), echo("c", x), echo("d", x)],
    expected: [],
  },
  {
    name: "failed handshakes beside an address",
    reports: [echo("a", "tls-failed"), echo("b", "tls-failed"), echo("c", x)],
    expected: [],
  },
  {
    name: "two servers of one operator are one",
    reports: [echo("a", "web-page"), echo("a", "web-page")],
    expected: [],
  },
  {
    name: "nobody can prove who they are",
    reports: [echo("a", "tls-failed"), echo("b", "tls-failed")],
    expected: ["tls-intercepted"],
  },
  {
    name: "a container on a bridge",
    reports: [onInterface(["172.17.0.2", docker]), echo("a", x), echo("b", x)],
    expected: ["container-bridge 172.17.0.2"],
  },
  {
    name: "a container in the host's network",
    reports: [onInterface(["192.168.1.7", { ...docker, "link-kind": "hardware" }], ["172.17.0.1", docker])],
    expected: [],
  },
  {
    name: "a container with an address of the LAN",
    reports: [onInterface(["192.168.1.7", { ...docker, "link-kind": "macvlan" }])],
    expected: [],
  },
  {
    name: "a machine container, whose bridge is mostly the LAN's",
    reports: [onInterface(["192.168.1.7", { ...docker, container: "lxc" }])],
    expected: [],
  },
];

const global6 = { interface: "eth0" };

const ipv6Rows: readonly Row[] = [
  { name: "one lasting address", reports: [onInterface([six, global6], ["fe80::1"])], expected: [] },
  { name: "nothing beyond the link", reports: [onInterface(["fe80::1"], ["::1"])], expected: ["no-ipv6 fe80::1"] },
  { name: "no IPv6 at all", reports: [onInterface()], expected: ["no-ipv6"] },
  {
    name: "a neighbour's addresses are not this host's, and its silence says nothing of this host",
    reports: [
      { ...onInterface(["fd00::9", { mac: "00:11:22:33:44:55" }]), source: "neighbour:00:11:22:33:44:55" },
      { ...onInterface(), source: "neighbour:00:11:22:33:44:66" },
    ],
    expected: [],
  },
  { name: "a table that cannot be read proves nothing", reports: [echo("a", "timed-out")], expected: [] },
  { name: "unique local ones", reports: [onInterface(["fd00::1"], ["fe80::1"])], expected: ["ula-only fd00::1"] },
  { name: "unique local beside global", reports: [onInterface(["fd00::1"], [six])], expected: [] },
  {
    name: "only a temporary one",
    reports: [onInterface([six, { temporary: true }])],
    expected: [`ipv6-only-temporary ${six}`],
  },
  {
    name: "6to4 and Teredo",
    reports: [onInterface(["2002:c000:201::1"], ["2001:0:1::1"], [six])],
    expected: ["6to4-or-teredo 2001:0:1::1 2002:c000:201::1"],
  },
  {
    name: "the prefix of what is published has gone",
    reports: [onInterface(["fe80::1"])],
    rules: { incumbents: [address(six)] },
    expected: ["no-ipv6 fe80::1", `prefix-gone ${six}`],
  },
  {
    name: "it is being withdrawn",
    reports: [onInterface([six, { deprecated: true }])],
    rules: { incumbents: [address(six)] },
    expected: [`prefix-gone ${six}`],
  },
  {
    name: "another address of it is being checked",
    reports: [onInterface(["3ffe:b00::99", { tentative: true }])],
    rules: { incumbents: [address(six)] },
    expected: [],
  },
  {
    name: "it was replaced",
    reports: [onInterface([seven])],
    rules: { incumbents: [address(six)] },
    expected: [],
  },
  {
    name: "two prefixes alive",
    reports: [onInterface([six], [seven])],
    expected: [`two-prefixes ${six} ${seven}`],
  },
  { name: "two addresses of one prefix", reports: [onInterface([six], ["3ffe:b00::7"])], expected: [] },
  { name: "old and new during a change", reports: [onInterface([six, { deprecated: true }], [seven])], expected: [] },
];

describe("advice", () => {
  for (const [family, rows] of [
    ["ipv4", ipv4Rows],
    ["ipv6", ipv6Rows],
  ] as const) {
    for (const { name, reports, rules, expected } of rows) {
      test(`${family}: ${name}`, () => {
        const verdict = decide(family, reports, { ...defaultRules, ...rules }, at);
        const advice = verdict.kind === "unmanaged" ? [] : verdict.advice;
        expect(advice.map(({ code, addresses }) => [code, ...addresses].join(" "))).toEqual([...expected]);
      });
    }
  }

  test("names the sources that showed it, each once", () => {
    const verdict = decide("ipv4", [onInterface([x]), echo("a", y), echo("a", y), echo("b", y)], defaultRules, at);
    expect(verdict.kind === "known" ? verdict.advice[0]?.sources : []).toEqual(["stun:a:3478", "stun:b:3478"]);
  });
});
