import { expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import type { Netlink } from "../core/netlink.ts";
import { kernelMonitor } from "./kernel-monitor.ts";

const unused = (): never => {
  throw new Error("a monitor does nothing before it is started");
};
const ports = { lines: { start: unused }, clock: new FakeClock() };
const netlink: Netlink = { dump: unused, subscribe: unused };

for (const [platform, sockets, expected] of [
  ["linux", netlink, "netlink"],
  ["linux", undefined, "ip-monitor"],
  ["darwin", undefined, "route-monitor"],
  ["freebsd", undefined, "route-monitor"],
  ["win32", undefined, "windows"],
  ["openbsd", undefined, undefined],
] as const) {
  test(`${platform}${sockets === undefined ? "" : " with netlink"}: ${expected ?? "polling only"}`, () => {
    expect(kernelMonitor(platform, sockets, ports)?.id).toBe(expected);
  });
}
