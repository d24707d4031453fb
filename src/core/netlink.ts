import type { Running } from "./lifecycle.ts";
import type { Result } from "./result.ts";

/**
 * The Linux kernel's netlink sockets (RFC 3549) as a parameter: octets in both directions. What the octets mean is
 * `detect/netlink/`'s business.
 */

/** A netlink conversation that did not come to its end. */
export interface NetlinkFailure {
  /**
   * `netlink-unavailable`: this system or runtime has no such socket, and trying again will not help.
   * `netlink-overrun`: the kernel dropped events because we read too slowly.
   */
  readonly code: "netlink-unavailable" | "netlink-overrun" | "netlink-failed";
  readonly detail: string;
}

/** Who hears the kernel's events. */
export interface NetlinkListener {
  /** Whole messages, one after the other; the octets belong to the listener. */
  received(octets: Uint8Array): void;
  /** The subscription ended without being stopped. Events since then are lost: ask for everything anew. */
  ended(failure: NetlinkFailure): void;
}

/** The routing family of netlink (`NETLINK_ROUTE`). */
export interface Netlink {
  /**
   * Sends one request on a fresh socket and collects datagrams until `isLast` accepts one. Blocks the calling thread:
   * the kernel answers from memory, in tens of microseconds.
   */
  dump(request: Uint8Array, isLast: (datagram: Uint8Array) => boolean): Result<readonly Uint8Array[], NetlinkFailure>;
  /** Joins the multicast groups of a bit mask (`RTMGRP_*`); events flow until the subscription is stopped or ends. */
  subscribe(groups: number, listener: NetlinkListener): Promise<Result<Running, NetlinkFailure>>;
}
