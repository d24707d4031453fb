import type { Clock } from "../core/clock.ts";
import type { AppendFailure, Entry, Journal, Origin, Proposal, Revision } from "../core/journal.ts";
import type { OwnerName } from "../core/name.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { type RRset, sameRdata } from "../core/rrset.ts";
import type { RRsetChangeWish, ZoneChange } from "../core/zone-change.ts";
import type { ZoneView } from "../core/zone-view.ts";
import { Flights } from "./flights.ts";
import { OrderedEntries } from "./ordered-entries.ts";

/**
 * Last step of the one door: makes admitted changes durable and shows them to readers. Every change of every transport
 * goes through one instance; nothing else appends to the journal.
 */

/** What a submission came to. */
export interface Committed {
  /** False when everything was so already; nothing was written then. */
  readonly hasChanged: boolean;
  /** The zone's revision after it. */
  readonly revision: Revision;
}

/** Why a submission did not become durable. */
export interface CommitFailure {
  /** `zone-is-copy`: the zone is its primary's to change. */
  readonly code: AppendFailure["code"] | "zone-not-served" | "zone-exists" | "zone-is-copy" | "memory-full";
  readonly detail: string;
}

/** Which changes a zone is to see, as it is now; a promise where that takes time. */
export type ZoneDecision = () =>
  | Result<readonly ZoneChange[], CommitFailure>
  | Promise<Result<readonly ZoneChange[], CommitFailure>>;

/** What the door needs to know and to tell. */
export interface DoorPorts {
  readonly journal: Journal;
  readonly view: ZoneView;
  /**
   * Applies an entry to the served zones; called once per entry, in the order of revisions. A promise, for an entry so
   * large that it is applied in pieces, is waited for before the next entry. When it fails, nothing is accepted any more.
   */
  readonly apply: (entry: Entry) => Promise<void> | undefined;
  /** True for zones that are copied from a primary: nobody else changes those. Default: none is. */
  readonly isCopy?: (zone: OwnerName) => boolean;
  /** Memory the served zones may still take. */
  readonly octetsLeft: () => number;
  readonly clock: Clock;
}

/** Memory an RRset may take beyond its RDATA, in octets. Generous, because what is durable must also find room. */
const overheadOfRRset = 1_024;

/**
 * The same in a zone that is new: no owner has records that would be there twice until the change is seen. Some ninety octets
 * is the measured need, and an import of a million hosts must not be refused for want of memory that it does not take.
 */
const overheadInNewZone = 256;

/** The same for each of its owner's ancestors, beyond the octets of a name. */
const overheadOfLabel = 64;

export class Door {
  readonly #ports: DoorPorts;
  readonly #flights = new Flights();
  readonly #entries: OrderedEntries;
  /** Whole-zone changes in progress, by apex; single changes of that zone wait for them. */
  readonly #exclusive = new Map<string, Promise<unknown>>();
  /** Memory that admitted changes may take which are not served yet. */
  #octetsOnTheWay = 0;

  constructor(ports: DoorPorts) {
    this.#ports = ports;
    this.#entries = new OrderedEntries(ports.apply, ports.journal.revision);
  }

  /**
   * Makes RRsets of one zone equal to what is wished; resolves when that is durable and served.
   *
   * What is so already is left out, and nothing is written when nothing remains. A wish equal to one that is still on
   * its way to the disk waits for that one.
   */
  async submit(
    zone: OwnerName,
    wishes: readonly RRsetChangeWish[],
    origin: Origin,
  ): Promise<Result<Committed, CommitFailure>> {
    if (this.#isForeign(zone, origin)) return foreign(zone);
    let open = wishes;
    let hasChanged = false;
    while (open.length > 0) {
      while (this.#exclusive.has(zone.key)) await this.#exclusive.get(zone.key);
      if (this.#ports.view.zone(zone) === undefined) {
        return failure({ code: "zone-not-served", detail: zone.hostname });
      }
      const remaining = open.filter((wish) => !this.#isSoAlready(wish));
      const waiting = open.flatMap((wish) => {
        const flight = this.#flights.last(wish.owner, wish.type);
        return flight === undefined || remaining.includes(wish) ? [] : [{ wish, flight }];
      });
      if (remaining.length > 0) {
        const appended = await this.#flights.track(zone, remaining, () =>
          this.#append(zone, remaining, origin, undefined),
        );
        if (!appended.ok) return appended;
        hasChanged = true;
      }
      const durable = await Promise.all(waiting.map(({ flight }) => flight.isDurable));
      // Only what failed is looked at again: what others submitted since then comes after this wish, whatever it says.
      open = waiting.filter((_, index) => durable[index] !== true).map(({ wish }) => wish);
    }
    return ok({ hasChanged, revision: this.#revisionOf(zone) });
  }

  /**
   * Decides about names by what they hold, and makes that durable and served.
   *
   * `decide` is asked again when a name it has read was about to change, so that what it says follows from what is true.
   * It only computes. Decisions about different names wait for the disk together.
   */
  async submitDecided<F extends { readonly code: string }>(
    zone: OwnerName,
    decide: (read: (owner: OwnerName) => readonly RRset[]) => Result<readonly RRsetChangeWish[], F>,
    origin: Origin,
  ): Promise<Result<Committed, CommitFailure | F>> {
    if (this.#isForeign(zone, origin)) return foreign(zone);
    for (;;) {
      while (this.#exclusive.has(zone.key)) await this.#exclusive.get(zone.key);
      if (this.#ports.view.zone(zone) === undefined) {
        return failure({ code: "zone-not-served", detail: zone.hostname });
      }
      const unsettled = new Set<Promise<boolean>>();
      const decided = decide((owner) => {
        for (const flight of this.#flights.at(owner)) unsettled.add(flight.isDurable);
        return this.#ports.view.rrsetsAt(owner);
      });
      if (unsettled.size > 0) {
        await Promise.all(unsettled);
        continue;
      }
      if (!decided.ok) return decided;
      const remaining = decided.value.filter((wish) => !this.#isSoAlready(wish));
      if (remaining.length === 0) return ok({ hasChanged: false, revision: this.#revisionOf(zone) });
      return this.#flights.track(zone, remaining, () => this.#append(zone, remaining, origin, undefined));
    }
  }

  /**
   * Runs a decision about a whole zone while no other change of it is in progress.
   *
   * `decide` sees everything that was submitted before, and the zone does not change until it has decided; nothing is
   * written when it returns no changes.
   */
  submitZone(zone: OwnerName, decide: ZoneDecision, origin: Origin): Promise<Result<Committed, CommitFailure>> {
    if (this.#isForeign(zone, origin)) return Promise.resolve(foreign(zone));
    return this.#alone(zone, () => this.#decideAndAppend(zone, decide, origin));
  }

  /** Runs work that reads a zone, while nothing changes that zone; others go on. */
  whileUnchanged<T>(zone: OwnerName, work: () => Promise<T>): Promise<T> {
    return this.#alone(zone, async () => {
      await this.#flights.settled(zone);
      return work();
    });
  }

  /** Runs work with a zone to itself; what was submitted before may still be on its way. */
  async #alone<T>(zone: OwnerName, begin: () => Promise<T>): Promise<T> {
    while (this.#exclusive.has(zone.key)) await this.#exclusive.get(zone.key);
    const work = begin();
    const settled = work.catch(() => undefined);
    this.#exclusive.set(zone.key, settled);
    try {
      return await work;
    } finally {
      if (this.#exclusive.get(zone.key) === settled) this.#exclusive.delete(zone.key);
    }
  }

  async #decideAndAppend(
    zone: OwnerName,
    decide: ZoneDecision,
    origin: Origin,
  ): Promise<Result<Committed, CommitFailure>> {
    await this.#flights.settled(zone);
    const decided = await decide();
    if (!decided.ok) return decided;
    const revision = this.#revisionOf(zone);
    if (decided.value.length === 0) return ok({ hasChanged: false, revision });
    return this.#append(zone, decided.value, origin, revision);
  }

  #isForeign(zone: OwnerName, { actor }: Origin): boolean {
    return actor.kind !== "primary" && this.#ports.isCopy?.(zone) === true;
  }

  /** 0 for a zone that is not served. */
  #revisionOf(zone: OwnerName): Revision {
    return this.#ports.view.zone(zone)?.revision ?? (0 as Revision);
  }

  #isSoAlready(wish: RRsetChangeWish): boolean {
    const flight = this.#flights.last(wish.owner, wish.type);
    const present = flight === undefined ? this.#ports.view.rrset(wish.owner, wish.type) : asPresent(flight.change);
    if (wish.kind === "rrset-removed") return present === undefined;
    return present !== undefined && present.ttl === wish.ttl && sameRdata(present.rdata, wish.rdata);
  }

  async #append(
    zone: OwnerName,
    changes: readonly ZoneChange[],
    origin: Origin,
    expected: Revision | undefined,
  ): Promise<Result<Committed, CommitFailure>> {
    if (this.#entries.hasLostTrack) {
      return failure({ code: "journal-unavailable", detail: "an earlier change could not be served" });
    }
    const octets = octetsOf(changes);
    // What cannot be served must not become durable, or the next start would fail.
    if (this.#octetsOnTheWay + octets > this.#ports.octetsLeft()) {
      return failure({ code: "memory-full", detail: `${changes.length} changes of ${zone.hostname}` });
    }
    const { actor, transport, peer } = origin;
    const proposal: Proposal = { actor, transport, peer, at: this.#ports.clock.now(), zone, changes };
    this.#octetsOnTheWay += octets;
    try {
      const appended = await this.#ports.journal.append(proposal, expected);
      if (!appended.ok) return failure({ code: appended.code, detail: appended.detail });
      await this.#entries.follow({ ...proposal, revision: appended.value });
      return ok({ hasChanged: true, revision: appended.value });
    } finally {
      this.#octetsOnTheWay -= octets;
    }
  }
}

function foreign(zone: OwnerName): Result<never, CommitFailure> {
  return failure({ code: "zone-is-copy", detail: zone.hostname });
}

/** Memory that changes may take at most. */
function octetsOf(changes: readonly ZoneChange[]): number {
  let octets = 0;
  const overhead = changes[0]?.kind === "zone-added" ? overheadInNewZone : overheadOfRRset;
  for (const change of changes) {
    if (change.kind !== "rrset-replaced") continue;
    const { labelCount, wire } = change.owner;
    octets +=
      overhead +
      labelCount * (overheadOfLabel + wire.length) +
      change.rdata.reduce((sum, rdata) => sum + rdata.length, 0);
  }
  return octets;
}

function asPresent(change: RRsetChangeWish): Extract<RRsetChangeWish, { kind: "rrset-replaced" }> | undefined {
  return change.kind === "rrset-replaced" ? change : undefined;
}
