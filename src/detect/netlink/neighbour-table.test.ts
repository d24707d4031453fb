import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { dumpEnd, lanHostLinks } from "../../../test/support/netlink-captures.ts";
import { formatMac } from "../../core/interface-id.ts";
import type { Netlink } from "../../core/netlink.ts";
import { equalOctets, fromHex } from "../../core/octets.ts";
import { failure, ok } from "../../core/result.ts";
import { linkDumpRequest } from "./link-message.ts";
import { netlinkNeighbourTable } from "./neighbour-table.ts";

/**
 * What a Linux 6.18 kernel sent on 2026-11-20 for interface 2: a permanent IPv4 neighbour, one that has failed, and a stale
 * IPv6 one; then the end mark.
 */
const neighbours =
  "4c0000001c00020001000000317f000002000000020000008000000108000100c0a803090a00020000112233445500000800040000000000" +
  "1400030003000000030000000300000000000000400000001c00020001000000317f000002000000020000002000000108000100c0a8030a" +
  "08000400000000001400030072170000020000000200000000000000580000001c00020001000000317f00000a0000000300000040000005" +
  "14000100ff0200000000000000000000000000160a0002003333000000160000080004000000000014000300731700000300000003000000" +
  "00000000580000001c00020001000000317f00000a000000020000004000000514000100ff0200000000000000000000000000160a000200" +
  "333300000016000008000400000000001400030073170000030000000300000000000000580000001c00020001000000317f00000a000000" +
  "0200000004000001140001003ffe0b000000000000000000000000520a000200001122334455000008000400000000001400030073170000" +
  "030000000300000000000000140000000300020001000000317f000000000000";

function kernel(answer: Uint8Array | undefined): Netlink {
  return {
    dump: (request) => {
      if (equalOctets(request, linkDumpRequest)) return ok([lanHostLinks, dumpEnd]);
      return answer === undefined ? failure({ code: "netlink-failed", detail: "no memory" }) : ok([answer, dumpEnd]);
    },
    subscribe: async () => failure({ code: "netlink-unavailable", detail: "no events here" }),
  };
}

const octets = fromHex(neighbours) ?? new Uint8Array();

describe("the kernel's neighbour table", () => {
  test("lists those that have answered", async () => {
    const table = expectOk(await netlinkNeighbourTable(kernel(octets)).read());
    expect(table.map(({ interfaceName, address, mac }) => `${interfaceName} ${address} ${formatMac(mac)}`)).toEqual([
      "eth0 192.168.3.9 00:11:22:33:44:55",
      "eth0 3ffe:b00::52 00:11:22:33:44:55",
    ]);
  });

  for (const [name, answer] of [
    ["a kernel that cannot be asked", undefined],
    ["a message cut short", octets.subarray(0, 70)],
    [
      "a message too short for its header",
      fromHex("14000000 1c00 0200 01000000 00000000 02000000".replaceAll(" ", "")),
    ],
  ] as const) {
    test(`${name} makes it unreadable`, async () => {
      expect(await netlinkNeighbourTable(kernel(answer)).read()).toMatchObject({
        ok: false,
        code: "neighbour-table-unreadable",
      });
    });
  }
});
