import { typeCode } from "./codes.ts";
import { FoldedName } from "./folded-name.ts";
import { firstOfType, endOfType, recordsEnd, recordsStart } from "./owner-block.ts";
import type { ResponseWriter } from "./response-writer.ts";
import type { TableReader } from "./table-reader.ts";
import { apexLabelsOf } from "./zone-block.ts";

/** Adds the addresses of the names that NS, MX and SRV records of a response point to. RFC 1034 §4.3.2 step 6 */
export class Additional {
  readonly #reader: TableReader;
  readonly #target: FoldedName;
  /** Owners whose addresses are in the message already. */
  readonly #added: Int32Array = new Int32Array(128);

  constructor(reader: TableReader, seed: number) {
    this.#reader = reader;
    this.#target = new FoldedName(seed);
  }

  /**
   * Appends what the zone knows about the targets, as far as it fits. In a referral that is glue: without it a name
   * server inside the zone cannot be reached, so a message that lacks some must say so. RFC 9471 §3.1
   */
  append(response: ResponseWriter, zone: number, isReferral: boolean): void {
    let addedCount = 0;
    for (let index = 0; index < response.targetCount; index += 1) {
      const offset = response.targets[index] ?? 0;
      const owner = this.#ownerAt(response, zone, offset);
      if (owner === 0 || this.#isAdded(owner, addedCount)) continue;
      this.#added[addedCount] = owner;
      addedCount += 1;
      const fits = this.#put(response, owner, offset, typeCode.A) && this.#put(response, owner, offset, typeCode.AAAA);
      if (fits) continue;
      if (isReferral) response.isTruncated = true;
      return;
    }
  }

  #ownerAt(response: ResponseWriter, zone: number, offset: number): number {
    const target = this.#target;
    target.take(response.octets, response.start + offset, response.start + response.offset);
    const apexLabel = target.labelCount - apexLabelsOf(this.#reader.arena.words, zone);
    if (apexLabel < 0 || !this.#reader.isApex(zone, target, apexLabel)) return 0;
    return apexLabel === 0 ? this.#reader.apexOf(zone) : this.#reader.ownerAt(zone, target, 0);
  }

  #isAdded(owner: number, addedCount: number): boolean {
    for (let index = 0; index < addedCount; index += 1) if (this.#added[index] === owner) return true;
    return false;
  }

  #put(response: ResponseWriter, owner: number, offset: number, type: number): boolean {
    const { words, octets } = this.#reader.arena;
    const end = recordsEnd(words, owner);
    const first = firstOfType(octets, recordsStart(words, owner), end, type);
    return first === end || response.putRRset("additional", offset, octets, first, endOfType(octets, first, end));
  }
}
