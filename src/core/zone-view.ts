import type { OwnerName } from "./name.ts";
import type { RRset } from "./rrset.ts";
import type { RRType } from "./rr-type.ts";
import type { Revision } from "./journal.ts";
import type { SoaSerial } from "./serial.ts";

/** What the served zones hold now, for parts that decide about changes. The data plane has its own, faster way in. */

export interface ServedZone {
  readonly apex: OwnerName;
  /** Last revision that touched this zone. */
  readonly revision: Revision;
  readonly serial: SoaSerial;
  /** Owner names that have records. */
  readonly ownerCount: number;
}

export interface ZoneView {
  zones(): readonly ServedZone[];
  zone(apex: OwnerName): ServedZone | undefined;
  /** The served zone that holds a name: the longest apex at or above it. */
  zoneOf(name: OwnerName): ServedZone | undefined;
  /** One RRset; the SOA comes with its present serial. */
  rrset(owner: OwnerName, type: RRType): RRset | undefined;
  /** Every RRset of a name; the SOA comes with its present serial. */
  rrsetsAt(owner: OwnerName): readonly RRset[];
  /** Every RRset of a zone, SOA first, then in canonical order of owners. */
  rrsets(apex: OwnerName): Iterable<RRset>;
}
