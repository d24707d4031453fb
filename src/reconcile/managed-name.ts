import type { Address } from "../core/address.ts";
import type { Family } from "../core/family.ts";
import type { OwnerName } from "../core/name.ts";
import type { Endpoint } from "../core/net.ts";
import type { Settings } from "../core/provider.ts";
import type { Ttl } from "../core/ttl.ts";
import type { Verdict } from "../core/verdict.ts";
import type { Ownership } from "./ownership.ts";

/** What reconciling needs to know of one configured name. The composition fills it in; nothing here reads a file. */

/** Names one question put to detection, for instance `auto` for IPv6 over one uplink; the same text is the same verdict. */
export type VerdictKey = string & { readonly unit: "verdict-key" };

/** What detection says now. A key that is absent has not been asked yet. */
export type Verdicts = ReadonlyMap<VerdictKey, Verdict>;

/** Where the addresses of one family come from. */
export type AddressRule =
  /** The family of this name is not ours: its RRset is neither read nor written. */
  | { readonly kind: "unmanaged" }
  | { readonly kind: "verdict"; readonly verdict: VerdictKey }
  /** A LAN neighbour: the leading bits of the verdict's addresses, the rest from `interfaceId`. RFC 4291 §2.5.1 */
  | {
      readonly kind: "prefix-of";
      readonly verdict: VerdictKey;
      readonly interfaceId: Address;
      /** In bits. Shorter than the default when the interface id also holds the subnet of a delegated prefix. */
      readonly prefixLength: number;
    };

/** What a LAN neighbour shares with this host when nothing else is said: SLAAC works on 64 bits. RFC 4862 §5.5.3 */
export const defaultPrefixLength = 64;

/** Whom to ask whether a change has arrived. */
export type VerifyRule =
  | { readonly kind: "off" }
  /** The name servers the zone is delegated to. */
  | { readonly kind: "delegated" }
  /** These, for a split horizon or a zone that is not delegated; never an empty list. */
  | { readonly kind: "servers"; readonly servers: readonly Endpoint[] };

/** One name at one provider. */
export interface ManagedName {
  readonly owner: OwnerName;
  /** The name of the provider's entry in the configuration, for instance `cf`; holds no slash. */
  readonly providerKey: string;
  readonly addresses: Readonly<Record<Family, AddressRule>>;
  /** Undefined keeps what the provider has. */
  readonly ttl: Ttl | undefined;
  /** Provider fields the user set; all others keep the provider's present value. */
  readonly options: Settings;
  readonly ownership: Ownership;
  readonly verify: VerifyRule;
  /**
   * Changes when anything changes that a person may have altered to lift a refusal: this name's own settings, and the
   * provider entry with its credentials. A refusal stands, and memory counts, for one digest only.
   */
  readonly configuration: string;
}
