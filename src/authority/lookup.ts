import { typeCode } from "./codes.ts";
import { FoldedName } from "./folded-name.ts";
import {
  countOf,
  cutFlags,
  endOfType,
  firstOfType,
  flagsOf,
  ownerFlag,
  recordAfter,
  recordOctetsOf,
  recordsEnd,
  recordsStart,
  typeAt,
} from "./owner-block.ts";
import type { TableReader } from "./table-reader.ts";
import { apexLabelsOf, isWithheld } from "./zone-block.ts";

/** Finds what the served zones say about one name and type. Knows no messages; follows no alias. RFC 1034 §4.3.2 */

/**
 * How a look-up ends.
 *
 * - `outside`: in no served zone.
 * - `incomplete`: in a zone that has no SOA, or is withheld, which no answer can be given from.
 * - `records`: `first` to `end` are the RRset asked for; for ANY, one of the owner's.
 * - `alias`: `first` to `end` are the CNAME that stands there instead. RFC 1034 §3.6.2
 * - `redirection`: `first` to `end` are the DNAME of an ancestor of the name, which begins at `cutLabel`. RFC 6672 §3.2
 * - `nodata`: the name exists, or a wildcard stands for it, but not with this type.
 * - `nxdomain`: nothing at the name, nor below it. RFC 8020 §2
 * - `referral`: `first` to `end` are the NS records of a cut at or above the name, which begins at `cutLabel`.
 * - `reflection`: the name answers with the querier's own address.
 */
export type LookupResult =
  | "outside"
  | "incomplete"
  | "records"
  | "alias"
  | "redirection"
  | "nodata"
  | "nxdomain"
  | "referral"
  | "reflection";

export class Lookup {
  readonly #reader: TableReader;
  readonly #wildcard: FoldedName;
  /** The zone looked into and the label of the name at which its apex begins. */
  zone = 0;
  apexLabel = 0;
  cutLabel = 0;
  /** The owner whose records were found; a cell. */
  found = 0;
  /** Offsets in the arena; see `LookupResult`. */
  first = 0;
  end = 0;

  constructor(reader: TableReader, seed: number) {
    this.#reader = reader;
    this.#wildcard = new FoldedName(seed);
  }

  /** Looks up in the version the reader is at; results hold while it is current. */
  find(name: FoldedName, type: number): LookupResult {
    const zone = this.#zoneFor(name, type);
    if (zone === 0) return "outside";
    const { words, octets } = this.#reader.arena;
    const apex = this.#reader.apexOf(zone);
    this.zone = zone;
    this.apexLabel = name.labelCount - apexLabelsOf(words, zone);
    if (isWithheld(words, zone)) return "incomplete";
    if (recordOctetsOf(words, apex) === 0 || typeAt(octets, recordsStart(words, apex)) !== typeCode.SOA) {
      return "incomplete";
    }
    if (this.apexLabel <= 0) return this.#at(apex, type);
    return countOf(words, apex) > 0 ? this.#findBelowCuts(name, type, apex) : this.#findFlat(name, type, apex);
  }

  /**
   * The owner whose addresses go with a name that a record points to, glue and wildcards included; 0 when the zone knows
   * none. The name must be in the zone.
   */
  findTarget(zone: number, name: FoldedName): number {
    const { words } = this.#reader.arena;
    const apex = this.#reader.apexOf(zone);
    const apexLabel = name.labelCount - apexLabelsOf(words, zone);
    if (apexLabel === 0) return apex;
    const owner = this.#reader.ownerAt(zone, name, 0);
    const label = owner === 0 ? this.#encloserLabel(zone, name, apexLabel) : 0;
    const cut = countOf(words, apex) > 0 ? this.#firstCutAbove(zone, name, Math.max(label, 1), apexLabel, apex) : 0;
    // What lies below a delegation is only there as glue, and glue is never made up; below DNAME there is nothing.
    if (cut !== 0 && (owner === 0 || (cut & ownerFlag.delegation) === 0)) return 0;
    if (owner !== 0) return owner;
    const encloser = label === apexLabel ? apex : this.#reader.ownerAt(zone, name, label);
    return this.#wildcardOf(zone, name, label, encloser);
  }

  /** Flags of the cut next to the apex on the way to a name, which must exist from `label` on; 0 for none. */
  #firstCutAbove(zone: number, name: FoldedName, label: number, apexLabel: number, apex: number): number {
    const { words } = this.#reader.arena;
    let flags = flagsOf(words, apex) & cutFlags;
    for (let at = apexLabel - 1; at >= label && flags === 0; at -= 1) {
      flags = flagsOf(words, this.#reader.ownerAt(zone, name, at)) & cutFlags;
    }
    return flags;
  }

  /** DS belongs to the upper side of a cut, so a parent zone answers it when it is served too. RFC 4035 §3.1.4.1 */
  #zoneFor(name: FoldedName, type: number): number {
    const zone = this.#reader.zoneAt(name, 0);
    if (type !== typeCode.DS || zone === 0 || name.labelCount === 0) return zone;
    const isApex = apexLabelsOf(this.#reader.arena.words, zone) === name.labelCount;
    return (isApex && this.#reader.zoneAt(name, 1)) || zone;
  }

  /** Without cuts the name itself is looked for first, which is nearly always there. */
  #findFlat(name: FoldedName, type: number, apex: number): LookupResult {
    const owner = this.#reader.ownerAt(this.zone, name, 0);
    if (owner !== 0) return this.#at(owner, type);
    const label = this.#encloserLabel(this.zone, name, this.apexLabel);
    const encloser = label === this.apexLabel ? apex : this.#reader.ownerAt(this.zone, name, label);
    return this.#atWildcard(name, label, encloser, type);
  }

  /** With cuts the way leads from the apex downwards, since the first of them decides. RFC 1034 §4.3.2 step 3b, RFC 6672 §3.2 */
  #findBelowCuts(name: FoldedName, type: number, apex: number): LookupResult {
    const { words } = this.#reader.arena;
    let encloser = apex;
    for (let label = this.apexLabel - 1; label >= 0; label -= 1) {
      if ((flagsOf(words, encloser) & ownerFlag.redirects) !== 0) {
        return this.#cutAt(encloser, label + 1, typeCode.DNAME, "redirection");
      }
      const owner = this.#reader.ownerAt(this.zone, name, label);
      if (owner === 0) return this.#atWildcard(name, label + 1, encloser, type);
      const isCut = (flagsOf(words, owner) & ownerFlag.delegation) !== 0;
      if (isCut && !(label === 0 && type === typeCode.DS)) return this.#cutAt(owner, label, typeCode.NS, "referral");
      encloser = owner;
    }
    return this.#at(encloser, type);
  }

  #cutAt(owner: number, label: number, type: number, result: "referral" | "redirection"): LookupResult {
    const { words, octets } = this.#reader.arena;
    const stop = recordsEnd(words, owner);
    this.cutLabel = label;
    this.first = firstOfType(octets, recordsStart(words, owner), stop, type);
    this.end = endOfType(octets, this.first, stop);
    return result;
  }

  /** The label at which the closest existing ancestor of a missing name begins. RFC 4592 §3.3.1 */
  #encloserLabel(zone: number, name: FoldedName, apexLabel: number): number {
    let label = 1;
    while (label < apexLabel && this.#reader.ownerAt(zone, name, label) === 0) label += 1;
    return label;
  }

  /** The closest encloser's wildcard stands for what is missing below it. RFC 4592 §3.3.1 */
  #atWildcard(name: FoldedName, label: number, encloser: number, type: number): LookupResult {
    const owner = this.#wildcardOf(this.zone, name, label, encloser);
    return owner === 0 ? "nxdomain" : this.#at(owner, type);
  }

  #wildcardOf(zone: number, name: FoldedName, label: number, encloser: number): number {
    if ((flagsOf(this.#reader.arena.words, encloser) & ownerFlag.wildcardBelow) === 0) return 0;
    this.#wildcard.takeWildcardOf(name, label);
    return this.#reader.ownerAt(zone, this.#wildcard, 0);
  }

  #at(owner: number, type: number): LookupResult {
    const { words, octets } = this.#reader.arena;
    this.found = owner;
    if ((flagsOf(words, owner) & ownerFlag.reflects) !== 0 && isReflected(type)) return "reflection";
    return this.#select(octets, recordsStart(words, owner), recordsEnd(words, owner), type);
  }

  #select(octets: Uint8Array, start: number, end: number, type: number): LookupResult {
    for (let record = start; record < end; record = recordAfter(octets, record)) {
      const present = typeAt(octets, record);
      if (present !== type && present !== typeCode.CNAME && type !== typeCode.ANY) continue;
      this.first = record;
      this.end = endOfType(octets, record, end);
      return present === typeCode.CNAME && type !== typeCode.CNAME && type !== typeCode.ANY ? "alias" : "records";
    }
    return "nodata";
  }
}

function isReflected(type: number): boolean {
  return type === typeCode.A || type === typeCode.AAAA || type === typeCode.TXT;
}
