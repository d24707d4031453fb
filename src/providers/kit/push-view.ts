import type { Address } from "../../core/address.ts";
import { families, type Family } from "../../core/family.ts";
import type { OwnerName } from "../../core/name.ts";
import type { AppliedChange } from "../../core/outcome.ts";
import type { PushRequest } from "../../core/provider.ts";
import { addressRdata, addressType } from "../../core/rrset.ts";
import type { Ttl } from "../../core/ttl.ts";

/** A push request in the spellings that update URLs use. */

export interface PushView<V> {
  readonly owner: OwnerName;
  /** The full owner name: lower case, A-labels, no final dot. */
  readonly name: string;
  /** The addresses of a family joined by commas; undefined when it is not managed or has none. */
  readonly ipv4: string | undefined;
  readonly ipv6: string | undefined;
  /** All addresses, IPv4 first. */
  readonly addresses: readonly string[];
  /** Families that are given an address or withdrawn; others must be left alone. */
  readonly managed: readonly Family[];
  /** Managed families that have no address and are to be withdrawn. */
  readonly withdrawn: readonly Family[];
  readonly ttl: Ttl | undefined;
  readonly options: V;
}

export function pushViewOf<V>(request: PushRequest, options: V): PushView<V> {
  const named = { ...request.alongside, ...request.addresses };
  const listed = (family: Family): readonly Address[] => named[family] ?? [];
  const joined = (family: Family): string | undefined => listed(family).join(",") || undefined;
  return {
    owner: request.owner,
    name: request.owner.hostname,
    ipv4: joined("ipv4"),
    ipv6: joined("ipv6"),
    addresses: families.flatMap((family) => listed(family).map(String)),
    managed: families.filter((family) => named[family] !== undefined),
    withdrawn: families.filter((family) => named[family]?.length === 0),
    ttl: request.ttl,
    options,
  };
}

/** The same request for one family at a time, and none for families that are named alongside only. */
export function apart(request: PushRequest): readonly PushRequest[] {
  return families.flatMap((family) => {
    const addresses = request.addresses[family];
    return addresses === undefined ? [] : [{ ...request, addresses: { [family]: addresses }, alongside: {} }];
  });
}

/** What a successful push changed, as far as a service that cannot be asked lets us know. */
export function pushedChanges(request: PushRequest): readonly AppliedChange[] {
  return families.flatMap((family) => {
    const addresses = request.addresses[family];
    if (addresses === undefined) return [];
    const after = addresses.map(addressRdata);
    return [{ owner: request.owner, type: addressType(family), before: [], after }];
  });
}
