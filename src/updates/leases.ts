import type { Accounts } from "../core/accounts.ts";
import type { Address } from "../core/address.ts";
import type { Clock, Instant, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { type Family, families } from "../core/family.ts";
import type { Entry, Journal, Origin } from "../core/journal.ts";
import type { Running } from "../core/lifecycle.ts";
import type { OwnerName } from "../core/name.ts";
import { ok } from "../core/result.ts";
import { addressRdata, addressType, canonicalRdata, sameRdata } from "../core/rrset.ts";
import type { Ttl } from "../core/ttl.ts";
import type { ZoneChange } from "../core/zone-change.ts";
import type { ZoneView } from "../core/zone-view.ts";
import type { RRsetChangeWish } from "../core/zone-change.ts";
import type { Door } from "./door.ts";
import type { Presence } from "./presence.ts";

/**
 * Takes the addresses of hosts that have been silent for too long out of the zone, or puts stand-by addresses in their
 * place, and gives them back when the host is heard again. Nothing is kept of it but the journal's entries: what a host
 * had before is what the last entry of another kind says.
 */

/** What a zone grants its hosts. */
export interface LeaseTerms {
  /** The silence after which a host counts as gone. */
  readonly duration: Duration;
  /** What its name then leads to; of a family without any, the addresses are withdrawn. */
  readonly standby: readonly Address[];
}

export interface LeasesPorts {
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly door: Door;
  readonly journal: Journal;
  readonly presence: Presence;
  readonly view: ZoneView;
  /** Undefined for a zone whose hosts may be silent for ever. */
  readonly termsOf: (apex: OwnerName) => LeaseTerms | undefined;
  readonly hostTtlOf: (apex: OwnerName) => Ttl;
}

const origin: Origin = { actor: { kind: "configuration" }, transport: "lease", peer: undefined };

/** Looks per lease; a host is withdrawn at most a quarter of its lease late. */
const looksPerLease = 4;
const shortestPause = Duration.seconds(1);
const longestPause = Duration.minutes(1);

const pageSize = 1_000;

/** Entries of a host that are read to find out what it had. */
const historyLimit = 100;

interface Watched {
  readonly host: OwnerName;
  /** On the monotonic clock, which stands still while this machine sleeps. */
  lastHeard: Duration;
  /** Whether its addresses were taken; undefined while nobody has looked it up. */
  hasLapsed: boolean | undefined;
  /** Work on one host is done one after the other. */
  work: Promise<void>;
}

export class Leases implements Running {
  readonly #ports: LeasesPorts;
  readonly #watched = new Map<string, Watched>();
  readonly #unlisten: readonly (() => unknown)[];
  #timer: Timer | undefined;
  #looking: Promise<void> = Promise.resolve();
  #reading: Promise<void> = Promise.resolve();
  /** Silence before this does not count: nobody was listening. */
  #listeningSince: Duration;
  #lastLook: Duration;
  #isStopped = false;

  constructor(ports: LeasesPorts) {
    this.#ports = ports;
    this.#listeningSince = ports.clock.monotonic();
    this.#lastLook = this.#listeningSince;
    this.#unlisten = [
      ports.presence.listen(({ host }) => this.#hear(host)),
      ports.presence.listenForEnds((host) => this.#forget(host)),
    ];
    this.reconsider();
  }

  /** How many hosts are remembered. */
  get watchedCount(): number {
    return this.#watched.size;
  }

  /** To be called when the zones' terms are others. */
  reconsider(): void {
    this.#timer?.cancel();
    const pause = this.#pause();
    if (pause === undefined || this.#isStopped) return;
    this.#timer = this.#ports.clock.after(pause, () => {
      this.#looking = this.#look(pause).finally(() => this.reconsider());
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const unlisten of this.#unlisten) unlisten();
    this.#timer?.cancel();
    await this.#looking;
    await Promise.all([...this.#watched.values()].map(({ work }) => work));
  }

  #pause(): Duration | undefined {
    const terms = this.#ports.view.zones().flatMap(({ apex }) => this.#ports.termsOf(apex) ?? []);
    if (terms.length === 0) return undefined;
    const shortest = Math.min(...terms.map(({ duration }) => duration)) / looksPerLease;
    return Duration.milliseconds(Math.min(Math.max(shortest, shortestPause), longestPause));
  }

  async #look(pause: Duration): Promise<void> {
    const { accounts, clock } = this.#ports;
    const now = clock.monotonic();
    // A process that was stopped heard nobody either.
    if (now - this.#lastLook > 2 * pause + shortestPause) this.#listeningSince = now;
    this.#lastLook = now;
    for (let after: OwnerName | undefined; !this.#isStopped; ) {
      const page: Awaited<ReturnType<Accounts["hosts"]>> = await accounts.hosts(after, pageSize);
      if (!page.ok) return;
      for (const { name, zone } of page.value) this.#judge(name, zone);
      if (page.value.length < pageSize) return;
      after = page.value.at(-1)?.name;
    }
  }

  #judge(host: OwnerName, zone: OwnerName): void {
    const terms = this.#ports.termsOf(zone);
    if (terms === undefined) return;
    const watched = this.#watch(host);
    const silence = this.#ports.clock.monotonic() - Math.max(watched.lastHeard, this.#listeningSince);
    if (silence < terms.duration || watched.hasLapsed === true) return;
    this.#enqueue(watched, () => this.#lapse(watched, zone, terms));
  }

  #hear(host: OwnerName): void {
    const zone = this.#ports.view.zoneOf(host)?.apex;
    if (zone === undefined || this.#ports.termsOf(zone) === undefined) return;
    const watched = this.#watch(host);
    watched.lastHeard = this.#ports.clock.monotonic();
    // An earlier process may have taken its addresses.
    if (watched.hasLapsed !== false) this.#enqueue(watched, () => this.#inTurn(() => this.#restore(watched, zone)));
  }

  /**
   * Runs what reads history after all that was to do so before. A reading takes milliseconds, after a start every host is
   * heard within seconds, and updates get their turn at the disk between two readings.
   */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#reading.then(() => (this.#isStopped ? undefined : work()));
    this.#reading = done.catch(() => undefined);
    return done;
  }

  #watch(host: OwnerName): Watched {
    const present = this.#watched.get(host.key);
    if (present !== undefined) return present;
    const watched = { host, lastHeard: this.#listeningSince, hasLapsed: undefined, work: Promise.resolve() };
    this.#watched.set(host.key, watched);
    return watched;
  }

  /** What is under way for it ends first, so that a host of the same name is not worked on twice at once. */
  #forget(host: OwnerName): void {
    const watched = this.#watched.get(host.key);
    if (watched === undefined) return;
    this.#enqueue(watched, async () => {
      if (this.#watched.get(host.key) === watched) this.#watched.delete(host.key);
    });
  }

  #enqueue(watched: Watched, work: () => Promise<void>): void {
    watched.work = watched.work.then(() => (this.#isStopped ? undefined : work()));
  }

  async #lapse(watched: Watched, zone: OwnerName, terms: LeaseTerms): Promise<void> {
    const { clock, door, view } = this.#ports;
    const { host } = watched;
    const silence = clock.monotonic() - Math.max(watched.lastHeard, this.#listeningSince);
    if (watched.hasLapsed === true || silence < terms.duration) return;
    const present = families.flatMap((family) => view.rrset(host, addressType(family)) ?? []);
    // Who has no address has nothing to lose, and no right to the stand-by's.
    if (present.length > 0) {
      const ttl = present[0]?.ttl ?? this.#ports.hostTtlOf(zone);
      const wishes = families.map((family) => wishFor(host, family, terms.standby, ttl));
      const committed = await door.submit(zone, wishes, origin);
      // What could not be written now is tried at the next look.
      if (!committed.ok) return;
    }
    watched.hasLapsed = true;
  }

  /** Gives back what the host had, as far as nobody has written there since. */
  async #restore(watched: Watched, zone: OwnerName): Promise<void> {
    if (watched.hasLapsed === false) return;
    const { accounts, door, journal, view } = this.#ports;
    const { host } = watched;
    const account = await accounts.host(host);
    if (!account.ok || account.value === undefined) return;
    const entries = await journal.history({ owner: host, limit: historyLimit });
    if (!entries.ok) return;
    const steps = stepsBack(entries.value, host, zone, account.value.createdAt);
    if (steps.length > 0) {
      const committed = await door.submitZone(
        zone,
        () => ok(steps.filter(({ taken }) => isSo(taken, view)).map(({ before }) => before)),
        origin,
      );
      if (!committed.ok) return;
    }
    watched.hasLapsed = false;
  }
}

function wishFor(owner: OwnerName, family: Family, standby: readonly Address[], ttl: Ttl): RRsetChangeWish {
  const type = addressType(family);
  const addresses = standby.filter((address) => address.family === family);
  if (addresses.length === 0) return { kind: "rrset-removed", owner, type };
  return { kind: "rrset-replaced", owner, type, ttl, rdata: canonicalRdata(addresses.map(addressRdata)) };
}

/** What a lease did to an RRset, and how it was before. */
interface StepBack {
  readonly taken: RRsetChangeWish;
  readonly before: RRsetChangeWish;
}

/**
 * @param entries that touch the host, the newest first.
 * @param since when the host was added: what was taken before, a host of the same name had, perhaps somebody else's.
 */
function stepsBack(entries: readonly Entry[], host: OwnerName, zone: OwnerName, since: Instant): readonly StepBack[] {
  const steps: StepBack[] = [];
  for (const family of families) {
    const made = entries.flatMap((entry) => {
      const change = entry.zone.equals(zone) ? changeOf(entry, host, family) : undefined;
      return change === undefined ? [] : [{ at: entry.at, isLease: entry.transport === "lease", change }];
    });
    const taken = made[0];
    const before = made.find(({ isLease }) => !isLease);
    // Only what a lease did last is taken back, and only to what is known.
    const isTaken = taken?.isLease === true && taken.at >= since;
    if (isTaken && before !== undefined) steps.push({ taken: taken.change, before: before.change });
  }
  return steps;
}

function changeOf(entry: Entry, host: OwnerName, family: Family): RRsetChangeWish | undefined {
  const type = addressType(family);
  const isIt = (change: ZoneChange): change is RRsetChangeWish =>
    (change.kind === "rrset-replaced" || change.kind === "rrset-removed") &&
    change.type === type &&
    change.owner.equals(host);
  return entry.changes.find(isIt);
}

function isSo(wish: RRsetChangeWish, view: ZoneView): boolean {
  const present = view.rrset(wish.owner, wish.type);
  if (wish.kind === "rrset-removed") return present === undefined;
  return present !== undefined && sameRdata(present.rdata, wish.rdata);
}
