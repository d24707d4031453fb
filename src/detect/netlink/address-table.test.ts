import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import {
  assortedAddresses,
  assortedLinks,
  dumpEnd,
  lanHostAddresses,
  lanHostLinks,
} from "../../../test/support/netlink-captures.ts";
import { Duration } from "../../core/duration.ts";
import type { InterfaceAddress } from "../../core/interface-address.ts";
import type { Netlink } from "../../core/netlink.ts";
import { concatOctets, equalOctets, fromHex } from "../../core/octets.ts";
import { failure, ok } from "../../core/result.ts";
import { netlinkAddressTable } from "./address-table.ts";
import { linkDumpRequest } from "./link-message.ts";

/** `RTM_GETROUTE` */
const routeRequest = 26;

/** `ENETUNREACH`, 101, as a Linux 6.18 kernel without a default route answers. */
const networkUnreachable = hex("24000000 0200 0000 01000000 00000000 9bffffff 00000000 00000000 00000000 00000000");

function hex(text: string): Uint8Array {
  return fromHex(text.replaceAll(" ", "")) ?? new Uint8Array();
}

/** A kernel that answers each dump with the next of the prepared answers, the last one for ever. */
function kernel(
  links: readonly Uint8Array[][],
  addresses: readonly Uint8Array[][],
  way: Uint8Array = networkUnreachable,
): Netlink {
  const taken = { links: 0, addresses: 0 };
  return {
    dump: (request) => {
      // A kernel without a way out answers questions about it with an error.
      if (request[4] === routeRequest) return ok([way]);
      const table = equalOctets(request, linkDumpRequest) ? "links" : "addresses";
      const answers = table === "links" ? links : addresses;
      const datagrams = answers[Math.min(taken[table], answers.length - 1)] ?? [];
      taken[table] += 1;
      return ok(datagrams);
    },
    subscribe: () => Promise.resolve(failure({ code: "netlink-unavailable", detail: "no events here" })),
  };
}

const shown = (entry: InterfaceAddress): string => {
  const flags = (["isTentative", "isDuplicate", "isDeprecated", "isTemporary"] as const).filter((flag) => entry[flag]);
  const text = (lifetime: InterfaceAddress["preferredLifetime"]): string =>
    lifetime === undefined || lifetime === "forever" ? String(lifetime) : Duration.format(lifetime);
  const lifetimes = `${text(entry.preferredLifetime)}/${text(entry.validLifetime)}`;
  return [`${entry.interfaceName} ${entry.address}/${entry.prefixLength}`, entry.origin, lifetimes, ...flags].join(" ");
};

describe("the kernel's address table", () => {
  test("a LAN host with privacy extensions", async () => {
    const table = expectOk(
      await netlinkAddressTable(kernel([[lanHostLinks, dumpEnd]], [[lanHostAddresses, dumpEnd]])).read(),
    );
    expect(table.map(shown)).toEqual([
      "lo 127.0.0.1/8  forever/forever",
      "eth0 192.168.50.11/24  forever/forever",
      "lo ::1/128 kernel forever/forever",
      "eth0 2001:db8:200:101:f330:7c9b:3162:1170/64 slaac 1798s/3598s isTemporary",
      "eth0 2001:db8:200:101:e405:69a1:94fd:8b90/64 slaac 1798s/3598s",
      "eth0 fe80::1044:fd1f:e880:25f5/64 kernel forever/forever",
    ]);
    expect(table.map((entry) => [entry.interfaceIndex, entry.isLoopback, entry.isUp])).toEqual([
      [1, true, true],
      [2, false, true],
      [1, true, true],
      [2, false, true],
      [2, false, true],
      [2, false, true],
    ]);
  });

  test("every way an address can come", async () => {
    const table = expectOk(
      await netlinkAddressTable(kernel([[assortedLinks, dumpEnd]], [[assortedAddresses, dumpEnd]])).read(),
    );
    expect(
      table
        .filter((entry) => entry.interfaceName === "v0")
        .map(shown)
        .slice(0, 6),
    ).toEqual([
      "v0 198.51.100.7/24 dhcp 1799s/3599s",
      "v0 203.0.113.1/32  forever/forever",
      "v0 2001:db8:1:0:211:22ff:fe33:4455/64 slaac 3599s/7199s",
      "v0 2001:db8:1::3/128 dhcp 3599s/7199s",
      "v0 2001:db8:1::2/64  0s/7199s isDeprecated",
      "v0 2001:db8:1::1/64 static forever/forever",
    ]);
  });

  test("an interface that vanished between the dumps takes its addresses along", async () => {
    const table = expectOk(await netlinkAddressTable(kernel([[dumpEnd]], [[lanHostAddresses, dumpEnd]])).read());
    expect(table).toEqual([]);
  });

  test("a dump that the kernel marks as interrupted is repeated", async () => {
    const interrupted = concatOctets([dumpEnd]);
    interrupted[6] = (interrupted[6] ?? 0) | 0x10;
    const table = netlinkAddressTable(
      kernel([[lanHostLinks, dumpEnd]], [[interrupted], [interrupted], [lanHostAddresses, dumpEnd]]),
    );
    expect(expectOk(await table.read()).length).toBe(6);
    const never = netlinkAddressTable(kernel([[lanHostLinks, dumpEnd]], [[interrupted]]));
    expect(await never.read()).toMatchObject({ ok: false, code: "address-table-unreadable" });
  });

  for (const [name, octets, detail] of [
    [
      "an error instead of entries",
      "24000000 0200 0000 01000000 00000000 97ffffff 00000000 00000000 00000000 00000000",
      "the kernel refused the dump with error 105",
    ],
    [
      "an end mark with an error",
      "14000000 0300 0200 01000000 00000000 9fffffff",
      "the kernel refused the dump with error 97",
    ],
    ["rubbish", "00010203", "malformed netlink message at octet 0"],
    [
      "an entry too short for its header",
      "14000000 1400 0000 01000000 00000000 02180000",
      "malformed address message at octet 0",
    ],
  ] as const) {
    test(`${name} makes the table unreadable`, async () => {
      const answer = fromHex(octets.replaceAll(" ", "")) ?? new Uint8Array();
      expect(await netlinkAddressTable(kernel([[lanHostLinks, dumpEnd]], [[answer]])).read()).toEqual({
        ok: false,
        code: "address-table-unreadable",
        detail,
      });
    });
  }

  test("a kernel that cannot be asked makes the table unreadable", async () => {
    const mute: Netlink = {
      ...kernel([], []),
      dump: () => failure({ code: "netlink-failed", detail: "socket failed with error 97" }),
    };
    expect(await netlinkAddressTable(mute).read()).toEqual({
      ok: false,
      code: "address-table-unreadable",
      detail: "socket failed with error 97",
    });
  });
});
