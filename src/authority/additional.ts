import { typeCode } from "./codes.ts";
import { FoldedName, malformed } from "./folded-name.ts";
import { endOfType, firstOfType, recordsEnd, recordsStart } from "./owner-block.ts";
import type { Lookup } from "./lookup.ts";
import type { ResponseWriter } from "./response-writer.ts";
import type { TableReader } from "./table-reader.ts";
import { apexLabelsOf } from "./zone-block.ts";

/**
 * Adds what the zone knows about the names that records of a response point to: addresses, and what else leads on to them.
 * RFC 1034 §4.3.2 step 6
 */
export class Additional {
  readonly #reader: TableReader;
  readonly #lookup: Lookup;
  readonly #target: FoldedName;

  constructor(reader: TableReader, lookup: Lookup, seed: number) {
    this.#reader = reader;
    this.#lookup = lookup;
    this.#target = new FoldedName(seed);
  }

  /**
   * Appends what the zone knows about the targets, as far as it fits. In a referral that is glue: without it a name
   * server inside the zone cannot be reached, so a message that lacks some must say so. RFC 9471 §3.1
   */
  append(response: ResponseWriter, zone: number, isReferral: boolean): void {
    const beside = besideAddresses(response.targetType);
    for (let index = 0; index < response.targetCount; index += 1) {
      const offset = response.targets[index] ?? 0;
      if (!this.#takeTarget(response, zone, offset) || this.#isRepeated(response, index)) continue;
      const owner = this.#lookup.findTarget(zone, this.#target);
      if (owner === 0) continue;
      const fits =
        (beside === 0 || owner === this.#lookup.found || this.#put(response, owner, offset, beside)) &&
        this.#put(response, owner, offset, typeCode.A) &&
        this.#put(response, owner, offset, typeCode.AAAA);
      if (fits) continue;
      if (isReferral) response.isTruncated = true;
      return;
    }
  }

  /** Reads a target from the message; false when it is no name, or one outside the zone. */
  #takeTarget(response: ResponseWriter, zone: number, offset: number): boolean {
    const target = this.#target;
    const end = target.take(response.octets, response.start + offset, response.start + response.offset);
    if (end === malformed) return false;
    const apexLabel = target.labelCount - apexLabelsOf(this.#reader.arena.words, zone);
    return apexLabel >= 0 && this.#reader.isApex(zone, target, apexLabel);
  }

  /** True when a target before the one at `index` has the same name. */
  #isRepeated(response: ResponseWriter, index: number): boolean {
    for (let earlier = 0; earlier < index; earlier += 1) {
      if (this.#target.isAt(response.octets, response.start + (response.targets[earlier] ?? 0))) return true;
    }
    return false;
  }

  #put(response: ResponseWriter, owner: number, offset: number, type: number): boolean {
    const { words, octets } = this.#reader.arena;
    const end = recordsEnd(words, owner);
    const first = firstOfType(octets, recordsStart(words, owner), end, type);
    return first === end || response.putRRset("additional", offset, octets, first, endOfType(octets, first, end));
  }
}

/** The type of records that a client will want beside the addresses of a target; 0 for none. */
function besideAddresses(type: number): number {
  switch (type) {
    case typeCode.SVCB:
    case typeCode.HTTPS:
      // RFC 9460 §4.1
      return type;
    case typeCode.NAPTR:
      // The usual next step of a service that is found so. RFC 3403 §4.3
      return typeCode.SRV;
    default:
      return 0;
  }
}
