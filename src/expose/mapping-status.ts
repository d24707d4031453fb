import type { Address } from "../core/address.ts";
import { type AddressScope, scopeOf } from "../core/address-scope.ts";
import type { Instant } from "../core/clock.ts";
import type { GatewayProtocol } from "../gateway/gateway.ts";
import type { Exposure } from "./exposure.ts";
import type { KeptMapping, MappingSetback } from "./kept-mapping.ts";
import type { MappingFailCode } from "./mapping-failure.ts";

/** What pages and `holdfast status` show of a mapping. A copy: reading it disturbs nothing. */

/** `unavailable` is no fault: the router or this host has no such way in, and another family may do. */
export type MappingState = "open" | "asking" | "failing" | "unavailable";

export interface MappingStatus {
  readonly exposure: Exposure;
  readonly state: MappingState;
  /** What the router has open; undefined while nothing is known to be. */
  readonly hole: OpenHoleStatus | undefined;
  /** The last failure, while it lasts; an open mapping whose renewal fails has one too. */
  readonly setback: MappingSetback | undefined;
}

export interface OpenHoleStatus {
  readonly protocol: GatewayProtocol;
  readonly router: string;
  readonly internalAddress: Address;
  /** Undefined where the router does not tell it. */
  readonly externalAddress: Address | undefined;
  /** From where it can be reached: everything but `global` is not the Internet. */
  readonly scope: AddressScope | undefined;
  readonly externalPort: number;
  readonly since: Instant;
  /** Undefined for an entry that the router keeps until it is told otherwise. */
  readonly endsAt: Instant | undefined;
}

/** Failures that say that there is no such way, rather than that it is blocked. */
const absences: ReadonlySet<MappingFailCode> = new Set<MappingFailCode>([
  "gateway-not-found",
  "gateway-unsupported",
  "no-local-address",
]);

/** Takes the picture of a mapping. */
export function statusOf(kept: KeptMapping): MappingStatus {
  const { exposure, setback } = kept;
  const hole = holeOf(kept);
  return { exposure, state: hole === undefined ? stateOf(kept) : "open", hole, setback };
}

function holeOf({ lease, openSince }: KeptMapping): OpenHoleStatus | undefined {
  if (lease === undefined || openSince === undefined) return undefined;
  const { protocol, label, internalAddress, externalAddress, externalPort, endsAt } = lease;
  const scope = externalAddress && scopeOf(externalAddress);
  return {
    protocol,
    router: label,
    internalAddress,
    externalAddress,
    scope,
    externalPort,
    since: openSince,
    endsAt,
  };
}

function stateOf({ exposure, setback }: KeptMapping): MappingState {
  if (setback === undefined) return "asking";
  return exposure.family === "ipv6" && absences.has(setback.code) ? "unavailable" : "failing";
}
