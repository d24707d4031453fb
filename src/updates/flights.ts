import type { OwnerName } from "../core/name.ts";
import type { Result } from "../core/result.ts";
import type { RRType } from "../core/rr-type.ts";
import type { RRsetChangeWish } from "../core/zone-change.ts";

/**
 * Changes on their way to the disk, in their order: the last one of an RRset is what is true for the next decision, though
 * not yet served. When that one fails, it is the one before.
 */

/** A change that is being made durable. */
export interface InFlight {
  readonly zone: string;
  readonly change: RRsetChangeWish;
  /** True once the change is durable and served, false when it failed. */
  readonly isDurable: Promise<boolean>;
}

export class Flights {
  readonly #ofRRset = new Map<string, Set<InFlight>>();
  readonly #ofOwner = new Map<string, Set<InFlight>>();

  /** The last change of an RRset. */
  last(owner: OwnerName, type: RRType): InFlight | undefined {
    return [...(this.#ofRRset.get(rrsetKey(owner, type)) ?? [])].at(-1);
  }

  /** All changes of a name's RRsets. */
  at(owner: OwnerName): Iterable<InFlight> {
    return this.#ofOwner.get(owner.key) ?? [];
  }

  /** Resolves when everything of a zone that is on its way now is durable and served, or has failed. */
  async settled(zone: OwnerName): Promise<void> {
    const flights = [...this.#ofRRset.values()].flatMap((some) => [...some]);
    await Promise.all(flights.filter((flight) => flight.zone === zone.key).map((flight) => flight.isDurable));
  }

  /** Lets others see the changes while `work` makes them durable. */
  async track<T extends Result<unknown, object>>(
    zone: OwnerName,
    changes: readonly RRsetChangeWish[],
    work: () => Promise<T>,
  ): Promise<T> {
    const done = Promise.withResolvers<boolean>();
    const flights = changes.map((change): InFlight => ({ zone: zone.key, change, isDurable: done.promise }));
    for (const flight of flights) {
      for (const [set, key] of this.#places(flight)) set.getOrInsertComputed(key, () => new Set()).add(flight);
    }
    let isDurable = false;
    try {
      const result = await work();
      isDurable = result.ok;
      return result;
    } finally {
      for (const flight of flights) {
        for (const [set, key] of this.#places(flight)) forget(set, key, flight);
      }
      done.resolve(isDurable);
    }
  }

  #places({ change: { owner, type } }: InFlight): readonly (readonly [Map<string, Set<InFlight>>, string])[] {
    return [
      [this.#ofRRset, rrsetKey(owner, type)],
      [this.#ofOwner, owner.key],
    ];
  }
}

function forget(flights: Map<string, Set<InFlight>>, key: string, flight: InFlight): void {
  const others = flights.get(key);
  others?.delete(flight);
  if (others?.size === 0) flights.delete(key);
}

function rrsetKey(owner: OwnerName, type: RRType): string {
  return `${owner.key} ${type}`;
}
