import type { Clock } from "../core/clock.ts";
import type { Entry, Journal } from "../core/journal.ts";
import type { Log } from "../core/log.ts";
import type { OwnerName } from "../core/name.ts";
import { ok } from "../core/result.ts";
import type { ZoneView } from "../core/zone-view.ts";
import { catalogContent } from "../transfer/catalog.ts";
import type { Door } from "../updates/door.ts";
import { stepsToReplace } from "../updates/zone-content.ts";
import { stepsOfNewZone } from "./new-zone.ts";
import { catalogNotKept } from "./transfers.text.ts";

/** Keeps the catalog zone equal to the zones that have secondaries. It is a zone like any other, of the same journal. */

export interface CatalogKeeperPorts {
  readonly clock: Clock;
  readonly door: Door;
  readonly journal: Journal;
  readonly log: Log;
  readonly view: ZoneView;
  /** The catalog's name; undefined when there is to be none. */
  readonly catalog: () => OwnerName | undefined;
  readonly hasSecondaries: (apex: OwnerName) => boolean;
}

export class CatalogKeeper {
  readonly #ports: CatalogKeeperPorts;

  constructor(ports: CatalogKeeperPorts) {
    this.#ports = ports;
  }

  /** To be called when an entry is served. */
  follow({ zone, changes }: Entry): void {
    const isNews = changes.some(({ kind }) => kind === "zone-added" || kind === "zone-removed");
    if (isNews && this.#ports.catalog()?.equals(zone) === false) void this.keep();
  }

  /** Makes the catalog what it should be now; resolves when that is served, or has failed and been logged. */
  async keep(): Promise<void> {
    const { clock, door, journal, log, view, hasSecondaries } = this.#ports;
    const apex = this.#ports.catalog();
    if (apex === undefined) return;
    const kept = await door.submitZone(
      apex,
      () => {
        const members = view.zones().map((zone) => zone.apex);
        const wanted = catalogContent(
          apex,
          members.filter((member) => !member.equals(apex) && hasSecondaries(member)),
        );
        const isServed = view.zone(apex) !== undefined;
        return ok(
          isServed ? stepsToReplace(view.rrsets(apex), wanted) : stepsOfNewZone(wanted, clock, journal.revision),
        );
      },
      { actor: { kind: "configuration" }, transport: "start", peer: undefined },
    );
    if (!kept.ok) log.write(catalogNotKept, { zone: apex.hostname, detail: kept.detail });
  }
}
