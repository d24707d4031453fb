import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { expectOk } from "../../test/support/expect-ok.ts";
import { fromHex } from "../core/octets.ts";
import { openNetlink } from "./netlink-socket.ts";

/** Against the kernel these tests run on; what it says depends on the machine, so only its form is compared. */

/** `RTM_GETADDR` for all families, from strace of `ip addr`. */
const addressDump = fromHex("18000000160001030100000000000000" + "0000000000000000") ?? new Uint8Array();

const endsWithDone = (datagram: Uint8Array): boolean => datagram[4] === 3 || datagram[4] === 2;

/** Descriptors of this process that lead to netlink sockets, whatever else the tests around have open. */
function openSockets(): number {
  const [, ...lines] = readFileSync("/proc/net/netlink", "latin1").trim().split("\n");
  const inodes = new Set(lines.map((line) => `socket:[${line.trim().split(/\s+/).at(-1)}]`));
  return readdirSync("/proc/self/fd").filter((descriptor) => {
    try {
      return inodes.has(readlinkSync(`/proc/self/fd/${descriptor}`));
    } catch {
      // The one that lists the folder is gone by now.
      return false;
    }
  }).length;
}

describe.skipIf(process.platform !== "linux")("the kernel's netlink socket", () => {
  test("a dump ends with the end mark and names 127.0.0.1 before", () => {
    const datagrams = expectOk(expectOk(openNetlink()).dump(addressDump, endsWithDone));
    expect(datagrams.at(-1)?.[4]).toBe(3);
    expect(Buffer.concat(datagrams).includes(Uint8Array.of(127, 0, 0, 1))).toBe(true);
  });

  test("datagrams stay what they were when more dumps follow", () => {
    const netlink = expectOk(openNetlink());
    const kept = expectOk(netlink.dump(addressDump, endsWithDone));
    const copies = kept.map((datagram) => datagram.slice());
    for (let round = 0; round < 200; round += 1) expectOk(netlink.dump(addressDump, endsWithDone));
    Bun.gc(true);
    expect(kept).toEqual(copies);
  });

  test("no descriptor is left open", async () => {
    const netlink = expectOk(openNetlink());
    for (let round = 0; round < 20; round += 1) expectOk(netlink.dump(addressDump, endsWithDone));
    expect(openSockets()).toBe(0);
    const subscription = expectOk(await netlink.subscribe(0x1, { received: () => undefined, ended: () => undefined }));
    expect(openSockets()).toBeGreaterThan(0);
    await subscription.stop();
    await subscription.stop();
    // The runtime closes what it reads from on another thread.
    for (let turn = 0; turn < 10_000 && openSockets() > 0; turn += 1) await new Promise(setImmediate);
    expect(openSockets()).toBe(0);
  });

  test("a request the kernel does not know is answered with its error", () => {
    const unknown = fromHex("1400000000f001030100000000000000" + "00000000") ?? new Uint8Array();
    const datagrams = expectOk(expectOk(openNetlink()).dump(unknown, endsWithDone));
    expect(datagrams.map((datagram) => datagram[4])).toEqual([2]);
  });

  test("stopping a subscription is not reported as its end", async () => {
    const ends: unknown[] = [];
    const subscription = expectOk(
      await expectOk(openNetlink()).subscribe(0x551, { received: () => undefined, ended: (why) => ends.push(why) }),
    );
    await subscription.stop();
    expect(ends).toEqual([]);
  });
});

test("without the right to call C there is no netlink, and the reason is named", () => {
  const script =
    'const { openNetlink } = await import("./netlink-socket.ts"); console.log(JSON.stringify(openNetlink()));';
  const child = Bun.spawnSync([process.execPath, "-e", script], {
    cwd: import.meta.dir,
    env: { ...process.env, BUN_JSC_useJIT: "0" },
  });
  expect(JSON.parse(child.stdout.toString())).toMatchObject({ ok: false, code: "netlink-unavailable" });
});
