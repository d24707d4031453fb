import type { ReplayItem, Revision } from "../../src/core/journal.ts";
import type { OwnerName } from "../../src/core/name.ts";
import { serialBaseAt, type SoaSerial } from "../../src/core/serial.ts";
import type { ZoneChange } from "../../src/core/zone-change.ts";
import { plainChange } from "./plain.ts";

/** What changes mean, in the plainest way to say it: every faster view of the zones must agree with this one. */

type Replaced = Extract<ZoneChange, { kind: "rrset-replaced" }>;

interface ModelZone {
  readonly apex: OwnerName;
  serialBase: SoaSerial;
  revision: Revision;
  readonly rrsets: Map<string, Replaced>;
}

export class ZoneModel {
  readonly #zones = new Map<string, ModelZone>();

  get zones(): readonly ModelZone[] {
    return [...this.#zones.values()];
  }

  /** Applies changes of one zone; the revision is the zone's afterwards. */
  apply(apex: OwnerName, revision: Revision, changes: readonly ZoneChange[]): void {
    for (const change of changes) {
      if (change.kind === "zone-removed") {
        this.#zones.delete(apex.key);
      } else if (change.kind === "zone-added") {
        if (this.#zones.has(apex.key)) continue;
        this.#zones.set(apex.key, { apex, serialBase: change.serialBase, revision, rrsets: new Map() });
      } else if (change.kind === "serial-set") {
        const zone = this.#zones.get(apex.key);
        if (zone !== undefined) zone.serialBase = serialBaseAt(change.serial, revision);
      } else {
        const key = `${change.owner.key} ${change.type}`;
        if (change.kind === "rrset-replaced") this.#zones.get(apex.key)?.rrsets.set(key, change);
        else this.#zones.get(apex.key)?.rrsets.delete(key);
      }
    }
    const zone = this.#zones.get(apex.key);
    if (zone !== undefined) zone.revision = revision;
  }

  applyItem(item: ReplayItem): void {
    if (item.kind === "state") this.apply(item.zone, item.revision, item.changes);
    else this.apply(item.entry.zone, item.entry.revision, item.entry.changes);
  }

  /** The whole state in lines that a matcher compares, in an order that depends on nothing else. */
  get plain(): readonly string[] {
    const lines = this.zones.flatMap((zone) => [
      `${zone.apex.key} base ${zone.serialBase} revision ${zone.revision}`,
      ...[...zone.rrsets.values()].map((rrset) => `${zone.apex.key} ${plainChange(rrset)}`),
    ]);
    return lines.toSorted();
  }
}
