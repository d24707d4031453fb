import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
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
import { decodeAddressMessage, deletedAddress, newAddress } from "./address-message.ts";
import { decodeLinkMessage, deletedLink, newLink } from "./link-message.ts";
import { decodeMessages, type NetlinkMessage } from "./message.ts";
import { decodeRouteMessage, newRoute } from "./route-message.ts";

function only(octets: Uint8Array): NetlinkMessage {
  const [message, ...others] = expectOk(decodeMessages(octets));
  if (message === undefined || others.length > 0) throw new Error("one message was captured");
  return message;
}

describe("events as the kernel sent them", () => {
  for (const [name, octets, type, text, flags] of [
    ["added", addressAdded, newAddress, "198.51.100.7", 0x80],
    ["deleted", addressDeleted, deletedAddress, "198.51.100.7", 0x80],
    ["renewed", addressRenewed, newAddress, "2001:db8:200:101:e405:69a1:94fd:8b90", 0x900],
    ["deprecated", addressDeprecated, newAddress, "2001:db8:200:101:e405:69a1:94fd:8b90", 0x920],
  ] as const) {
    test(`address ${name}`, () => {
      const message = only(octets);
      const decoded = expectOk(decodeAddressMessage(message));
      expect([message.type, String(decoded?.address), decoded?.flags]).toEqual([type, text, flags]);
    });
  }

  for (const [name, octets, type, isUp] of [
    ["lost its carrier", carrierLost, newLink, false],
    ["found its carrier", carrierFound, newLink, true],
    ["is gone", linkDeleted, deletedLink, false],
  ] as const) {
    test(`an interface ${name}`, () => {
      const message = only(octets);
      expect(message.type).toBe(type);
      expect(expectOk(decodeLinkMessage(message))).toMatchObject({ name: "v0", isLoopback: false, isUp });
    });
  }

  for (const [name, octets, family, isDefault] of [
    ["IPv4 default route", defaultRouteAdded, "ipv4", true],
    ["IPv6 default route", defaultRoute6Added, "ipv6", true],
    ["route to one network", networkRouteAdded, "ipv4", false],
  ] as const) {
    test(name, () => {
      const message = only(octets);
      expect(message.type).toBe(newRoute);
      expect(expectOk(decodeRouteMessage(message))).toEqual({ family, isDefault });
    });
  }
});
