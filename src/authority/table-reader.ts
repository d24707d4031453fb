import { type Arena, control } from "./arena.ts";
import type { FoldedName } from "./folded-name.ts";
import { nameOctetsOf, nameStart, zoneOfOwner } from "./owner-block.ts";
import { gone, visible } from "./published.ts";
import { headWords } from "./slot-table.ts";
import { apexLabelsOf, apexNameStart, apexOctetsOf, apexSlot } from "./zone-block.ts";

/**
 * Slots looked at in a row before asking whether the table is still the same. Only one that was used again under our
 * eyes has such runs, and what it says about its own length is nonsense then.
 */
const longRun = 1024;

/**
 * Finds zones and owners in one version of the table. Answering has one reader per thread; the protocol it keeps is in
 * `published.ts`. Results are cells, 0 for nothing, and hold only while `isCurrent()`.
 */
export class TableReader {
  readonly arena: Arena;
  /** The version looked at, and the one that was published when looking began. */
  #version = 0;
  #published = 0;
  /** Nobody else's: adding to it is a barrier, see `published.ts`. */
  readonly #barrier: Int32Array = new Int32Array(1);

  constructor(arena: Arena) {
    this.arena = arena;
    this.begin();
  }

  /** Turns to the version published last. */
  begin(): void {
    const { arena } = this;
    this.#published = arena.words[control.version] ?? 0;
    this.#version = this.#published;
    Atomics.add(this.#barrier, 0, 1);
    if ((arena.words[control.octets] ?? 0) > arena.octets.length) arena.remap();
  }

  /** Turns to the version that is being staged. For the writer. */
  beginAhead(): void {
    this.begin();
    this.#version = (this.#published + 1) | 0;
  }

  /** True when everything found and read since `begin()` was the state of one version. */
  isCurrent(): boolean {
    const { words, octets } = this.arena;
    Atomics.add(this.#barrier, 0, 1);
    // What is being staged may lie where the arena has only just grown to; looking there finds nothing.
    return words[control.version] === this.#published && (words[control.octets] ?? 0) <= octets.length;
  }

  /** The zone with the longest apex that is the suffix at `label`, or one further right. */
  zoneAt(name: FoldedName, label: number): number {
    const { words } = this.arena;
    const mostLabels = words[control.mostApexLabels] ?? 0;
    for (let at = Math.max(label, name.labelCount - mostLabels); at <= name.labelCount; at += 1) {
      const zone = this.zoneNamed(name, at);
      if (zone !== 0) return zone;
    }
    return 0;
  }

  /** The zone whose apex is exactly the suffix at `label`. */
  zoneNamed(name: FoldedName, label: number): number {
    const { words } = this.arena;
    const table = (words[control.zones] ?? 0) << 1;
    const mask = words[table] ?? 0;
    const hash = name.hashes[label] ?? 0;
    for (let probe = 0; probe <= mask && this.#mayGoOn(probe); probe += 1) {
      const at = table + headWords + ((hash + probe) & mask) * 2;
      const zone = words[at + 1] ?? 0;
      if (zone === 0) return 0;
      if (words[at] !== hash || zone === gone) continue;
      if (this.apexOf(zone) > gone && this.isApex(zone, name, label)) return zone;
    }
    return 0;
  }

  /** The block of a zone's apex; `gone` when the zone is not served in this version. */
  apexOf(zone: number): number {
    const { words } = this.arena;
    return visible(words, words[apexSlot(zone)] ?? 0, this.#version);
  }

  /** The owner below a zone's apex whose name is the suffix at `label`. */
  ownerAt(zone: number, name: FoldedName, label: number): number {
    const { words } = this.arena;
    const table = (words[control.owners] ?? 0) << 1;
    const mask = words[table] ?? 0;
    const hash = name.hashes[label] ?? 0;
    const start = name.starts[label] ?? 0;
    const nameOctets = name.length - apexOctetsOf(words, zone) - start;
    for (let probe = 0; probe <= mask && this.#mayGoOn(probe); probe += 1) {
      const at = table + headWords + ((hash + probe) & mask) * 2;
      const slot = words[at + 1] ?? 0;
      if (slot === 0) return 0;
      if (words[at] !== hash || slot === gone) continue;
      const owner = visible(words, slot, this.#version);
      if (owner <= gone || zoneOfOwner(words, owner) !== zone) continue;
      if (nameOctetsOf(words, owner) === nameOctets && this.#isName(owner, name, start, nameOctets)) return owner;
    }
    return 0;
  }

  /** True when the suffix at `label` is the zone's apex. */
  isApex(zone: number, name: FoldedName, label: number): boolean {
    const { words, octets } = this.arena;
    const at = apexNameStart(zone);
    const start = name.starts[label] ?? 0;
    const length = apexOctetsOf(words, zone);
    if (length !== name.length - start || apexLabelsOf(words, zone) !== name.labelCount - label) return false;
    for (let index = 0; index < length; index += 1) {
      if (octets[at + index] !== name.octets[start + index]) return false;
    }
    return true;
  }

  #mayGoOn(probe: number): boolean {
    return probe % longRun !== longRun - 1 || this.isCurrent();
  }

  #isName(owner: number, name: FoldedName, start: number, nameOctets: number): boolean {
    const { octets } = this.arena;
    const at = nameStart(owner);
    for (let index = 0; index < nameOctets; index += 1) {
      if (octets[at + index] !== name.octets[start + index]) return false;
    }
    return true;
  }
}
