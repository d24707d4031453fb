import type { Address } from "../core/address.ts";
import type { MappingMemory } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Random } from "../core/random.ts";
import type { GatewayProtocol, Mapping, MappingRequest } from "../gateway/gateway.ts";
import { gatewayProtocols } from "../gateway/gateway.ts";
import type { Exposure } from "./exposure.ts";

/** What a router has open for us, for how long, and when it is to be asked again. */

/** Both readings of the clock. Leases run on the one that cannot jump, dates for people and for disks on the other. */
export interface Moment {
  readonly wall: Instant;
  readonly monotonic: Duration;
}

export interface Lease {
  /** False while the router has not answered this process: it may have opened the hole or not. */
  readonly isGranted: boolean;
  readonly protocol: GatewayProtocol;
  /** Tells routers apart. */
  readonly router: string;
  /** For people. */
  readonly label: string;
  readonly internalAddress: Address;
  readonly externalAddress: Address | undefined;
  readonly externalPort: number;
  /** What the router calls it, where it gives it a name. */
  readonly handle: string | undefined;
  /** When the request for it was sent, on the clock that cannot jump. */
  readonly from: Duration;
  readonly lifetime: Duration | "forever";
  /** For people and for the disk; undefined for one without an end. */
  readonly endsAt: Instant | undefined;
}

/**
 * What is asked for. A host that vanishes without a word leaves its hole open for no longer than this; RFC 6886 §3.3
 * recommends two hours, RFC 6887 §15 allows any.
 */
export const wishedLifetime: Duration = Duration.hours(1);

/** Entries that never end, or not for days, are asked for again so often: routers forget them without a word. */
const longestCounted = Duration.hours(2);

/** Renewals are never closer to each other. RFC 6887 §11.2.1 */
export const shortestRenewal: Duration = Duration.seconds(4);

/** When the lease has ended on the clock that cannot jump; undefined for one without an end. */
export function endOf(lease: Lease): Duration | undefined {
  return lease.lifetime === "forever" ? undefined : Duration.milliseconds(lease.from + lease.lifetime);
}

export function hasEnded(lease: Lease, { monotonic }: Moment): boolean {
  const end = endOf(lease);
  return end !== undefined && end <= monotonic;
}

/**
 * When to ask for the lease again, at the earliest four seconds from now: between a half and five eighths of the lifetime,
 * then between three quarters and thirteen sixteenths, and so on towards the end. RFC 6887 §11.2.1
 */
export function renewalOf(lease: Lease, { monotonic }: Moment, random: Random): Duration {
  const lifetime = lease.lifetime === "forever" ? longestCounted : Math.min(lease.lifetime, longestCounted);
  const elapsed = monotonic - lease.from;
  const earliest = monotonic + shortestRenewal;
  for (let rest = lifetime / 2; rest >= shortestRenewal; rest /= 2) {
    const start = lifetime - rest;
    if (start > elapsed) {
      return Duration.milliseconds(Math.max(earliest, lease.from + start + (random.fraction() * rest) / 4));
    }
  }
  return Duration.milliseconds(earliest);
}

/** The request that made the lease, or makes it anew. */
export function requestFor(
  exposure: Exposure,
  nonce: Uint8Array,
  internalAddress: Address,
  externalPort: number,
): MappingRequest {
  const { transport, internalPort } = exposure;
  return {
    transport,
    internalAddress,
    internalPort,
    externalPort,
    lifetime: wishedLifetime,
    nonce,
    description: `Holdfast ${transport}/${internalPort}`,
  };
}

/** The lease as the router granted it. */
export function mappingOf(lease: Lease): Mapping {
  const { externalAddress, externalPort, lifetime, handle } = lease;
  return { externalAddress, externalPort, lifetime, epoch: undefined, ...(handle === undefined ? {} : { handle }) };
}

export function memoryOf(exposure: Exposure, nonce: Uint8Array, lease: Lease): MappingMemory {
  const { protocol, router, internalAddress, externalAddress, externalPort, endsAt, handle } = lease;
  const { mapping, transport, internalPort } = exposure;
  return {
    mapping,
    nonce,
    protocol,
    router,
    transport,
    internalAddress,
    internalPort,
    externalAddress,
    externalPort,
    endsAt,
    handle,
  };
}

/** What an earlier process may have left open; undefined when that has ended, or cannot be understood. */
export function leaseOf(memory: MappingMemory, { wall, monotonic }: Moment): Lease | undefined {
  const { router, internalAddress, externalAddress, externalPort, endsAt, handle } = memory;
  const protocol = gatewayProtocols.find((one) => one === memory.protocol);
  if (protocol === undefined || (endsAt !== undefined && endsAt <= wall)) return undefined;
  // A wall clock that was set back meanwhile must not prolong it.
  const rest = endsAt === undefined ? undefined : Duration.milliseconds(Math.min(endsAt - wall, Duration.days(1)));
  return {
    isGranted: false,
    protocol,
    router,
    label: router,
    internalAddress,
    externalAddress,
    externalPort,
    handle,
    from: monotonic,
    lifetime: rest ?? "forever",
    endsAt: rest === undefined ? undefined : Instant.plus(wall, rest),
  };
}
