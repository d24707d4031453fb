import { Duration } from "../../src/core/duration.ts";
import { netlinkAddressTable } from "../../src/detect/netlink/address-table.ts";
import { ipMonitor } from "../../src/detect/monitor/ip-monitor.ts";
import { netlinkMonitor } from "../../src/detect/monitor/linux.ts";
import type { Hint, Monitor } from "../../src/detect/monitor/monitor.ts";
import { interfaceSource } from "../../src/detect/sources/interface.ts";
import { decide, defaultRules } from "../../src/detect/verdict.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { lineProcess } from "../../src/platform/line-process.ts";
import { openNetlink } from "../../src/platform/netlink-socket.ts";
import { expectOk } from "../support/expect-ok.ts";

/**
 * Played by `netlink.test.ts` inside a fresh network namespace: changes addresses with `ip` and prints, as one line of
 * JSON per step, what the monitor and the interface source say to it.
 */

const netlink = expectOk(openNetlink());
const clock = systemClock;
const addressTable = netlinkAddressTable(netlink);
const monitors: Readonly<Record<string, Monitor>> = {
  netlink: netlinkMonitor({ netlink, clock }),
  ip: ipMonitor({ lines: lineProcess, clock }),
};

/** Longest wait for a hint; the kernel is done after some milliseconds. */
const patience = Duration.seconds(5);

const steps: readonly (readonly [name: string, ...command: string[]])[] = [
  ["link up", "link", "set", "lo", "up"],
  ["IPv4 added", "addr", "add", "44.128.10.7/24", "dev", "lo"],
  ["default route", "route", "add", "default", "via", "44.128.10.1"],
  ["IPv4 replaced", "addr", "add", "44.128.10.8/32", "dev", "lo"],
  ["IPv4 deleted", "addr", "del", "44.128.10.7/24", "dev", "lo"],
  ["IPv6 added", "addr", "add", "3ffe:b00::7/64", "dev", "lo", "valid_lft", "3600", "preferred_lft", "1800"],
  ["IPv6 deprecated", "addr", "change", "3ffe:b00::7/64", "dev", "lo", "valid_lft", "3600", "preferred_lft", "0"],
  ["IPv6 deleted", "addr", "del", "3ffe:b00::7/64", "dev", "lo"],
  ["flood"],
  ["after the flood", "addr", "add", "44.128.10.6/32", "dev", "lo"],
];

async function addresses(family: "ipv4" | "ipv6"): Promise<string> {
  const report = await interfaceSource(family, undefined, { addressTable, clock }).observe();
  const verdict = decide(family, [report], defaultRules, clock.now());
  return verdict.kind === "known"
    ? verdict.addresses.join()
    : verdict.kind === "unknown"
      ? verdict.reason
      : verdict.kind;
}

/** More events than a socket's buffer holds, while nobody reads it. */
function flood(): void {
  const lines = Array.from({ length: 3_000 }, (_, index) => `addr add 127.1.${index >> 8}.${index & 255}/32 dev lo`);
  Bun.spawnSync(["ip", "-batch", "-"], { stdin: Buffer.from(`${lines.join("\n")}\n`), stderr: "inherit" });
}

const monitor = monitors[process.argv[2] ?? ""];
if (monitor === undefined) throw new Error(`the first argument names a monitor: ${Object.keys(monitors).join(", ")}`);

let heard: ((hint: Hint | undefined) => void) | undefined;
const running = monitor.start((hint) => heard?.(hint));
// The first hint cannot be waited for: nothing tells when a monitor has begun to listen.
await new Promise((resolve) => setTimeout(resolve, 300));

for (const [name, ...command] of steps) {
  const started = clock.monotonic();
  const hint = await new Promise<Hint | undefined>((resolve) => {
    const timer = clock.after(patience, () => resolve(undefined));
    heard = (first) => {
      timer.cancel();
      resolve(first);
    };
    if (command.length === 0) flood();
    else Bun.spawn(["ip", ...command], { stderr: "inherit" });
  });
  heard = undefined;
  const tookMs = clock.monotonic() - started;
  const facts = Object.entries(hint ?? {}).flatMap(([key, value]) => (value === true ? [key] : []));
  const line = {
    name,
    facts,
    families: hint?.families ?? [],
    tookMs,
    ipv4: await addresses("ipv4"),
    ipv6: await addresses("ipv6"),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  // A broken subscription is renewed within 100 ms; a hint for the next step must not be that one's.
  if (command.length === 0) await new Promise((resolve) => setTimeout(resolve, 500));
}
await running.stop();
