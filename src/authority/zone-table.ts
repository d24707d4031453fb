import { assert } from "../core/assert.ts";
import type { ReplayItem, Revision } from "../core/journal.ts";
import type { OwnerName } from "../core/name.ts";
import { atOnce } from "../core/pieces.ts";
import type { Random } from "../core/random.ts";
import type { RRset } from "../core/rrset.ts";
import { ChangeCursor, type EncodedChanges } from "../core/change-cursor.ts";
import { codeOfType, type RRType } from "../core/rr-type.ts";
import { serialBaseAt, serialOf, type SoaSerial } from "../core/serial.ts";
import { receivedTtl } from "../core/ttl.ts";
import type { ZoneChange } from "../core/zone-change.ts";
import type { ServedZone, ZoneView } from "../core/zone-view.ts";
import { Arena, control } from "./arena.ts";
import { FoldedName } from "./folded-name.ts";
import { gone } from "./published.ts";
import { storedOwner, storedRRsets } from "./stored-rrset.ts";
import { TableReader } from "./table-reader.ts";
import { TableWriter } from "./table-writer.ts";
import { apexLabelsOf, setWithheld } from "./zone-block.ts";
import { canonicalOrder } from "./zone-listing.ts";

/**
 * The served zones in memory: follows the journal, and lends its memory to those who answer queries.
 *
 * What the memory looks like: `arena.ts` (control words), `slot-table.ts` (hash tables), `zone-block.ts` and
 * `owner-block.ts` (content), `published.ts` (how changes become visible). One table has one writer, this object.
 */

export interface ZoneTableOptions {
  /** Where the seed of the name hash comes from. */
  readonly random: Random;
  /** Most memory the zones may take, in octets. About 90 per host with two addresses. */
  readonly largestOctets: number;
  /** Names that answer A, AAAA and TXT with the address of the querier; those outside served zones wait for one. */
  readonly reflecting?: readonly OwnerName[];
}

/** Changes that are made without a pause; about a millisecond. */
export const changesOfPiece = 500;

/** What the control plane knows of a zone beyond the arena. */
interface ZoneState {
  readonly apex: OwnerName;
  readonly zone: number;
  serialBase: SoaSerial;
  revision: Revision;
  ownerCount: number;
}

export class ZoneTable implements ZoneView {
  readonly #writer: TableWriter;
  readonly #reader: TableReader;
  readonly #name: FoldedName;
  readonly #apexName: FoldedName;
  readonly #zones = new Map<string, ZoneState>();
  readonly #reflecting: OwnerName[];
  #revision = 0 as Revision;
  /** True from the first piece of a step to its last. */
  #isApplying = false;
  /** Since the longest apex was last measured. */
  #hasLostZones = false;

  constructor(options: ZoneTableOptions) {
    const arena = Arena.create(options.largestOctets);
    const [a = 0, b = 0, c = 0, d = 0] = options.random.octets(4);
    const seed = (a << 24) | (b << 16) | (c << 8) | d;
    arena.words[control.seed] = seed;
    this.#writer = new TableWriter(arena);
    this.#reader = new TableReader(arena);
    this.#name = new FoldedName(seed);
    this.#apexName = new FoldedName(seed);
    this.#reflecting = [...(options.reflecting ?? [])];
  }

  /** The memory, for readers in this thread or others. */
  get memory(): WebAssembly.Memory {
    return this.#writer.arena.memory;
  }

  /** The last revision this table has followed the journal to. */
  get revision(): Revision {
    return this.#revision;
  }

  /** Octets in use, in whole pages of the arena. */
  get octetsLent(): number {
    return this.#writer.octetsLent;
  }

  /** Octets there is still room for; what the table needs besides, to grow, is kept aside. */
  get octetsLeft(): number {
    return this.#writer.octetsLeft;
  }

  /**
   * Follows the journal by these items, in the order of their revisions. Readers see all of it at once. An entry that
   * the table has already is passed over.
   */
  apply(items: readonly ReplayItem[]): void {
    atOnce(this.applyInPieces(items));
  }

  /**
   * The same before anybody asks: what was half applied may be seen, and so nothing is kept for those who would have to see
   * the state before.
   */
  replay(items: readonly ReplayItem[]): void {
    for (const pieces = this.applyInPieces(items); pieces.next().done !== true; ) this.#writer.publish();
  }

  /** The same, for an entry so large that queries would notice; until its end, readers see none of it. */
  *applyInPieces(items: readonly ReplayItem[]): Generator<void, void> {
    this.#isApplying = true;
    for (const item of items) {
      if (item.kind === "entry" && item.entry.revision <= this.#revision) continue;
      const { zone, revision } = item.kind === "state" ? item : item.entry;
      if (item.encoded !== undefined) yield* this.#applyEncoded(zone, item.encoded, revision);
      else yield* this.#applyChanges(zone, item.kind === "state" ? item.changes : item.entry.changes, revision);
      this.#follow(zone, revision);
    }
    this.#writer.publish();
    this.#isApplying = false;
    if (this.#hasLostZones) this.#recountApexLabels();
  }

  /** Adds to the names that answer with the address of the querier; one outside served zones waits for its zone. */
  reflect(name: OwnerName): void {
    this.#reflecting.push(name);
    const state = this.#stateOf(name);
    if (state === undefined) return;
    this.#writer.reflect(state.zone, this.#name);
    // Publishing now would show half of an entry that is being applied; its end will publish this too.
    if (!this.#isApplying) this.#writer.publish();
  }

  /** Answers everything in a zone with SERVFAIL, or no longer so; a zone that is added again begins without. */
  withhold(apex: OwnerName, isWithheld: boolean): void {
    const state = this.#zones.get(apex.key);
    if (state === undefined) return;
    // No block moves, so readers see the old word or the new one, whatever else is being applied.
    setWithheld(this.#writer.arena.words, state.zone, isWithheld);
  }

  zones(): readonly ServedZone[] {
    return [...this.#zones.values()].map(served);
  }

  zone(apex: OwnerName): ServedZone | undefined {
    const state = this.#zones.get(apex.key);
    return state === undefined ? undefined : served(state);
  }

  zoneOf(name: OwnerName): ServedZone | undefined {
    const state = this.#stateOf(name);
    return state === undefined ? undefined : served(state);
  }

  rrset(owner: OwnerName, type: RRType): RRset | undefined {
    return this.rrsetsAt(owner).find((rrset) => rrset.type === type);
  }

  rrsetsAt(owner: OwnerName): readonly RRset[] {
    const state = this.#stateOf(owner);
    if (state === undefined) return [];
    const cell = this.#ownerCell(state.zone);
    return cell <= gone ? [] : [...storedRRsets(this.#writer.arena, cell, owner)];
  }

  /** @throws BrokenInvariant when read on after the zone has changed; what other zones do is of no interest. */
  *rrsets(apex: OwnerName): Generator<RRset> {
    const state = this.#zones.get(apex.key);
    if (state === undefined) return;
    const { revision } = state;
    this.#reader.begin();
    const { arena } = this.#writer;
    const apexCell = this.#reader.apexOf(state.zone);
    yield* storedRRsets(arena, apexCell, state.apex);
    for (const cell of canonicalOrder(arena, this.#writer.ownersOf(state.zone))) {
      // Blocks of a zone are given back only when that zone changes.
      const isSame = this.#zones.get(apex.key) === state && state.revision === revision;
      assert(isSame, "a zone does not change while it is listed");
      yield* storedRRsets(arena, cell, storedOwner(arena, cell, state.apex));
    }
  }

  *#applyChanges(apex: OwnerName, changes: readonly ZoneChange[], revision: Revision): Generator<void, void> {
    let count = 0;
    for (const change of changes) {
      count += 1;
      if (count % changesOfPiece === 0) yield;
      if (change.kind === "zone-added") {
        this.#addZone(apex, change.serialBase, revision);
      } else if (change.kind === "zone-removed") {
        this.#removeZone(apex);
      } else if (change.kind === "serial-set") {
        this.#setSerial(apex, change.serial, revision);
      } else {
        take(this.#name, change.owner);
        const isReplaced = change.kind === "rrset-replaced";
        this.#replace(apex, codeOfType(change.type), isReplaced ? change.ttl : 0, isReplaced ? change.rdata : []);
      }
    }
  }

  /** The same without a value for each change. */
  *#applyEncoded(apex: OwnerName, changes: EncodedChanges, revision: Revision): Generator<void, void> {
    const cursor = new ChangeCursor(changes);
    for (let count = 1; cursor.next(); count += 1) {
      if (count % changesOfPiece === 0) yield;
      const { kind, octets, bodyStart } = cursor;
      if (kind === "zone-added") {
        this.#addZone(apex, serialOf(cursor.number32At(bodyStart)), revision);
      } else if (kind === "zone-removed") {
        this.#removeZone(apex);
      } else if (kind === "serial-set") {
        this.#setSerial(apex, serialOf(cursor.number32At(bodyStart)), revision);
      } else {
        const ownerEnd = this.#name.take(octets, bodyStart, octets.length);
        const isReplaced = kind === "rrset-replaced";
        const ttl = isReplaced ? receivedTtl(cursor.ttlAt(ownerEnd)) : 0;
        this.#replace(apex, cursor.typeAt(ownerEnd), ttl, isReplaced ? cursor.rdataAt(ownerEnd) : []);
      }
    }
  }

  /** Notes that a zone, and with it the table, is at a revision. */
  #follow(apex: OwnerName, revision: Revision): void {
    this.#revision = Math.max(this.#revision, revision) as Revision;
    const state = this.#zones.get(apex.key);
    if (state === undefined) return;
    state.revision = revision;
    this.#writer.setSerial(state.zone, serialAt(state));
  }

  /** Changes nothing in a zone that is there. */
  #addZone(apex: OwnerName, serialBase: SoaSerial, revision: Revision): void {
    if (this.#zones.has(apex.key)) return;
    take(this.#apexName, apex);
    const zone = this.#writer.addZone(this.#apexName);
    this.#zones.set(apex.key, { apex, zone, serialBase, revision, ownerCount: 0 });
    for (const name of this.#reflecting.filter((reflecting) => reflecting.isAtOrBelow(apex))) {
      this.#writer.reflect(zone, take(this.#name, name));
    }
  }

  #setSerial(apex: OwnerName, serial: SoaSerial, revision: Revision): void {
    const state = this.#zones.get(apex.key);
    if (state !== undefined) state.serialBase = serialBaseAt(serial, revision);
  }

  #removeZone(apex: OwnerName): void {
    const state = this.#zones.get(apex.key);
    if (state === undefined) return;
    this.#writer.removeZone(state.zone, take(this.#apexName, apex));
    this.#zones.delete(apex.key);
    this.#hasLostZones = true;
  }

  /** Replaces an RRset of the owner that is in `#name`; without RDATA it is removed. */
  #replace(apex: OwnerName, type: number, ttl: number, rdata: readonly Uint8Array[]): void {
    const state = this.#zones.get(apex.key);
    if (state === undefined || !this.#isInZone(state.zone, this.#name)) return;
    state.ownerCount += this.#writer.replace(state.zone, this.#name, type, ttl, rdata);
  }

  #recountApexLabels(): void {
    let most = 0;
    for (const { apex } of this.#zones.values()) most = Math.max(most, apex.labelCount);
    this.#writer.setMostApexLabels(most);
    this.#hasLostZones = false;
  }

  #isInZone(zone: number, name: FoldedName): boolean {
    const apexLabel = name.labelCount - apexLabelsOf(this.#writer.arena.words, zone);
    return apexLabel >= 0 && this.#reader.isApex(zone, name, apexLabel);
  }

  /** The zone that holds a name, which afterwards is `#name`. */
  #stateOf(owner: OwnerName): ZoneState | undefined {
    for (let apex: OwnerName | undefined = owner; apex !== undefined; apex = apex.parent) {
      const state = this.#zones.get(apex.key);
      if (state === undefined) continue;
      take(this.#name, owner);
      return state;
    }
    return undefined;
  }

  #ownerCell(zone: number): number {
    this.#reader.begin();
    const apexLabel = this.#name.labelCount - apexLabelsOf(this.#writer.arena.words, zone);
    return apexLabel === 0 ? this.#reader.apexOf(zone) : this.#reader.ownerAt(zone, this.#name, 0);
  }
}

/** The serial is the zone's base plus its last revision, in 32 bits, so that every node and every restart agrees. */
function serialAt(state: ZoneState): SoaSerial {
  return serialOf((state.serialBase + state.revision) % 2 ** 32);
}

function served(state: ZoneState): ServedZone {
  const { apex, revision, ownerCount } = state;
  return { apex, revision, serial: serialAt(state), ownerCount };
}

/** Puts a name into the form look-ups need. */
function take(folded: FoldedName, name: OwnerName): FoldedName {
  const { wire } = name;
  folded.take(wire, 0, wire.length);
  return folded;
}
