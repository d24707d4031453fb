import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { Duration } from "../core/duration.ts";
import type { InterfaceAddress } from "../core/interface-address.ts";
import { parseIfconfig } from "./ifconfig-output.ts";

/** In the form of published recordings of macOS 14 and FreeBSD 14, addresses replaced. */
const recorded = (name: string): Promise<string> => Bun.file(`${import.meta.dir}/fixtures/ifconfig-${name}.txt`).text();

const shown = (entry: InterfaceAddress): string => {
  const flags = (["isTentative", "isDuplicate", "isDeprecated", "isTemporary", "isLoopback"] as const).filter(
    (flag) => entry[flag],
  );
  const text = (lifetime: InterfaceAddress["preferredLifetime"]): string =>
    lifetime === undefined || lifetime === "forever" ? String(lifetime) : Duration.format(lifetime);
  const lifetimes = `${text(entry.preferredLifetime)}/${text(entry.validLifetime)}`;
  const kind = entry.linkKind === undefined ? [] : [entry.linkKind];
  const name = `${entry.interfaceName}#${entry.interfaceIndex}${entry.isUp === true ? "" : " down"}`;
  return [name, `${entry.address}/${entry.prefixLength}`, entry.origin ?? "-", lifetimes, ...kind, ...flags].join(" ");
};

describe("ifconfig -a -L", () => {
  test("of macOS", async () => {
    expect(expectOk(parseIfconfig(await recorded("macos"))).map(shown)).toEqual([
      "lo0#1 127.0.0.1/8 - forever/forever isLoopback",
      "lo0#1 ::1/128 - forever/forever isLoopback",
      "lo0#1 fe80::1/64 - forever/forever isLoopback",
      "en0#11 fe80::10d9:bcb0:601f:16fa/64 - forever/forever",
      "en0#11 2001:db8:15a4:8001:424:837a:870:6095/64 slaac 604788s/2591988s",
      "en0#11 2001:db8:15a4:8001:edf7:1b86:b5fc:9085/64 slaac 0s/518388s isDeprecated isTemporary",
      "en0#11 2001:db8:15a4:8001::4711/64 dhcp 1h/2h",
      "en0#11 fd12:3456:789a:1:c3b:2f64:7c5e:11a2/64 slaac 30m/30m isTentative",
      "en0#11 192.168.0.106/24 - forever/forever",
      "en3#undefined down 169.254.113.29/16 - forever/forever",
      "utun2#13 10.85.40.243/32 - forever/forever tun",
      "utun2#13 fe80::3af9:d3ff:fe69:1732/64 - forever/forever tun",
      "utun2#13 fdae:f7e0:9f37:64::146/128 static forever/forever tun",
    ]);
  });

  test("of FreeBSD", async () => {
    expect(expectOk(parseIfconfig(await recorded("freebsd"))).map(shown)).toEqual([
      "ix0#1 198.51.100.248/24 - forever/forever",
      "ix0#1 198.51.100.1/24 - forever/forever",
      "ix0#1 fe80::92e2:baff:fe00:1/64 - forever/forever",
      "ix0#1 2001:db8:8500:5e78::1/64 dhcp 1h/2h",
      "ix0#1 2001:db8:8500:5e78:92e2:baff:fe00:1/64 slaac 86114s/86114s",
      "ix0#1 2001:db8:8500:5e77::99/64 slaac 0s/5m isDeprecated",
      "ix0#1 2001:db8:8500:5e78::5/64 static forever/forever isDuplicate",
      "igb0#undefined down 192.0.2.1/24 - forever/forever",
      "wg0#undefined 10.74.109.115/32 - forever/forever wireguard",
      "lo0#2 127.0.0.1/8 - forever/forever isLoopback",
      "lo0#2 ::1/128 - forever/forever isLoopback",
      "lo0#2 fe80::1/64 - forever/forever isLoopback",
    ]);
  });

  for (const [name, line, expected] of [
    ["a mask as an address", "inet 192.0.2.7 netmask 255.255.255.128", "192.0.2.7/25"],
    ["a length in its place", "inet 192.0.2.7/26 broadcast 192.0.2.63", "192.0.2.7/26"],
    ["a length behind IPv6", "inet6 2001:db8::7/60 autoconf", "2001:db8::7/60"],
  ] as const) {
    test(name, () => {
      const [entry] = expectOk(parseIfconfig(`em0: flags=8843<UP> mtu 1500\n\t${line}\n`));
      expect(`${entry?.address}/${entry?.prefixLength}`).toBe(expected);
    });
  }

  for (const line of [
    "inet 192.0.2.7",
    "inet 192.0.2.7 netmask 0xff00ff00",
    "inet 192.0.2.7 netmask 0xffff",
    "inet 192.0.2.7/33",
    "inet6 2001:db8::7 prefixlen 129",
    "inet6 2001:db8::7 prefixlen",
    "inet6 nonsense prefixlen 64",
    "inet",
    "",
  ]) {
    test(`no address: ${JSON.stringify(line)}`, () => {
      expect(expectOk(parseIfconfig(`em0: flags=8843<UP> mtu 1500\n\t${line}\n`))).toEqual([]);
    });
  }

  test("a lifetime that cannot be read is unknown", () => {
    const [entry] = expectOk(
      parseIfconfig("em0: flags=8843<UP> mtu 1500\n\tinet6 2001:db8::7 prefixlen 64 autoconf pltime 2d vltime 1\n"),
    );
    expect(entry).toMatchObject({ preferredLifetime: undefined, validLifetime: Duration.seconds(1) });
  });

  for (const text of ["", "usage: ifconfig -a", "\tinet 192.0.2.7 netmask 0xffffff00\n"]) {
    test(`${JSON.stringify(text)} is no table`, () => {
      expect(parseIfconfig(text)).toMatchObject({ ok: false, code: "address-table-unreadable" });
    });
  }
});
