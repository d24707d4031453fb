import type { MappingId, MappingMemory } from "../core/agent-journal.ts";
import { pauseAfter } from "../core/backoff.ts";
import { Duration } from "../core/duration.ts";
import type { Random } from "../core/random.ts";
import type { Transport } from "../gateway/gateway.ts";
import type { Exposure } from "./exposure.ts";
import { hasEnded, type Lease, leaseOf, memoryOf, type Moment } from "./lease.ts";

/** Holes that may still be open and are not wanted any more: closed as soon as the router answers. */

export interface Leftover {
  /** Where it stands in the journal, beside the mappings that are wanted. */
  readonly key: MappingId;
  readonly exposure: Exposure;
  readonly nonce: Uint8Array;
  readonly lease: Lease;
  /** When it is tried next, on the clock that cannot jump. */
  readonly tryAt: Duration;
  readonly grown: Duration | undefined;
}

/** A lease that was given up beside a mapping of the same name, or instead of it. */
export function leftoverOf(exposure: Exposure, nonce: Uint8Array, lease: Lease, moment: Moment): Leftover {
  const { protocol, internalAddress, externalPort } = lease;
  const key = `${exposure.mapping}#${protocol}/${internalAddress}/${externalPort}` as MappingId;
  return { key, exposure, nonce, lease, tryAt: moment.monotonic, grown: undefined };
}

/** What an earlier process left open; undefined when it has ended. */
export function rememberedLeftover(memory: MappingMemory, moment: Moment): Leftover | undefined {
  const lease = leaseOf(memory, moment);
  if (lease === undefined) return undefined;
  const { nonce, transport, internalPort, internalAddress, externalPort } = memory;
  // Without what a leftover's name adds to that of its mapping.
  const mapping = memory.mapping.replace(/#.*$/s, "") as MappingId;
  const family = internalAddress.family;
  const exposure = { mapping, family, transport, internalPort, wishedPort: externalPort, to: internalAddress };
  return leftoverOf(exposure, nonce, lease, moment);
}

export function leftoverMemory({ key, exposure, nonce, lease }: Leftover): MappingMemory {
  return { ...memoryOf(exposure, nonce, lease), mapping: key };
}

/** The same after one more attempt that came to nothing. */
export function postponed(leftover: Leftover, moment: Moment, random: Random): Leftover {
  const { wait, grown } = pauseAfter(leftover.grown, undefined, undefined, random);
  return { ...leftover, grown, tryAt: Duration.milliseconds(moment.monotonic + wait) };
}

/** A hole as a router tells it from others. */
export interface OpenHole {
  readonly transport: Transport;
  readonly internalPort: number;
  readonly lease: Lease;
}

/**
 * True when closing it would close a hole that is wanted: at one router an external port is one hole, and so is an
 * internal endpoint in the protocols that name holes by it. RFC 6886 §3.4, RFC 6887 §15
 */
export function isSuperseded({ exposure, lease }: Leftover, open: readonly OpenHole[]): boolean {
  return open.some((hole) => {
    const isSameRouter = hole.lease.router === lease.router && hole.transport === exposure.transport;
    const isSameHost = hole.lease.internalAddress.equals(lease.internalAddress);
    const isSameOutside = hole.lease.externalPort === lease.externalPort && (exposure.family === "ipv4" || isSameHost);
    const isSameInside = hole.internalPort === exposure.internalPort && isSameHost;
    const isNamedByInside = lease.protocol !== "upnp" && hole.lease.protocol !== "upnp";
    return isSameRouter && (isSameOutside || (isSameInside && isNamedByInside));
  });
}

/** True when nothing is left to close. */
export function isOver({ lease }: Leftover, moment: Moment): boolean {
  return hasEnded(lease, moment);
}
