import type { Origin } from "../core/journal.ts";
import type { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRType } from "../core/rr-type.ts";
import { familyOfType, rdataAddress, type RRset } from "../core/rrset.ts";
import type { Ttl } from "../core/ttl.ts";
import type { ServedZone, ZoneView } from "../core/zone-view.ts";
import type { Principal } from "./authenticate.ts";
import type { DialectPorts } from "./dialect.ts";
import type { RRsetChangeWish } from "../core/zone-change.ts";
import type { CommitFailure } from "./door.ts";
import { mayChange } from "./host-rights.ts";
import { isPublishable } from "./received-address.ts";

/** From wishes to a commit: authorize, admit, hand to the door. All dialects over HTTP end here. */

type Rdata = readonly Uint8Array[];

/** What one RRset is to be. */
export interface RRsetWish {
  readonly owner: OwnerName;
  readonly type: RRType;
  /** None withdraws the RRset. A function goes by what is there when the change is decided. */
  readonly rdata: Rdata | ((present: Rdata) => Rdata);
  /** Undefined keeps the present TTL, or takes the zone's for a new RRset. */
  readonly ttl: Ttl | undefined;
}

/** What became of wishes. */
export interface Published {
  readonly hasChanged: boolean;
  readonly zone: ServedZone;
}

/** `conflicting-records`: the owner is an alias. */
interface NotAdmitted {
  readonly code: "value-invalid" | "conflicting-records";
  readonly detail: string;
}

export type PublishFailure =
  | NotAdmitted
  | {
      readonly code: "name-not-found" | Exclude<CommitFailure["code"], "zone-not-served">;
      readonly detail: string;
    };

/** More records than this in one RRset is a mistake, and would not fit a datagram for much longer. */
const mostRecords = 16;

/** Longest RDATA from a token of a host; the largest key in a TXT record is below. */
const longestRdata = 2_048;

type ReadRRset = (owner: OwnerName, type: RRType) => RRset | undefined;

/**
 * Publishes for a principal, all at once or nothing. A name of somebody else, one that does not exist and one in another
 * zone than the first are the same failure.
 */
export async function publishRRsets(
  { door, view, hostTtlOf }: DialectPorts,
  principal: Principal,
  wishes: readonly RRsetWish[],
  origin: Origin,
): Promise<Result<Published, PublishFailure>> {
  const [first] = wishes;
  const served = first === undefined ? undefined : view.zoneOf(first.owner);
  const isForeign = ({ owner, type }: RRsetWish): boolean =>
    !mayChange(principal, owner, type) || view.zoneOf(owner)?.apex.equals(served?.apex ?? owner) !== true;
  if (served === undefined || wishes.some(isForeign)) {
    return failure({ code: "name-not-found", detail: first?.owner.hostname ?? "" });
  }
  const fallbackTtl = hostTtlOf(served.apex);
  const decide = (read: ReadRRset): Result<readonly RRsetChangeWish[], NotAdmitted> => {
    const changes: RRsetChangeWish[] = [];
    for (const wish of wishes) {
      const change = changeFor(wish, read, fallbackTtl);
      const refused = admit(change, read);
      if (refused !== undefined) return failure(refused);
      changes.push(change);
    }
    return ok(changes);
  };
  const committed = wishes.some(({ rdata }) => typeof rdata === "function")
    ? await door.submitDecided<NotAdmitted>(
        served.apex,
        (readName) => decide((owner, type) => readName(owner).find((rrset) => rrset.type === type)),
        origin,
      )
    : await submitFixed(
        door,
        served.apex,
        decide((owner, type) => view.rrset(owner, type)),
        origin,
      );
  if (committed.ok) return ok({ hasChanged: committed.value.hasChanged, zone: view.zone(served.apex) ?? served });
  const { code, detail } = committed;
  return code === "zone-not-served" ? failure({ code: "name-not-found", detail }) : failure({ code, detail });
}

/** What does not depend on what is there need not wait for what is on its way. */
async function submitFixed(
  door: DialectPorts["door"],
  apex: OwnerName,
  decided: Result<readonly RRsetChangeWish[], NotAdmitted>,
  origin: Origin,
): ReturnType<typeof door.submitDecided<NotAdmitted>> {
  return decided.ok ? door.submit(apex, decided.value, origin) : decided;
}

function changeFor(wish: RRsetWish, read: ReadRRset, fallbackTtl: Ttl): RRsetChangeWish {
  const { owner, type } = wish;
  const present = read(owner, type);
  const rdata = typeof wish.rdata === "function" ? wish.rdata(present?.rdata ?? []) : wish.rdata;
  if (rdata.length === 0) return { kind: "rrset-removed", owner, type };
  return { kind: "rrset-replaced", owner, type, ttl: wish.ttl ?? present?.ttl ?? fallbackTtl, rdata };
}

function admit(change: RRsetChangeWish, read: ReadRRset): NotAdmitted | undefined {
  if (change.kind === "rrset-removed") return undefined;
  const { owner, type, rdata } = change;
  if (rdata.length > mostRecords) {
    return { code: "value-invalid", detail: `more than ${mostRecords} records at ${owner.hostname}` };
  }
  if (rdata.some(({ length }) => length > longestRdata))
    return { code: "value-invalid", detail: "a value is too long" };
  if (familyOfType(type) !== undefined) {
    const addresses = rdata.map(rdataAddress);
    const refused = addresses.find((address) => address === undefined || !isPublishable(address));
    if (refused !== undefined) return { code: "value-invalid", detail: `${refused} is no host's address` };
  }
  const isInTheWay = isAlias({ rrset: read }, owner);
  return isInTheWay ? { code: "conflicting-records", detail: `${owner.hostname} is an alias` } : undefined;
}

/** True for a name with a CNAME, beside which nothing else would ever be seen. RFC 1034 §3.6.2 */
export function isAlias(view: Pick<ZoneView, "rrset">, owner: OwnerName): boolean {
  return view.rrset(owner, "CNAME") !== undefined;
}
