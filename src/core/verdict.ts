import type { Address } from "./address.ts";
import type { Instant } from "./clock.ts";
import type { Duration } from "./duration.ts";
import type { Family } from "./family.ts";
import type { NetCode } from "./net.ts";
import type { Prefix } from "./prefix.ts";

/** What sources saw and what follows from it. `detect/` makes these values, `reconcile/` and the pages read them. */

/** How strong a sighting is: `direct` comes from the host or its router, `echo` from somebody who saw our packets. */
export type EvidenceStrength = "direct" | "echo" | "asserted";

/** One sighting of an address. */
export interface Observation {
  readonly family: Family;
  readonly address: Address;
  /** Who saw it, for instance `stun:stun.example.net:3478` or `interface:eth0`; never a URL with a query. */
  readonly source: string;
  /**
   * Witnesses in one group are one voice: two servers of one operator cannot outvote a third party.
   */
  readonly operator: string;
  readonly strength: EvidenceStrength;
  readonly at: Instant;
  /** How long the asking took. */
  readonly took: Duration;
  /** On-link prefix, where the source knows it. */
  readonly prefix?: Prefix;
  /** Named facts behind the sighting, for people: flags, lifetimes, the line of a file. */
  readonly evidence: Readonly<Record<string, string | number | boolean>>;
}

/** Why a source gave no address. */
export type SourceFailCode =
  | NetCode
  | "not-an-address"
  /** A page for people where an address was agreed: a portal, a block page, a service that has changed. */
  | "web-page"
  /** Sent on to somewhere else, which is never followed. */
  | "redirected"
  | "wrong-family"
  | "no-address"
  /** The address seen is that of a tunnel's far end. */
  | "through-a-tunnel"
  | "command-failed"
  | "file-unreadable"
  | "neighbour-table-unreadable"
  | "address-table-unreadable"
  /** No default route leads to a router, or none answers. */
  | "gateway-not-found"
  | "gateway-unsupported"
  | "gateway-refused"
  /** The router has no address from its provider at the moment. */
  | "gateway-no-address"
  | "gateway-busy";

/** A source that could not say. */
export interface SourceFailure {
  readonly code: SourceFailCode;
  readonly detail: string;
}

/** What one source said in one round: sightings (possibly of several addresses) or why there are none. */
export interface SourceReport {
  readonly source: string;
  /** As in the observations; here so that a failure, too, can be told by whom. */
  readonly operator: string;
  readonly strength: EvidenceStrength;
  readonly family: Family;
  readonly took: Duration;
  /** `seen` without observations is the assertion that there is no address; only asserted sources can say that. */
  readonly answer:
    | { readonly kind: "seen"; readonly observations: readonly Observation[] }
    | { readonly kind: "failed"; readonly failure: SourceFailure };
}

/** Why an address is not known although it is managed. */
export type UnknownReason =
  | "no-source-answered"
  | "sources-disagree"
  | "too-few-agree"
  | "no-publishable-address"
  /** The same, where services outside could have told another address, and none of them answered. */
  | "no-echo-answered"
  | "not-asked-yet"
  /** Every uplink is down, or has not been good again for long enough. */
  | "uplinks-down"
  /** Nobody outside answers over this uplink, so its address leads nowhere. */
  | "uplink-silent";

/** Why a sighting took no part in the decision. */
export type SetAsideReason =
  | "not-publishable"
  | "tentative"
  | "duplicate"
  | "deprecated"
  | "temporary"
  /** Of a neighbour, and perhaps a temporary one: it has not been met for long enough. */
  | "unproven"
  | "interface-down"
  /** Seen through a tunnel that this host sends everything into: the address of the tunnel's far end. */
  | "tunnel-egress"
  /** Not among those the user means. */
  | "not-pinned"
  | "less-preferred"
  | "outranked"
  | "outvoted";

/** A sighting and what became of it. */
export interface Weighed {
  readonly observation: Observation;
  readonly setAside: SetAsideReason | undefined;
}

/** What a person may want to know beside the answer. Each has a text that says what it means and what can be done. */
export type AdviceCode =
  | "carrier-grade-nat"
  | "double-nat"
  | "tunnel-egress"
  | "router-differs"
  | "split-egress"
  | "captive-portal"
  | "tls-intercepted"
  | "container-bridge"
  | "no-ipv6"
  | "ula-only"
  | "ipv6-only-temporary"
  | "6to4-or-teredo"
  | "prefix-gone"
  | "two-prefixes";

/** One finding about a verdict. It never changes the verdict. */
export interface Advice {
  readonly code: AdviceCode;
  /** The addresses it is about, sorted; may be empty. */
  readonly addresses: readonly Address[];
  /** The sources that showed it, in the order of asking. */
  readonly sources: readonly string[];
}

/** The one answer for one family. `unknown` deletes nothing and writes nothing. */
export type Verdict =
  | { readonly kind: "unmanaged"; readonly family: Family }
  | {
      readonly kind: "unknown";
      readonly family: Family;
      readonly reason: UnknownReason;
      readonly at: Instant;
      readonly weighed: readonly Weighed[];
      readonly reports: readonly SourceReport[];
      /** At most one of each code, in the order of `AdviceCode`. */
      readonly advice: readonly Advice[];
    }
  | {
      readonly kind: "known";
      readonly family: Family;
      /** Sorted; empty only when a source asserted that there is no address. */
      readonly addresses: readonly Address[];
      /** Why this answer: direct evidence, or so many independent operators agreeing. */
      readonly because: "direct-evidence" | "quorum" | "asserted";
      readonly at: Instant;
      readonly weighed: readonly Weighed[];
      readonly reports: readonly SourceReport[];
      /** At most one of each code, in the order of `AdviceCode`. */
      readonly advice: readonly Advice[];
    };
