import type { Entry, Revision } from "../../src/core/journal.ts";
import type { OwnerName } from "../../src/core/name.ts";
import type { RRset } from "../../src/core/rrset.ts";
import type { RRType } from "../../src/core/rr-type.ts";
import { addSerial } from "../../src/core/serial.ts";
import type { ServedZone, ZoneView } from "../../src/core/zone-view.ts";
import { ZoneModel } from "./zone-model.ts";

/** Served zones in the plainest form, for tests of parts that only need to see what is there. */
export class ServedZones implements ZoneView {
  readonly #model = new ZoneModel();

  apply(entry: Entry): void {
    this.#model.apply(entry.zone, entry.revision, entry.changes);
  }

  zones(): readonly ServedZone[] {
    return this.#model.zones.map((zone) => ({
      apex: zone.apex,
      revision: zone.revision as Revision,
      serial: addSerial(zone.serialBase, zone.revision),
      ownerCount: new Set([...zone.rrsets.values()].map((rrset) => rrset.owner.key)).size,
    }));
  }

  zone(apex: OwnerName): ServedZone | undefined {
    return this.zones().find((zone) => zone.apex.equals(apex));
  }

  zoneOf(name: OwnerName): ServedZone | undefined {
    const holding = this.zones().filter((zone) => name.isAtOrBelow(zone.apex));
    return holding.toSorted((a, b) => b.apex.labelCount - a.apex.labelCount)[0];
  }

  rrset(owner: OwnerName, type: RRType): RRset | undefined {
    return this.rrsetsAt(owner).find((rrset) => rrset.type === type);
  }

  rrsetsAt(owner: OwnerName): readonly RRset[] {
    const served = this.zoneOf(owner);
    const zone = this.#model.zones.find((candidate) => served !== undefined && candidate.apex.equals(served.apex));
    return [...(zone?.rrsets.values() ?? [])].filter((rrset) => rrset.owner.equals(owner));
  }

  *rrsets(apex: OwnerName): Iterable<RRset> {
    const zone = this.#model.zones.find((candidate) => candidate.apex.equals(apex));
    yield* zone?.rrsets.values() ?? [];
  }
}
