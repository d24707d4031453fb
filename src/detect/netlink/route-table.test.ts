import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { dumpEnd } from "../../../test/support/netlink-captures.ts";
import { routedLinks, routes } from "../../../test/support/route-captures.ts";
import type { DefaultRoute } from "../../core/default-route.ts";
import type { Netlink } from "../../core/netlink.ts";
import { concatOctets, equalOctets } from "../../core/octets.ts";
import { failure, ok } from "../../core/result.ts";
import { linkDumpRequest } from "./link-message.ts";
import { decodeMessages } from "./message.ts";
import { netlinkRouteTable } from "./route-table.ts";

function kernel(links: readonly Uint8Array[], table: readonly Uint8Array[]): Netlink {
  return {
    dump: (request) => ok(equalOctets(request, linkDumpRequest) ? links : table),
    subscribe: () => Promise.resolve(failure({ code: "netlink-unavailable", detail: "no events here" })),
  };
}

const shown = (route: DefaultRoute): string =>
  `${route.family} via ${route.gateway} dev ${route.interfaceName}#${route.interfaceIndex} metric ${route.metric} src ${route.localAddress}`;

describe("the kernel's default routes", () => {
  test("of the main table, through links that are up, by metric", async () => {
    const table = netlinkRouteTable(kernel([routedLinks, dumpEnd], [routes, dumpEnd]));
    expect(expectOk(await table.defaultRoutes()).map(shown)).toEqual([
      "ipv4 via 192.168.50.2 dev v0#3 metric 50 src undefined",
      "ipv4 via 192.168.50.3 dev v0#3 metric 50 src undefined",
      "ipv4 via 192.168.50.1 dev v0#3 metric 100 src 192.168.50.10",
      "ipv4 via undefined dev v1#2 metric 500 src undefined",
      "ipv4 via fe80::5 dev v0#3 metric 700 src undefined",
      "ipv6 via fe80::1 dev v0#3 metric 1024 src undefined",
      "ipv6 via 2001:db8::1 dev v0#3 metric 1024 src undefined",
      "ipv6 via 2001:db8::2 dev v0#3 metric 2048 src undefined",
    ]);
  });

  test("a host without a way out has none", async () => {
    expect(expectOk(await netlinkRouteTable(kernel([routedLinks, dumpEnd], [dumpEnd])).defaultRoutes())).toEqual([]);
  });

  test("routes of a link that vanished between the dumps are left out", async () => {
    expect(expectOk(await netlinkRouteTable(kernel([dumpEnd], [routes, dumpEnd])).defaultRoutes())).toEqual([]);
  });

  test("no octets in the place of a message's body make it throw", async () => {
    const messages = expectOk(decodeMessages(routes));
    const isDefault = (body: Uint8Array): boolean => body[1] === 0;
    const bodies = messages.map(({ body }) => body).filter(isDefault);
    const damaged = fc
      .tuple(fc.constantFrom(...bodies), fc.array(fc.tuple(fc.nat(200), fc.nat(255))), fc.nat(200))
      .map(([body, changes, length]) => {
        const copy = body.slice(0, Math.max(4, length));
        for (const [at, octet] of changes) if (at < copy.length) copy[at] = octet;
        return copy;
      });
    await fc.assert(
      fc.asyncProperty(damaged, async (body) => {
        const header = new Uint8Array(16);
        new DataView(header.buffer).setUint32(0, 16 + body.length, true);
        new DataView(header.buffer).setUint16(4, 24, true);
        const padding = new Uint8Array(-body.length & 3);
        const table = netlinkRouteTable(
          kernel([routedLinks, dumpEnd], [concatOctets([header, body, padding]), dumpEnd]),
        );
        const read = await table.defaultRoutes();
        expect(read.ok || read.code === "route-table-unreadable").toBe(true);
      }),
    );
  });

  test("a kernel that cannot be asked makes the table unreadable", async () => {
    const mute: Netlink = {
      ...kernel([], []),
      dump: () => failure({ code: "netlink-failed", detail: "socket failed with error 97" }),
    };
    expect(await netlinkRouteTable(mute).defaultRoutes()).toEqual({
      ok: false,
      code: "route-table-unreadable",
      detail: "socket failed with error 97",
    });
  });
});
