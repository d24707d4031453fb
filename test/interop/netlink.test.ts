import { describe, expect, test } from "bun:test";

/** Our monitors and the kernel's address table against the kernel itself, in a namespace of our own. */

interface Step {
  readonly name: string;
  readonly facts: readonly string[];
  readonly families: readonly string[];
  readonly tookMs: number;
  readonly ipv4: string;
  readonly ipv6: string;
}

async function play(monitor: string): Promise<readonly Step[]> {
  const child = Bun.spawn(["unshare", "-n", process.execPath, `${import.meta.dir}/netlink-scene.ts`, monitor], {
    env: { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, errors, status] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  expect([status, errors]).toEqual([0, ""]);
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const none = "no-publishable-address";

const expected = [
  ["link up", "linksChanged", none, none],
  ["IPv4 added", "addressesChanged", "44.128.10.7", none],
  ["default route", "routesChanged", "44.128.10.7", none],
  ["IPv4 replaced", "addressesChanged", "44.128.10.7", none],
  ["IPv4 deleted", "addressesChanged", "44.128.10.8", none],
  ["IPv6 added", "addressesChanged", "44.128.10.8", "3ffe:b00::7"],
  ["IPv6 deprecated", "addressesChanged", "44.128.10.8", none],
  ["IPv6 deleted", "addressesChanged", "44.128.10.8", none],
] as const;

/** What `ip monitor` does when its own buffer overflows is not ours to promise. */
const afterwards = [
  ["flood", "eventsLost", "44.128.10.8", none],
  ["after the flood", "addressesChanged", "44.128.10.6", none],
] as const;

describe("a network namespace", () => {
  for (const monitor of ["netlink", "ip"]) {
    test(`every change is heard by the ${monitor} monitor within a second, and the table is right then`, async () => {
      const steps = await play(monitor);
      const rows = monitor === "netlink" ? [...expected, ...afterwards] : expected;
      for (const [index, [name, fact, ipv4, ipv6]] of rows.entries()) {
        expect(steps[index]).toMatchObject({ name, facts: expect.arrayContaining([fact]), ipv4, ipv6 });
        expect(steps[index]?.tookMs).toBeLessThan(1_000);
      }
    }, 60_000);
  }
});
