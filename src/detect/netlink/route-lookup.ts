import { Address } from "../../core/address.ts";
import type { Family } from "../../core/family.ts";
import type { Netlink } from "../../core/netlink.ts";
import { decodeAttributes, uint32Of } from "./attributes.ts";
import { decodeMessages, encodeRequest } from "./message.ts";
import { decodeRouteMessage, newRoute } from "./route-message.ts";

/**
 * Asks the kernel which way it would send a packet to the Internet, as `ip route get` does. Nothing is sent. Unlike the
 * main table's default route this follows every rule, and VPNs mostly come in as rules.
 */

const getRoute = 26;

/** `struct rtmsg` in octets. */
const headerOctets = 12;

const attribute = { destination: 1, outputLink: 4 } as const;

/** `AF_INET` and `AF_INET6`, and an address far away in each: k.root-servers.net (root-servers.org). */
const questions: Readonly<Record<Family, { readonly code: number; readonly destination: string }>> = {
  ipv4: { code: 2, destination: "193.0.14.129" },
  ipv6: { code: 10, destination: "2001:7fd::1" },
};

/** The index of the interface that packets leave by; undefined where the kernel knows no way. */
export function egressInterface(netlink: Netlink, family: Family): number | undefined {
  const answer = netlink.dump(egressRequest(family), () => true);
  for (const datagram of answer.ok ? answer.value : []) {
    const messages = decodeMessages(datagram);
    for (const message of messages.ok ? messages.value : []) {
      if (message.type !== newRoute || !decodeRouteMessage(message).ok) continue;
      const attributes = decodeAttributes(message.body, headerOctets);
      if (attributes.ok) return uint32Of(attributes.value, attribute.outputLink);
    }
  }
  return undefined;
}

function egressRequest(family: Family): Uint8Array {
  const { code, destination } = questions[family];
  const parsed = Address.parse(destination);
  const octets = parsed.ok ? parsed.value.octets : new Uint8Array();
  const body = new Uint8Array(headerOctets + 4 + octets.length);
  body[0] = code;
  body[1] = 8 * octets.length;
  const view = new DataView(body.buffer);
  view.setUint16(headerOctets, 4 + octets.length, true);
  view.setUint16(headerOctets + 2, attribute.destination, true);
  body.set(octets, headerOctets + 4);
  return encodeRequest(getRoute, body);
}
