import type { Family } from "../../core/family.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import type { MalformedNetlink, NetlinkMessage } from "./message.ts";

/** Route messages of rtnetlink (`linux/rtnetlink.h`), read just far enough to tell which ones matter to us. */

export const newRoute = 24;
export const deletedRoute = 25;

/** `AF_INET` and `AF_INET6` of Linux. */
const families: Readonly<Record<number, Family>> = { 2: "ipv4", 10: "ipv6" };

/** `struct rtmsg` in octets. */
const headerOctets = 12;

/** A cached route of one destination, `RTM_F_CLONED`. */
const flagCloned = 0x200;

/** `RTN_UNICAST` */
const typeUnicast = 1;

export interface RouteMessage {
  /** Undefined for multicast routing and other families. */
  readonly family: Family | undefined;
  /**
   * A way to everywhere. Halves count as well, because tunnels cover a default route with two of them so as not to
   * replace it.
   */
  readonly isDefault: boolean;
}

/** Reads the fixed part of a route message; its attributes are of no use for a hint. */
export function decodeRouteMessage(message: NetlinkMessage): Result<RouteMessage, MalformedNetlink> {
  const { body } = message;
  if (body.length < headerOctets) return failure({ code: "netlink-malformed", offset: 0 });
  const flags = new DataView(body.buffer, body.byteOffset).getUint32(8, true);
  const destinationBits = body[1] ?? 0;
  return ok({
    family: families[body[0] ?? 0],
    isDefault: destinationBits <= 1 && body[7] === typeUnicast && (flags & flagCloned) === 0,
  });
}
