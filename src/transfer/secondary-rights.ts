import type { Address } from "../core/address.ts";
import type { OwnerName } from "../core/name.ts";
import type { Endpoint } from "../core/net.ts";
import type { TsigKey } from "../wire/tsig-key.ts";

/** A server that keeps a copy of a zone. */
export interface Secondary {
  /** Where it is told of changes. */
  readonly endpoint: Endpoint;
  /** Signs what goes between; undefined trusts the address alone. */
  readonly key: TsigKey | undefined;
}

/** Whether one of a zone's secondaries asks, by the key that has signed and the address it comes from. */
export function isSecondary(
  secondaries: readonly Secondary[],
  signedBy: OwnerName | undefined,
  peer: Address,
): boolean {
  return secondaries.some(({ endpoint, key }) =>
    key === undefined ? endpoint.address.equals(peer) : signedBy !== undefined && key.name.equals(signedBy),
  );
}
