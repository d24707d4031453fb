import type { Family } from "../core/family.ts";
import type { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { addressType, familyOfType } from "../core/rrset.ts";
import type { RRType } from "../core/rr-type.ts";
import type { Ttl } from "../core/ttl.ts";
import type { ZoneView } from "../core/zone-view.ts";
import type { Message } from "../wire/message.ts";
import type { Rcode } from "../wire/rcode.ts";
import type { ResourceRecord } from "../wire/record.ts";

/**
 * What a beacon asks for: the part of DNS UPDATE that a host needs to say "I am here". Everything else of RFC 2136 is
 * refused. Says nothing about who asks.
 */

export interface BeaconRequest {
  /** RRsets that must be served just so, or nothing is done: "exists (value dependent)". RFC 2136 §2.4.2 */
  readonly expected: ReadonlyMap<RRType, readonly Uint8Array[]>;
  /** The RRset that shall hold the sender's address and nothing else; undefined when it only says that it is there. */
  readonly publish: { readonly family: Family; readonly ttl: Ttl | undefined } | undefined;
}

/** How a request that cannot be granted is answered. */
export interface BeaconRefusal {
  readonly rcode: Extract<Rcode, "FORMERR" | "NOTAUTH" | "NOTZONE" | "REFUSED">;
}

type Read<T> = Result<T, BeaconRefusal>;

/** Reads a message that is signed by `host`, in the order of RFC 2136 §3. */
export function readBeacon(
  message: Message,
  host: OwnerName,
  view: Pick<ZoneView, "zone" | "zoneOf">,
): Read<BeaconRequest> {
  const [zone] = message.question;
  // RFC 2136 §3.1.1
  if (zone === undefined || message.question.length > 1 || zone.type !== "SOA") return refused("FORMERR");
  // RFC 2136 §3.1.2
  if (zone.class !== "IN" || view.zone(zone.name) === undefined) return refused("NOTAUTH");
  const isForeign = ({ owner }: ResourceRecord): boolean => view.zoneOf(owner)?.apex.equals(zone.name) !== true;
  // RFC 2136 §3.2.3, §3.4.1.2
  if ([...message.answer, ...message.authority].some(isForeign)) return refused("NOTZONE");
  const expected = readExpected(message.answer, host);
  if (!expected.ok) return expected;
  const publish = readPublish(message.authority, host);
  return publish.ok ? ok({ expected: expected.value, publish: publish.value }) : publish;
}

function readExpected(records: readonly ResourceRecord[], host: OwnerName): Read<BeaconRequest["expected"]> {
  const expected = new Map<RRType, Uint8Array[]>();
  for (const { owner, type, class: rrClass, ttl, rdata } of records) {
    // RFC 2136 §3.2.1
    if (ttl !== 0) return refused("FORMERR");
    if (!owner.equals(host) || rrClass !== "IN" || familyOfType(type) === undefined) return refused("REFUSED");
    expected.set(type, [...(expected.get(type) ?? []), rdata]);
  }
  return ok(expected);
}

/**
 * Takes the addition of one unspecified address, alone or behind the deletion of its RRset: a host is seen at one
 * address, so both come to the same.
 */
function readPublish(records: readonly ResourceRecord[], host: OwnerName): Read<BeaconRequest["publish"]> {
  let deleted: RRType | undefined;
  let publish: BeaconRequest["publish"];
  for (const { owner, type, class: rrClass, ttl, rdata } of records) {
    const family = familyOfType(type);
    if (!owner.equals(host) || family === undefined || publish !== undefined) return refused("REFUSED");
    if (rrClass === "ANY") {
      // RFC 2136 §3.4.1.2
      if (ttl !== 0 || rdata.length > 0) return refused("FORMERR");
      if (deleted !== undefined) return refused("REFUSED");
      deleted = type;
    } else {
      if (rrClass !== "IN" || rdata.some((octet) => octet !== 0)) return refused("REFUSED");
      publish = { family, ttl: ttl === 0 ? undefined : ttl };
    }
  }
  // To withdraw an address is not what a beacon is for.
  const isLeftDeleted = deleted !== undefined && (publish === undefined || addressType(publish.family) !== deleted);
  return isLeftDeleted ? refused("REFUSED") : ok(publish);
}

function refused(rcode: BeaconRefusal["rcode"]): Read<never> {
  return failure({ rcode });
}
