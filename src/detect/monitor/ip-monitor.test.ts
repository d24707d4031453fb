import { describe, expect, test } from "bun:test";
import { FakeClock, settle } from "../../../test/support/fake-clock.ts";
import { Duration } from "../../core/duration.ts";
import type { LineProcess } from "../../core/process.ts";
import { IpMonitorReader, ipMonitor } from "./ip-monitor.ts";
import type { Hint } from "./monitor.ts";

/** Lines of iproute2 6.1, `ip -o monitor label address link route`, recorded 2026-11-20. */
const lines = {
  added: "[ADDR]3: v0    inet 198.51.100.7/24 scope global v0\\       valid_lft forever preferred_lft forever",
  deleted:
    "[ADDR]Deleted 3: v0    inet 198.51.100.7/24 scope global v0\\       valid_lft forever preferred_lft forever",
  tentative:
    "[ADDR]3: v0    inet6 2001:db8::1/64 scope global tentative \\       valid_lft forever preferred_lft forever",
  ready: "[ADDR]3: v0    inet6 2001:db8::1/64 scope global \\       valid_lft 3598sec preferred_lft 1798sec",
  renewed: "[ADDR]3: v0    inet6 2001:db8::1/64 scope global \\       valid_lft 3600sec preferred_lft 1800sec",
  link: "[LINK]3: v0@v1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default \\    link/ether",
  carrierLost:
    "[LINK]3: v0@v1: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue state LOWERLAYERDOWN group default",
  route: "[ROUTE]198.51.100.0/24 dev v0 proto kernel scope link src 198.51.100.7 ",
  localRoute: "[ROUTE]local 198.51.100.7 dev v0 table local proto kernel scope host src 198.51.100.7 ",
  defaultRoute: "[ROUTE]default via 198.51.100.1 dev v0 ",
  defaultRoute6: "[ROUTE]Deleted default via fe80::1 dev v0 metric 1024 linkdown pref medium",
  half: "[ROUTE]0.0.0.0/1 dev v0 scope link ",
} as const;

describe("lines of ip monitor", () => {
  for (const [name, given, expected] of [
    [
      "address added and deleted",
      ["added", "deleted", "added"],
      ["addresses ipv4", "addresses ipv4", "addresses ipv4"],
    ],
    ["address becomes usable", ["tentative", "ready"], ["addresses ipv6", "addresses ipv6"]],
    ["address renewed", ["ready", "renewed"], ["addresses ipv6", "-"]],
    [
      "link repeated, then without carrier",
      ["link", "link", "carrierLost"],
      ["links ipv4 ipv6", "-", "links ipv4 ipv6"],
    ],
    ["routes that do not matter", ["route", "localRoute"], ["-", "-"]],
    ["default routes", ["defaultRoute", "defaultRoute6", "half"], ["routes ipv4", "routes ipv6", "routes ipv4"]],
  ] satisfies readonly (readonly [string, readonly (keyof typeof lines)[], readonly string[]])[]) {
    test(name, () => {
      const reader = new IpMonitorReader();
      const told = given.map((key) => {
        const change = reader.read(lines[key]);
        if (change === undefined) return "-";
        return [...Object.keys(change.facts).map((fact) => fact.replace("Changed", "")), ...change.families].join(" ");
      });
      expect(told).toEqual(expected);
    });
  }

  test("other output is ignored", () => {
    expect(new IpMonitorReader().read('Object "monitor" is unknown, try "ip help".')).toBeUndefined();
  });
});

describe("the ip monitor", () => {
  test("hears lines, starts the program again when it ends, and stops it", async () => {
    const clock = new FakeClock();
    const started: { at: number; onLine: (line: string) => void; onEnd: (reason: string) => void }[] = [];
    let stopped = 0;
    const lineProcess: LineProcess = {
      start: (argv, onLine, onEnd) => {
        expect(argv[0]).toBe("ip");
        started.push({ at: clock.monotonic(), onLine, onEnd });
        return {
          stop: () => {
            stopped += 1;
            return Promise.resolve();
          },
        };
      },
    };
    const hints: Hint[] = [];
    const running = ipMonitor({ lines: lineProcess, clock }).start((hint) => hints.push(hint));
    started[0]?.onLine(lines.added);
    await clock.advance(Duration.milliseconds(50));
    expect(hints).toMatchObject([{ addressesChanged: true, eventsLost: false, families: ["ipv4"] }]);
    started[0]?.onEnd("exit status 1");
    await clock.advance(Duration.seconds(1));
    expect(hints.at(-1)).toMatchObject({ eventsLost: true, families: ["ipv4", "ipv6"] });
    started[1]?.onEnd("exit status 1");
    await clock.advance(Duration.seconds(4));
    expect(started.map(({ at }) => at)).toEqual([0, 1_050, 5_050]);
    await settle();
    await running.stop();
    expect([stopped, clock.pendingCount]).toEqual([3, 0]);
  });
});
