import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import type { LineProcess } from "../../core/process.ts";
import { RouteMonitorReader, routeMonitor } from "./route-monitor.ts";

/** What a reader tells, a line each; without what is no change. */
function told(text: string, reader: RouteMonitorReader = new RouteMonitorReader()): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const change = reader.read(line);
    if (change === undefined) return [];
    const facts = Object.keys(change.facts).map((fact) => fact.replace("Changed", ""));
    return [[...facts, ...change.families, ...(change.lookAgainAfter === undefined ? [] : ["again"])].join(" ")];
  });
}

/** A message of the routing socket. */
function message(header: string, names: string, values: string): string {
  return `\ngot message of size 192 on Fri Nov 20 13:00:00 2026\n${header}\nlocks:  inits: \nsockaddrs: <${names}>\n ${values}\n`;
}

const route = (header: string, values: string): string => message(header, "DST,GATEWAY,NETMASK,IFP,IFA", values);
const kernel = "len 192, pid: 0, seq 0, errno 0, flags:<UP,GATEWAY,DONE,STATIC>";

describe("messages of the routing socket", () => {
  // Printed by macOS 14 when a tunnel came up and IPv6 routes were flushed; addresses of the tunnel replaced.
  test("a recording of macOS", async () => {
    const text = await Bun.file(`${import.meta.dir}/fixtures/route-monitor-macos.txt`).text();
    expect(told(text)).toEqual(["links ipv4 ipv6", "addresses ipv6 again", "routes ipv6", "routes ipv6"]);
  });

  for (const [name, text, expected] of [
    [
      "an IPv4 address",
      message(
        "RTM_NEWADDR: address being added to iface: len 116, metric 0, flags:<UP>",
        "NETMASK,IFP,IFA,BRD",
        "255.255.255.0 en0:a4.83.e7.0.0.1 198.51.100.7 198.51.100.255",
      ),
      ["addresses ipv4"],
    ],
    [
      "an IPv6 address that goes",
      message(
        "RTM_DELADDR: address being removed from iface: len 148, metric 0, flags:",
        "NETMASK,IFP,IFA,BRD",
        "ffff:ffff:ffff:ffff:: vtnet0 2001:db8::7 default",
      ),
      ["addresses ipv6"],
    ],
    [
      "FreeBSD's links tell of the cable",
      ["up", "up", "down"]
        .map((state) => `RTM_IFINFO: iface status change: len 168, if# 1, link: ${state}, flags:<UP,RUNNING>\n`)
        .join(""),
      ["links ipv4 ipv6", "links ipv4 ipv6"],
    ],
    [
      "somebody captures packets",
      ["RUNNING,PPROMISC", "RUNNING", "RUNNING,PPROMISC"]
        .map((flags) => `RTM_IFINFO: iface status change: len 112, if# 5, flags:<UP,BROADCAST,b6,${flags},MULTICAST>\n`)
        .join(""),
      ["links ipv4 ipv6"],
    ],
    [
      "an adapter that is unplugged",
      "RTM_IFANNOUNCE: interface arrival/departure: len 24, if# 3, what: departure\n",
      ["links ipv4 ipv6"],
    ],
    [
      "IPv4's default route",
      route(`RTM_ADD: Add Route: ${kernel}`, "default 192.0.2.1 default en0 192.0.2.7"),
      ["routes ipv4"],
    ],
    [
      "onto a link",
      route(`RTM_CHANGE: Change Metrics or flags: ${kernel}`, "default link#14 default ppp0 "),
      ["routes ipv4 ipv6"],
    ],
    [
      "a tunnel's half",
      route(`RTM_ADD: Add Route: ${kernel}`, "128.0.0.0 10.8.0.1 128.0.0.0 utun4 10.8.0.2"),
      ["routes ipv4"],
    ],
    [
      "a tunnel's half of IPv6",
      route(`RTM_ADD: Add Route: ${kernel}`, "8000:: fe80::1%utun4 8000:: utun4 fe80::2%utun4"),
      ["routes ipv6"],
    ],
    ["to a network", route(`RTM_ADD: Add Route: ${kernel}`, "198.51.100.0 link#4 255.255.255.0 en0 198.51.100.7"), []],
    [
      "a request that failed",
      route(
        "RTM_ADD: Add Route: len 192, pid: 71, seq 1, errno 17, flags:<UP,GATEWAY,STATIC>",
        "default 192.0.2.1 default en0 192.0.2.7",
      ),
      [],
    ],
    [
      "AirDrop's hosts",
      message(
        "RTM_ADD: Add Route: len 140, pid: 726, seq 155420, errno 0, flags:<HOST,DONE,STATIC>",
        "DST,GATEWAY",
        "fe80::1%awdl0 a4.83.e7.0.0.1",
      ),
      [],
    ],
    [
      "groups",
      message("RTM_NEWMADDR: new multicast group membership on iface: len 68, ", "IFP,IFA", "en0 224.0.0.251"),
      [],
    ],
    ["look-ups", route(`RTM_GET: Report Metrics: ${kernel}`, "default 192.0.2.1 default en0 192.0.2.7"), []],
    [
      "misses",
      message("RTM_MISS: Lookup failed on this address: len 92, pid: 0, seq 0, errno 0, flags:<DONE>", "DST", "::"),
      [],
    ],
    ["messages that were lost", "RTM_DESYNC: route socket overflow: len 104, ", ["eventsLost ipv4 ipv6"]],
  ] satisfies readonly (readonly [string, string, readonly string[]])[]) {
    test(`${name} / ${expected.join(", ") || "no change"}`, () => expect(told(text)).toEqual(expected));
  }

  test("an address that is announced again / no change, until it was removed", () => {
    const reader = new RouteMonitorReader();
    const [added, removed] = [
      "RTM_NEWADDR: address being added to iface",
      "RTM_DELADDR: address being removed from iface",
    ].map((type) =>
      message(`${type}: len 148, metric 0, flags:`, "NETMASK,IFP,IFA,BRD", "ffff:: en0 2001:db8::7 default"),
    );
    const texts = [added, added, removed, added].map((text = "") => told(text, reader));
    expect(texts).toEqual([["addresses ipv6 again"], [], ["addresses ipv6"], ["addresses ipv6 again"]]);
  });

  test("a message that broke off lends nothing to the next", () => {
    const broken =
      "RTM_ADD: Add Route: len 192, pid: 0, seq 0, errno 0, flags:<UP,GATEWAY>\nsockaddrs: <DST,GATEWAY>\n";
    expect(told(`${broken}RTM_MISS: Lookup failed on this address: len 92\n default 192.0.2.1\n`)).toEqual([]);
    expect(told(" default 192.0.2.1 default en0\n")).toEqual([]);
  });
});

describe("messages of FreeBSD's netlink socket", () => {
  const at = "20:19:41.333 PID    0";

  for (const [name, text, expected] of [
    ["addresses", `${at} add/repl addr 192.0.2.7/24 iface vtnet0 `, ["addresses ipv4"]],
    ["of IPv6", `${at} add/repl addr 2001:db8::7/64 iface vtnet0 `, ["addresses ipv6 again"]],
    ["with another end", `${at} delete addr 192.0.2.7/32 -> 192.0.2.1 iface tun0 `, ["addresses ipv4"]],
    ["links", `${at} add/repl iface iface#2 vtnet0 admin UP oper DOWN mtu 1500 `, ["links ipv4 ipv6"]],
    [
      "another size of packets",
      [1500, 1400].map((mtu) => `${at} add/repl iface iface#2 vtnet0 admin UP oper UP mtu ${mtu} `).join("\n"),
      ["links ipv4 ipv6"],
    ],
    [
      "the default route",
      `${at} add/repl route 0.0.0.0/0 gw 192.0.2.1 iface vtnet0 mtu 1500 table inet.0`,
      ["routes ipv4"],
    ],
    ["of IPv6", `${at} delete route ::/0 gw fe80::1%vtnet0 iface vtnet0 mtu 1500 table inet6.0`, ["routes ipv6"]],
    [
      "without a destination",
      `${at} delete route <NULL> gw fe80::1%vtnet0 iface vtnet0 mtu 1500 table inet6.0`,
      ["routes ipv6"],
    ],
    [
      "over several gateways",
      `${at} add/repl route ::/0 gw fe80::1%a iface a mtu 1500 table inet6.0\n     gw fe80::2%b iface b mtu 1500 `,
      ["routes ipv6"],
    ],
    ["that leads nowhere", `${at} add/repl route 0.0.0.0/0 blackhole`, ["routes ipv4"]],
    ["of another table", `${at} add/repl route 0.0.0.0/0 gw 192.0.2.1 iface vtnet0 mtu 1500 table inet.1`, []],
    ["to a network", `${at} add/repl route 198.51.100.0/24 iface vtnet0 mtu 1500 table inet.0`, []],
    ["neighbours", `${at} add/repl neigh 192.0.2.1 state REACHABLE lladdr 58:9c:fc:0:0:1 iface vtnet0 `, []],
    ["what the program does not know", `${at} delete unknown message  type 30`, []],
  ] satisfies readonly (readonly [string, string, readonly string[]])[]) {
    test(`${name} / ${expected.join(", ") || "no change"}`, () => expect(told(text)).toEqual(expected));
  }
});

test("no text whatsoever makes the reader throw", () => {
  const word = fc.constantFrom(
    ..."RTM_ADD: RTM_NEWADDR: RTM_IFINFO: sockaddrs: <DST> <DST,GATEWAY> default :: flags:<UP> if# 20:19:41.333 PID 0".split(
      " ",
    ),
    ..."add/repl delete addr route iface <NULL> table inet.0 iface#2 ::/0".split(" "),
    "",
  );
  const line = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const reader = new RouteMonitorReader();
      for (const one of lines) expect(reader.read(one)?.families.length).not.toBe(0);
    }),
  );
});

test.each([
  ["darwin", "route -n monitor"],
  ["freebsd", "stdbuf -oL route -n monitor"],
] as const)("on %s the program is %s", async (platform, expected) => {
  let started = "";
  const lines: LineProcess = {
    start: (argv) => {
      started = argv.join(" ");
      return { stop: async () => undefined };
    },
  };
  await routeMonitor(platform, { lines, clock: new FakeClock() })
    .start(() => undefined)
    .stop();
  expect(started).toBe(expected);
});
