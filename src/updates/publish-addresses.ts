import type { Address } from "../core/address.ts";
import { type Family, families } from "../core/family.ts";
import type { Origin } from "../core/journal.ts";
import type { OwnerName } from "../core/name.ts";
import { Prefix } from "../core/prefix.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { addressRdata, addressType, canonicalRdata, rdataAddress } from "../core/rrset.ts";
import type { Ttl } from "../core/ttl.ts";
import type { Principal } from "./authenticate.ts";
import type { DialectPorts } from "./dialect.ts";
import { mayChange } from "./host-rights.ts";
import { type Published, type PublishFailure, publishRRsets, type RRsetWish } from "./publish-rrsets.ts";

/** Wishes about a host's addresses, as RRsets. */

/**
 * What a family is to be: these addresses, none at all, or those that are there with other network bits. RFC 4291 §2.5.1
 */
export type FamilyWish = readonly Address[] | Prefix;

/** Addresses somebody wants published. A family that is absent is left alone; an empty list withdraws it. */
export interface AddressWish {
  readonly owner: OwnerName;
  readonly addresses: Readonly<Partial<Record<Family, FamilyWish>>>;
  /** Undefined keeps the present TTL, or takes the zone's for a new RRset. */
  readonly ttl: Ttl | undefined;
}

/** Publishes for a principal. A name of somebody else and a name that does not exist are the same failure. */
export async function publishAddresses(
  ports: DialectPorts,
  principal: Principal,
  wish: AddressWish,
  origin: Origin,
): Promise<Result<Published, PublishFailure>> {
  const wishes = families.flatMap((family) => {
    const addresses = wish.addresses[family];
    return addresses === undefined ? [] : [rrsetWish(wish, family, addresses)];
  });
  if (wishes.length > 0) return publishRRsets(ports, principal, wishes, origin);
  const zone = mayChange(principal, wish.owner, "A") ? ports.view.zoneOf(wish.owner) : undefined;
  if (zone === undefined) return failure({ code: "name-not-found", detail: wish.owner.hostname });
  return ok({ hasChanged: false, zone });
}

function rrsetWish({ owner, ttl }: AddressWish, family: Family, wanted: FamilyWish): RRsetWish {
  const rdata =
    wanted instanceof Prefix
      ? (present: readonly Uint8Array[]) => canonicalRdata(present.map((one) => withNetwork(wanted, one)))
      : canonicalRdata(wanted.map(addressRdata));
  return { owner, type: addressType(family), ttl, rdata };
}

/** The same host part behind another prefix. */
function withNetwork(prefix: Prefix, rdata: Uint8Array): Uint8Array {
  const present = rdataAddress(rdata);
  const network = present === undefined ? undefined : Prefix.around(present, prefix.length);
  if (network === undefined) return rdata;
  const [was, is] = [network.address.octets, prefix.address.octets];
  return rdata.map((octet, index) => (octet ^ (was[index] ?? 0)) | (is[index] ?? 0));
}
