import type { Address } from "../core/address.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import { failure, ok, type Result } from "../core/result.ts";
import {
  type Epoch,
  type GatewayClient,
  type GatewayProtocol,
  gatewayProtocols,
  type Mapping,
  type MappingRequest,
} from "../gateway/gateway.ts";
import type { Exposure } from "./exposure.ts";
import type { KeptMapping } from "./kept-mapping.ts";
import { hasEnded, type Lease, mappingOf, type Moment, requestFor, shortestRenewal, wishedLifetime } from "./lease.ts";
import { mappingFailCodes, type MappingFailure, moreTelling } from "./mapping-failure.ts";
import type { FoundRouter, Round } from "./round.ts";
import type { MappingHappening } from "./transition.ts";

/** Talks to a router about one mapping, in the protocols it may speak, until one of them has opened the port. */

/** What the conversation tells while it goes on; what follows from it is decided elsewhere. */
export interface AskDesk {
  /** The mapping as it is now; undefined when it is not wanted any more. */
  kept(): KeptMapping | undefined;
  move(event: MappingHappening): void;
  /** A router told its address or its age, which concerns every mapping there. */
  looked(
    router: string,
    family: Family,
    client: GatewayClient,
    externalAddress: Address | undefined,
    epoch: Epoch | undefined,
  ): void;
  /** Other mappings may have changed as this one has. */
  suspectOthers(): void;
  /** A hole was opened that must be closed again. */
  leftOver(kept: KeptMapping, lease: Lease): Promise<void>;
  /** Resolves when everything told so far would survive the process. */
  flushed(): Promise<void>;
  moment(): Moment;
}

/** Asks for the mapping until it is open, refused, or every protocol was silent. */
export async function askRouter(desk: AskDesk, round: Round): Promise<void> {
  const kept = desk.kept();
  if (kept === undefined) return;
  const { family, to } = kept.exposure;
  const internalAddress = to ?? (await round.localAddress(family));
  desk.move({ kind: "begun", at: undefined });
  if (internalAddress === undefined) {
    desk.move({ kind: "failed", failure: { code: "no-local-address", detail: "" } });
    return;
  }
  let failed: MappingFailure | undefined;
  for (let untried = plansFor(desk.kept()?.lease?.protocol); untried.length > 0; ) {
    const [protocols = [], ...later] = untried;
    const found = await round.find(family, protocols);
    if (!found.ok) {
      failed = moreTelling(failed, found);
      untried = later;
      continue;
    }
    const { client, router } = found.value;
    desk.move({ kind: "begun", at: { router, internalAddress } });
    const asked = await askIn(found.value, internalAddress, desk, round);
    if (asked.ok) return;
    round.heard(family, client.protocol, asked);
    failed = moreTelling(failed, asked);
    if (!mappingFailCodes[asked.code].mayAskElsewhere || round.limits.signal?.aborted === true) break;
    untried = untried.map((plan) => plan.filter((one) => one !== client.protocol)).filter(({ length }) => length > 0);
  }
  desk.move({ kind: "failed", failure: failed ?? { code: "gateway-unsupported", detail: "" } });
}

/** Protocols in the order to try them, those of one list for the router to choose from: who made a lease renews it. */
function plansFor(earlier: GatewayProtocol | undefined): readonly (readonly GatewayProtocol[])[] {
  if (earlier === undefined) return [gatewayProtocols];
  return [[earlier], gatewayProtocols.filter((one) => one !== earlier)];
}

/** Asks in one protocol; succeeds as well when the mapping is not wanted any more. */
async function askIn(
  found: FoundRouter,
  internalAddress: Address,
  desk: AskDesk,
  round: Round,
): Promise<Result<void, MappingFailure>> {
  const { client } = found;
  const addressed = await readAddress(found, desk, round);
  if (!addressed.ok) return addressed;
  // Twice at most: an answer can show that what it renewed leads nowhere.
  for (let isLast = false; ; isLast = true) {
    const given = await giveUpStale(client, desk, round);
    if (!given.ok) return given;
    const mapped = await map(found, internalAddress, addressed.value, isLast, desk, round);
    if (!mapped.ok) return mapped;
    if (mapped.value === "done") return ok(undefined);
  }
}

/**
 * The router's external address, before anything is asked for: whoever is silent about it speaks another protocol, and an
 * address that has changed makes old entries useless. PCP tells it with every mapping, and in IPv6 nothing is translated.
 */
async function readAddress(
  { client, router }: FoundRouter,
  desk: AskDesk,
  round: Round,
): Promise<Result<Address | undefined, MappingFailure>> {
  if (client.protocol === "pcp" || desk.kept()?.exposure.family !== "ipv4") return ok(undefined);
  const external = await round.externalAddress(client);
  if (external.ok) {
    look(router, client, external.value.address, external.value.epoch, desk);
    return ok(external.value.address);
  }
  // Some routers map ports and keep their address to themselves.
  return external.code === "gateway-no-address" ? ok(undefined) : external;
}

/** Passes on what a router told; a lease that another protocol made counts here as well, for it is to be taken over. */
function look(
  router: string,
  client: GatewayClient,
  externalAddress: Address | undefined,
  epoch: Epoch | undefined,
  desk: AskDesk,
): void {
  const family = desk.kept()?.exposure.family ?? "ipv4";
  // Servers of PCP at a provider have many addresses, and each mapping may have its own.
  const isForAll = client.protocol !== "pcp";
  desk.looked(router, family, client, isForAll ? externalAddress : undefined, epoch);
  const before = desk.kept();
  if (before?.lease === undefined || before.isStale || (isForAll && before.lease.protocol === client.protocol)) return;
  const { protocol } = before.lease;
  desk.move({ kind: "looked", router, family, protocol, externalAddress, hasRestarted: false });
  if (!isForAll && desk.kept()?.isStale === true) desk.suspectOthers();
}

/**
 * Deletes an entry that would be renewed as it is. A router that refuses that is asked for it anew all the same: miniupnpd
 * 2.3.1 does not find pinholes it made before its own line was renewed, and has nothing against another.
 */
async function giveUpStale(client: GatewayClient, desk: AskDesk, round: Round): Promise<Result<void, MappingFailure>> {
  const kept = desk.kept();
  if (kept?.lease === undefined || !kept.isStale) return ok(undefined);
  const { exposure, nonce, lease } = kept;
  const request = requestOfLease(exposure, nonce, lease);
  const removed = await client.unmap(request, mappingOf(lease), round.limits);
  if (lease.protocol !== client.protocol) {
    // Protocols of one router share a table as a rule, and where they do not, who made it has to be asked.
    const owner = await ownerOf(lease, exposure, round);
    await owner?.unmap(request, mappingOf(lease), round.limits);
  } else if (!removed.ok && !mappingFailCodes[removed.code].isRefusal) {
    return removed;
  }
  desk.move({ kind: "given-up" });
  return ok(undefined);
}

async function map(
  { client, router }: FoundRouter,
  internalAddress: Address,
  externalAddress: Address | undefined,
  isLast: boolean,
  desk: AskDesk,
  round: Round,
): Promise<Result<"done" | "again", MappingFailure>> {
  const kept = desk.kept();
  if (kept === undefined) return ok("done");
  const { exposure, nonce } = kept;
  const from = desk.moment();
  const request = requestFor(exposure, nonce, internalAddress, kept.lease?.externalPort ?? exposure.wishedPort);
  const hoped = { externalAddress, externalPort: request.externalPort, lifetime: wishedLifetime, epoch: undefined };
  const leaseOf = (mapping: Mapping, isGranted: boolean): Lease =>
    leaseFrom(mapping, client, router, request, from, isGranted);
  desk.move({ kind: "asked", lease: leaseOf(hoped, false) });
  await desk.flushed();
  const answered = await client.map(request, round.limits);
  if (!answered.ok) {
    // What an earlier request has opened may be open still, whatever is said to this one.
    if (kept.lease === undefined && mappingFailCodes[answered.code].isRefusal) desk.move({ kind: "given-up" });
    return answered;
  }
  const mapping = answered.value;
  const told = mapping.externalAddress ?? externalAddress ?? (exposure.family === "ipv6" ? internalAddress : undefined);
  const granted = leaseOf({ ...mapping, externalAddress: told }, true);
  const now = desk.kept();
  // The configuration has changed meanwhile.
  if (now === undefined) {
    await desk.leftOver(kept, granted);
    return ok("done");
  }
  if (mapping.lifetime !== "forever" && mapping.lifetime < shortestRenewal) {
    return failure({
      code: "answer-unreadable",
      detail: `${client.label}: granted for ${Duration.format(mapping.lifetime)}`,
    });
  }
  if (isSecondHole(now, granted, desk.moment())) {
    await desk.leftOver(kept, granted);
    return failure({
      code: "gateway-port-taken",
      detail: `${client.label}: offered port ${granted.externalPort} while port ${now.lease?.externalPort} may be open`,
    });
  }
  if (client.protocol === "pcp") look(router, client, told, mapping.epoch, desk);
  if (!isLast && desk.kept()?.isStale === true) return ok("again");
  desk.move({ kind: "granted", lease: granted });
  return ok("done");
}

/** At one router, two external ports are two holes. Which one an earlier request has opened, only its answer tells. */
function isSecondHole({ lease }: KeptMapping, granted: Lease, moment: Moment): boolean {
  if (lease === undefined || hasEnded(lease, moment) || lease.protocol === granted.protocol) return false;
  return lease.externalPort !== granted.externalPort;
}

/** The client that can close what a lease has open; undefined where its router does not answer in its protocol. */
export async function ownerOf(lease: Lease, exposure: Exposure, round: Round): Promise<GatewayClient | undefined> {
  const found = await round.find(exposure.family, [lease.protocol]);
  return found.ok && found.value.router === lease.router ? found.value.client : undefined;
}

/** The request that made a lease. */
export function requestOfLease(exposure: Exposure, nonce: Uint8Array, lease: Lease): MappingRequest {
  return requestFor(exposure, nonce, lease.internalAddress, lease.externalPort);
}

function leaseFrom(
  { externalAddress, externalPort, lifetime, handle }: Mapping,
  client: GatewayClient,
  router: string,
  { internalAddress }: MappingRequest,
  from: Moment,
  isGranted: boolean,
): Lease {
  return {
    isGranted,
    protocol: client.protocol,
    router,
    label: client.label,
    internalAddress,
    externalAddress,
    externalPort,
    handle,
    from: from.monotonic,
    lifetime,
    endsAt: lifetime === "forever" ? undefined : Instant.plus(from.wall, lifetime),
  };
}
