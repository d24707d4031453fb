import { describe, expect, test } from "bun:test";
import {
  addressAdded,
  addressDeleted,
  addressDeprecated,
  addressRenewed,
  carrierFound,
  carrierLost,
  defaultRoute6Added,
  defaultRouteAdded,
  linkDeleted,
  networkRouteAdded,
} from "../../../test/support/netlink-captures.ts";
import { concatOctets } from "../../core/octets.ts";
import { NetlinkChanges } from "./netlink-changes.ts";

/** What a monitor makes of these datagrams, one after the other: facts and families, or `-`. */
function told(...datagrams: readonly Uint8Array[]): readonly string[] {
  const changes = new NetlinkChanges();
  return datagrams.map((octets) => {
    const change = changes.read(octets);
    return change === undefined ? "-" : [...Object.keys(change.facts), ...change.families].join(" ");
  });
}

describe("changes among the kernel's messages", () => {
  for (const [name, datagrams, expected] of [
    ["an address appears", [addressAdded], ["addressesChanged ipv4"]],
    ["an address vanishes", [addressAdded, addressDeleted], ["addressesChanged ipv4", "addressesChanged ipv4"]],
    ["it comes back", [addressAdded, addressDeleted, addressAdded], Array(3).fill("addressesChanged ipv4")],
    ["a router renews it", [addressRenewed, addressRenewed, addressRenewed], ["addressesChanged ipv6", "-", "-"]],
    [
      "a router withdraws it",
      [addressRenewed, addressDeprecated, addressDeprecated],
      ["addressesChanged ipv6", "addressesChanged ipv6", "-"],
    ],
    ["the carrier goes and comes", [carrierFound, carrierLost, carrierFound], Array(3).fill("linksChanged ipv4 ipv6")],
    ["a driver repeats its link", [carrierFound, carrierFound], ["linksChanged ipv4 ipv6", "-"]],
    ["an interface is removed", [carrierFound, linkDeleted], Array(2).fill("linksChanged ipv4 ipv6")],
    ["a default route", [defaultRouteAdded, defaultRoute6Added], ["routesChanged ipv4", "routesChanged ipv6"]],
    ["a route to one network", [networkRouteAdded], ["-"]],
    [
      "several messages read together",
      [concatOctets([addressAdded, networkRouteAdded, defaultRouteAdded])],
      ["addressesChanged routesChanged ipv4"],
    ],
    ["nothing", [new Uint8Array()], ["-"]],
    ["rubbish may have been a change", [Uint8Array.of(1, 2, 3)], ["eventsLost ipv4 ipv6"]],
  ] satisfies readonly (readonly [string, readonly Uint8Array[], readonly string[]])[]) {
    test(`${name}: ${expected.join(", ")}`, () => expect(told(...datagrams)).toEqual(expected));
  }

  test("after events were lost a renewal counts as a change again", () => {
    const changes = new NetlinkChanges();
    changes.read(addressRenewed);
    changes.forget();
    expect(changes.read(addressRenewed)).toBeDefined();
  });
});
