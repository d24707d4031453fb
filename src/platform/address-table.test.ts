import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { Duration } from "../core/duration.ts";
import type { InterfaceAddress } from "../core/interface-address.ts";
import type { CommandRunner } from "../core/process.ts";
import { failure, ok } from "../core/result.ts";
import { ipAddressTable, osAddressTable, parseIpAddresses, portableAddressTable } from "./address-table.ts";

/** Printed by iproute2 6.1 on 2026-11-20 in the same situations as the netlink captures. */
const recorded = (name: string): Promise<string> => Bun.file(`${import.meta.dir}/fixtures/ip-addr-${name}.json`).text();

const shown = (entry: InterfaceAddress): string => {
  const flags = (["isTentative", "isDuplicate", "isDeprecated", "isTemporary"] as const).filter((flag) => entry[flag]);
  const text = (lifetime: InterfaceAddress["preferredLifetime"]): string =>
    lifetime === undefined || lifetime === "forever" ? String(lifetime) : Duration.format(lifetime);
  const lifetimes = `${text(entry.preferredLifetime)}/${text(entry.validLifetime)}`;
  return [`${entry.interfaceName} ${entry.address}/${entry.prefixLength}`, entry.origin, lifetimes, ...flags].join(" ");
};

describe("ip -json addr", () => {
  test("every way an address can come", async () => {
    const table = expectOk(parseIpAddresses(await recorded("assorted")));
    expect(table.filter(({ interfaceName }) => interfaceName === "v0").map(shown)).toEqual([
      "v0 198.51.100.7/24 dhcp 1799s/3599s",
      "v0 203.0.113.1/32  forever/forever",
      "v0 2001:db8:1:0:211:22ff:fe33:4455/64 slaac 3599s/7199s",
      "v0 2001:db8:1::3/128 dhcp 3599s/7199s",
      "v0 2001:db8:1::2/64  0s/7199s isDeprecated",
      "v0 2001:db8:1::1/64 static forever/forever",
      expect.stringMatching(/^v0 fe80::.* {2}forever\/forever isTentative$/),
    ]);
    expect(table.filter(({ isLoopback }) => isLoopback).map(({ address }) => String(address))).toEqual([
      "127.0.0.1",
      "::1",
    ]);
    expect(table.every(({ isUp }) => isUp === true)).toBe(true);
  });

  test("privacy extensions", async () => {
    expect(expectOk(parseIpAddresses(await recorded("lan-host"))).map(shown)).toEqual([
      "eth0 192.168.50.11/24  forever/forever",
      "eth0 2001:db8:200:101:9e16:1d65:b5c4:e7c7/64 slaac 1796s/3596s isTemporary",
      "eth0 2001:db8:200:101:e405:69a1:94fd:8b90/64 slaac 1796s/3596s",
      "eth0 fe80::1044:fd1f:e880:25f5/64  forever/forever",
    ]);
  });

  test("an address that somebody else has", async () => {
    const [first] = expectOk(parseIpAddresses(await recorded("duplicate")));
    expect(first === undefined ? undefined : shown(first)).toBe(
      "v1 2001:db8:1::1/64 static forever/forever isTentative isDuplicate",
    );
  });

  for (const text of ["", "inet 127.0.0.1/8 scope host lo", "{}", "null"]) {
    test(`${JSON.stringify(text)} is no table`, () => {
      expect(parseIpAddresses(text)).toMatchObject({ ok: false, code: "address-table-unreadable" });
    });
  }

  for (const text of ["[]", "[null]", "[{}]", '[{"ifname":"a","addr_info":[null,{},{"local":7,"prefixlen":1}]}]']) {
    test(`${text} is an empty table`, () => expect(expectOk(parseIpAddresses(text))).toEqual([]));
  }

  test("a cable that is unplugged", () => {
    const link = { ifname: "eth0", flags: ["NO-CARRIER", "UP"], addr_info: [{ local: "192.0.2.1", prefixlen: 24 }] };
    expect(expectOk(parseIpAddresses(JSON.stringify([link])))[0]?.isUp).toBe(false);
  });

  for (const [name, result] of [
    ["missing", failure({ code: "command-not-found", detail: "no ip" })],
    ["refusing", ok({ status: 255, stdout: new Uint8Array(), stderr: new Uint8Array() })],
  ] as const) {
    test(`a program that is ${name} makes the table unreadable`, async () => {
      const commands: CommandRunner = { run: () => Promise.resolve(result) };
      expect(await ipAddressTable({ commands }).read()).toMatchObject({ ok: false, code: "address-table-unreadable" });
    });
  }
});

test("the portable table has the loopback address and claims no more than it knows", async () => {
  const table = expectOk(await osAddressTable.read());
  const loopback = table.find(({ address }) => String(address) === "127.0.0.1");
  expect(loopback).toMatchObject({ prefixLength: 8, isLoopback: true, isUp: true });
  expect(loopback?.isTemporary).toBeUndefined();
});

for (const [platform, program] of [
  ["linux", "ip"],
  ["darwin", "ifconfig"],
  ["freebsd", "ifconfig"],
  ["win32", "powershell.exe"],
  ["openbsd", undefined],
] as const) {
  test(`on ${platform} the table asks ${program ?? "nobody"}, and does without where that fails`, async () => {
    const asked: string[] = [];
    const commands: CommandRunner = {
      run: async ([path]) => {
        asked.push(path.replace(/^.*\\/, ""));
        return failure({ code: "command-not-found", detail: "" });
      },
    };
    const table = expectOk(await portableAddressTable({ commands, clock: new FakeClock() }, platform).read());
    expect(asked).toEqual(program === undefined ? [] : [program]);
    expect(table.some(({ isLoopback }) => isLoopback)).toBe(true);
  });
}

test("on FreeBSD lifetimes are known", async () => {
  const stdout = await Bun.file(`${import.meta.dir}/fixtures/ifconfig-freebsd.txt`).bytes();
  const commands: CommandRunner = { run: async () => ok({ status: 0, stdout, stderr: new Uint8Array() }) };
  const table = expectOk(await portableAddressTable({ commands, clock: new FakeClock() }, "freebsd").read());
  expect(table.map(shown)).toContain("ix0 2001:db8:8500:5e77::99/64 slaac 0s/5m isDeprecated");
});
