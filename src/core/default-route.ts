import type { Address } from "./address.ts";
import type { Family } from "./family.ts";
import type { Result } from "./result.ts";

/** The host's ways to everywhere else, as its routing table tells them. */

/** One default route of the main table. */
export interface DefaultRoute {
  readonly family: Family;
  /** Undefined for a route straight onto a link, as point-to-point links have. May be link-local. */
  readonly gateway: Address | undefined;
  readonly interfaceName: string;
  /** The system's index of the interface, where it tells it; the scope of a link-local gateway. RFC 4007 §6 */
  readonly interfaceIndex: number | undefined;
  /** The address the system would send from on this route, where it tells it. */
  readonly localAddress: Address | undefined;
  /** Lower is preferred; 0 where the system tells none. */
  readonly metric: number;
}

export interface RouteTableFailure {
  readonly code: "route-table-unreadable";
  readonly detail: string;
}

export interface RouteTable {
  /** In the order of preference: every family's first is the one that is used. May be empty. */
  defaultRoutes(): Promise<Result<readonly DefaultRoute[], RouteTableFailure>>;
}
