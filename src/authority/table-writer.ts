import { assert } from "../core/assert.ts";
import { type Arena, control, pageOctets } from "./arena.ts";
import { BlockAllocator, pagesOfAllSizes } from "./block-allocator.ts";
import { typeCode } from "./codes.ts";
import type { FoldedName } from "./folded-name.ts";
import {
  countOf,
  cutFlags,
  endOfType,
  firstOfType,
  flagsOf,
  largestCount,
  ownerFlag,
  recordHeadOctets,
  recordOctetsOf,
  recordsEnd,
  recordsStart,
  setCount,
  zoneOfOwner,
} from "./owner-block.ts";
import { OwnerBuilder } from "./owner-builder.ts";
import { PagePool } from "./page-pool.ts";
import { gone, visible } from "./published.ts";
import { SlotTable } from "./slot-table.ts";
import { Stage } from "./stage.ts";
import { TableReader } from "./table-reader.ts";
import { apexLabelsOf, apexNameStart, apexSlot, zoneHeadOctets } from "./zone-block.ts";

/**
 * Writes zones and RRsets into the arena. Everything it does stays invisible until `publish()`.
 *
 * Keeps the shape of each zone complete: names that exist only through others below them, the flag that a wildcard is
 * there, the count of cuts. Which change means what, and serials, are `zone-table.ts`'s.
 */

/** Fields of SOA RDATA behind its two names, counted from the end. RFC 1035 §3.3.13 */
const serialFromEnd = 20;

export class TableWriter {
  readonly arena: Arena;
  readonly #pool: PagePool;
  readonly #blocks: BlockAllocator;
  readonly #builder: OwnerBuilder;
  readonly #stage: Stage;
  readonly #owners: SlotTable;
  readonly #zones: SlotTable;
  /** Looks at the version that is being prepared. */
  readonly #next: TableReader;
  /** Zones whose owners are still in the table although nobody finds them any more. */
  #left: { readonly zone: number; readonly hash: number }[] = [];

  constructor(arena: Arena) {
    this.arena = arena;
    this.#pool = new PagePool(arena);
    this.#blocks = new BlockAllocator(arena, this.#pool);
    this.#builder = new OwnerBuilder(arena, this.#blocks);
    this.#stage = new Stage(arena, this.#blocks);
    const retire = (cell: number): void => this.#stage.retire(cell);
    this.#owners = new SlotTable(arena, this.#blocks, control.owners, retire);
    this.#zones = new SlotTable(arena, this.#blocks, control.zones, retire);
    this.#next = new TableReader(arena);
  }

  /** Octets of the arena that are in use, in whole pages. */
  get octetsLent(): number {
    return this.#pool.octetsLent;
  }

  /**
   * Octets there is still room for, beside what any change may need at once: tables of twice the size, each in one piece,
   * and a page for each size of blocks.
   */
  get octetsLeft(): number {
    const tablePages = pagesFor(this.#owners.nextOctets) + pagesFor(this.#zones.nextOctets);
    if (!this.#pool.hasRun(tablePages)) return 0;
    return Math.max(0, this.#pool.octetsLeft - (tablePages + pagesOfAllSizes) * pageOctets);
  }

  /** The zone with exactly this apex in the version being prepared; 0 for none. */
  zoneNamed(apex: FoldedName): number {
    return this.#ahead().zoneNamed(apex, 0);
  }

  addZone(apex: FoldedName): number {
    const zone = this.#blocks.allocate(zoneHeadOctets + apex.length);
    const { words, octets } = this.arena;
    words[apexSlot(zone)] = gone;
    words[(zone << 1) + 1] = (apex.labelCount << 8) | apex.length;
    octets.set(apex.octets.subarray(0, apex.length), apexNameStart(zone));
    words[control.mostApexLabels] = Math.max(words[control.mostApexLabels] ?? 0, apex.labelCount);
    const slot = this.#zones.add(apex.hashes[0] ?? 0);
    Atomics.store(this.arena.words, slot, zone);
    this.#stage.set(apexSlot(zone), this.#builder.empty(zone, apex, 0, 0));
    return zone;
  }

  /** Lets a zone disappear with all it holds. */
  removeZone(zone: number, apex: FoldedName): void {
    this.#stage.set(apexSlot(zone), gone);
    this.#left.push({ zone, hash: apex.hashes[0] ?? 0 });
  }

  /**
   * Replaces the RRset of a type, or takes it away when `rdata` is empty.
   *
   * @returns by how much the number of owners with records grew: 1, 0 or -1.
   */
  replace(zone: number, owner: FoldedName, type: number, ttl: number, rdata: readonly Uint8Array[]): -1 | 0 | 1 {
    const apexLabel = owner.labelCount - apexLabelsOf(this.arena.words, zone);
    const present = this.#ownerAt(zone, owner, 0, apexLabel);
    if (rdata.length === 0 && present === 0) return 0;
    const before = present === 0 ? this.#ensureOwner(zone, owner, 0, apexLabel) : present;
    const hadRecords = recordOctetsOf(this.arena.words, before) > 0;
    const wasCut = (flagsOf(this.arena.words, before) & cutFlags) !== 0;
    const after = this.#builder.withRRset(before, type, ttl, rdata);
    const isCut = (flagsOf(this.arena.words, after) & cutFlags) !== 0;
    const hasRecords = recordOctetsOf(this.arena.words, after) > 0;
    this.#stage.set(this.#slotOf(zone, owner, 0, apexLabel, before), after);
    if (isCut !== wasCut) this.#countCut(zone, isCut ? 1 : -1);
    if (!hasRecords) this.#dropIfUnused(zone, owner, 0, apexLabel);
    return hasRecords === hadRecords ? 0 : hasRecords ? 1 : -1;
  }

  /** Marks a name as one that answers with the querier's address; it exists from now on, with or without records. */
  reflect(zone: number, owner: FoldedName): void {
    const apexLabel = owner.labelCount - apexLabelsOf(this.arena.words, zone);
    const present = this.#ownerAt(zone, owner, 0, apexLabel) || this.#ensureOwner(zone, owner, 0, apexLabel);
    this.#setFlag(zone, owner, 0, apexLabel, present, ownerFlag.reflects, true);
  }

  /** Writes the serial of a zone into its SOA, if it has one. */
  setSerial(zone: number, serial: number): void {
    const apex = this.#stagedApex(zone);
    const { words, octets } = this.arena;
    const start = recordsStart(words, apex);
    const end = recordsEnd(words, apex);
    if (firstOfType(octets, start, end, typeCode.SOA) === end) return;
    const at = endOfType(octets, start, end) - serialFromEnd;
    if (at < start + recordHeadOctets) return;
    octets[at] = serial >>> 24;
    octets[at + 1] = (serial >>> 16) & 0xff;
    octets[at + 2] = (serial >>> 8) & 0xff;
    octets[at + 3] = serial & 0xff;
  }

  /** Makes everything done since the last time visible at once. */
  publish(): void {
    this.#stage.publish((slot) => {
      if (this.#owners.holds(slot)) this.#owners.removed();
    });
    if (this.#left.length > 0) this.#sweep();
  }

  /** Tells readers the most labels an apex has, when it may have become fewer. Only after `publish()`. */
  setMostApexLabels(count: number): void {
    this.arena.words[control.mostApexLabels] = count;
  }

  /** Cells of all owners below the apex of a zone, as published. */
  *ownersOf(zone: number): Generator<number> {
    for (const slot of this.#owners.slots()) {
      const { words } = this.arena;
      const owner = visible(words, words[slot] ?? 0, words[control.version] ?? 0);
      if (owner > gone && zoneOfOwner(words, owner) === zone) yield owner;
    }
  }

  #ahead(): TableReader {
    this.#next.beginAhead();
    return this.#next;
  }

  #ownerAt(zone: number, name: FoldedName, label: number, apexLabel: number): number {
    return label === apexLabel ? this.#stage.next(apexSlot(zone)) : this.#ahead().ownerAt(zone, name, label);
  }

  #slotOf(zone: number, name: FoldedName, label: number, apexLabel: number, owner: number): number {
    if (label === apexLabel) return apexSlot(zone);
    const slot = this.#owners.slotOf(name.hashes[label] ?? 0, owner, this.#stage.version);
    assert(slot !== 0, "an owner that was found has a slot");
    return slot;
  }

  /** Adds a name without records, and those between it and the apex that are missing. RFC 4592 §2.2.2 */
  #ensureOwner(zone: number, name: FoldedName, label: number, apexLabel: number): number {
    const owner = this.#builder.empty(zone, name, label, apexLabel);
    const slot = this.#owners.add(name.hashes[label] ?? 0);
    this.#stage.set(slot, owner);
    const parent =
      this.#ownerAt(zone, name, label + 1, apexLabel) || this.#ensureOwner(zone, name, label + 1, apexLabel);
    if (label + 1 < apexLabel) this.#addToCount(parent, 1);
    if (isWildcard(name, label)) this.#setFlag(zone, name, label + 1, apexLabel, parent, ownerFlag.wildcardBelow, true);
    return owner;
  }

  /** Takes a name away that has neither records nor names below it, and then perhaps its parent. */
  #dropIfUnused(zone: number, name: FoldedName, label: number, apexLabel: number): void {
    if (label === apexLabel) return;
    const { words } = this.arena;
    const owner = this.#ownerAt(zone, name, label, apexLabel);
    const isUsed = recordOctetsOf(words, owner) > 0 || countOf(words, owner) > 0;
    if (isUsed || (flagsOf(words, owner) & ownerFlag.reflects) !== 0) return;
    this.#stage.set(this.#slotOf(zone, name, label, apexLabel, owner), gone);
    const parent = this.#ownerAt(zone, name, label + 1, apexLabel);
    if (label + 1 < apexLabel) this.#addToCount(parent, -1);
    if (isWildcard(name, label)) {
      this.#setFlag(zone, name, label + 1, apexLabel, parent, ownerFlag.wildcardBelow, false);
    }
    this.#dropIfUnused(zone, name, label + 1, apexLabel);
  }

  /** Names below are counted in the published block itself: no reader looks at the number, except in an apex. */
  #addToCount(owner: number, difference: 1 | -1): void {
    const { words } = this.arena;
    const count = countOf(words, owner);
    if (count < largestCount) setCount(words, owner, count + difference);
  }

  #countCut(zone: number, difference: 1 | -1): void {
    this.#addToCount(this.#stagedApex(zone), difference);
  }

  #setFlag(
    zone: number,
    name: FoldedName,
    label: number,
    apexLabel: number,
    owner: number,
    flag: number,
    isSet: boolean,
  ): void {
    const slot = this.#slotOf(zone, name, label, apexLabel, owner);
    const staged = this.#stage.isStaged(slot) ? owner : this.#builder.copyOf(owner);
    const { words } = this.arena;
    const word = words[(staged << 1) + 2] ?? 0;
    words[(staged << 1) + 2] = isSet ? word | flag : word & ~flag;
    if (staged !== owner) this.#stage.set(slot, staged);
  }

  /** The apex's block of the next version, which may be written to. */
  #stagedApex(zone: number): number {
    const slot = apexSlot(zone);
    const apex = this.#stage.next(slot);
    if (this.#stage.isStaged(slot)) return apex;
    const copy = this.#builder.copyOf(apex);
    this.#stage.set(slot, copy);
    return copy;
  }

  /** Takes everything out of the tables that belonged to zones nobody finds any more. */
  #sweep(): void {
    const zones = new Set(this.#left.map((left) => left.zone));
    const { words } = this.arena;
    for (const slot of this.#owners.slots()) {
      const owner = words[slot] ?? 0;
      if (!zones.has(zoneOfOwner(words, owner))) continue;
      Atomics.store(words, slot, gone);
      this.#owners.removed();
      this.#stage.retire(owner);
    }
    for (const { zone, hash } of this.#left) {
      Atomics.store(words, this.#zones.slotOf(hash, zone, 0), gone);
      this.#zones.removed();
      this.#stage.retire(zone);
    }
    this.#left = [];
    // Nothing new to see, but what a whole zone took up can be used again from now on.
    this.#stage.publish(() => undefined);
  }
}

function pagesFor(octets: number): number {
  return Math.ceil(octets / pageOctets);
}

function isWildcard(name: FoldedName, label: number): boolean {
  const start = name.starts[label] ?? 0;
  return name.octets[start] === 1 && name.octets[start + 1] === 0x2a;
}
