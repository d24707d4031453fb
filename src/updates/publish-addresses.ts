import type { Address } from "../core/address.ts";
import { type Family, families } from "../core/family.ts";
import type { Origin } from "../core/journal.ts";
import type { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { addressRdata, addressType, canonicalRdata } from "../core/rrset.ts";
import type { Ttl } from "../core/ttl.ts";
import type { ServedZone, ZoneView } from "../core/zone-view.ts";
import type { Principal } from "./authenticate.ts";
import type { DialectPorts } from "./dialect.ts";
import type { CommitFailure, RRsetChangeWish } from "./door.ts";
import { isPublishable } from "./received-address.ts";

/** From a wish about a host's addresses to a commit: authorize, admit, hand to the door. All dialects end here. */

/** Addresses somebody wants published. A family that is absent is left alone; an empty list withdraws it. */
export interface AddressWish {
  readonly owner: OwnerName;
  readonly addresses: Readonly<Partial<Record<Family, readonly Address[]>>>;
  /** Undefined keeps the present TTL, or takes the zone's for a new RRset. */
  readonly ttl: Ttl | undefined;
}

/** What became of a wish. */
export interface Published {
  readonly hasChanged: boolean;
  readonly zone: ServedZone;
}

export interface PublishFailure {
  readonly code:
    | "name-not-found"
    | "value-invalid"
    | "conflicting-records"
    | Exclude<CommitFailure["code"], "zone-not-served">;
  readonly detail: string;
}

/** More addresses than this in one RRset is a mistake, and would not fit a datagram for much longer. */
const mostAddresses = 16;

/** Publishes for a principal. A name of somebody else and a name that does not exist are the same failure. */
export async function publishAddresses(
  { door, view, hostTtlOf }: DialectPorts,
  principal: Principal,
  wish: AddressWish,
  origin: Origin,
): Promise<Result<Published, PublishFailure>> {
  const served = view.zoneOf(wish.owner);
  if (!principal.host.equals(wish.owner) || served === undefined) {
    return failure({ code: "name-not-found", detail: wish.owner.hostname });
  }
  const refused = families.flatMap((family) => wish.addresses[family] ?? []).find((address) => !isPublishable(address));
  if (refused !== undefined) return failure({ code: "value-invalid", detail: `${refused} is no host's address` });
  const isPublishing = families.some((family) => (wish.addresses[family]?.length ?? 0) > 0);
  if (isPublishing && isAlias(view, wish.owner)) {
    return failure({ code: "conflicting-records", detail: `${wish.owner.hostname} is an alias` });
  }
  const wishes: RRsetChangeWish[] = [];
  for (const family of families) {
    const addresses = wish.addresses[family];
    if (addresses === undefined) continue;
    if (addresses.length > mostAddresses) {
      return failure({ code: "value-invalid", detail: `more than ${mostAddresses} addresses` });
    }
    wishes.push(rrsetWish(view, wish, family, addresses, hostTtlOf(served.apex)));
  }
  const committed = await door.submit(served.apex, wishes, origin);
  if (!committed.ok) {
    return committed.code === "zone-not-served"
      ? failure({ code: "name-not-found", detail: committed.detail })
      : failure({ code: committed.code, detail: committed.detail });
  }
  return ok({ hasChanged: committed.value.hasChanged, zone: view.zone(served.apex) ?? served });
}

/** True for a name with a CNAME, beside which no address would ever be seen. RFC 1034 §3.6.2 */
export function isAlias(view: Pick<ZoneView, "rrset">, owner: OwnerName): boolean {
  return view.rrset(owner, "CNAME") !== undefined;
}

function rrsetWish(
  view: ZoneView,
  wish: AddressWish,
  family: Family,
  addresses: readonly Address[],
  fallbackTtl: Ttl,
): RRsetChangeWish {
  const type = addressType(family);
  if (addresses.length === 0) return { kind: "rrset-removed", owner: wish.owner, type };
  const ttl = wish.ttl ?? view.rrset(wish.owner, type)?.ttl ?? fallbackTtl;
  return { kind: "rrset-replaced", owner: wish.owner, type, ttl, rdata: canonicalRdata(addresses.map(addressRdata)) };
}
