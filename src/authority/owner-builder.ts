import { assert } from "../core/assert.ts";
import type { Arena } from "./arena.ts";
import type { BlockAllocator } from "./block-allocator.ts";
import { classCode, typeCode } from "./codes.ts";
import type { FoldedName } from "./folded-name.ts";
import {
  cutFlags,
  endOfType,
  firstOfType,
  flagsOf,
  mostRecordOctets,
  nameOctetsOf,
  nameStart,
  ownerFlag,
  ownerHeadOctets,
  recordHeadOctets,
  recordsEnd,
  recordsStart,
  typeAt,
} from "./owner-block.ts";

/** Makes new blocks of owners, empty ones and changed copies; who finds them is `table-writer.ts`'s. */
export class OwnerBuilder {
  readonly #arena: Arena;
  readonly #blocks: BlockAllocator;

  constructor(arena: Arena, blocks: BlockAllocator) {
    this.#arena = arena;
    this.#blocks = blocks;
  }

  /** An owner without records; its name is that from `label` on, relative to the apex that begins at `apexLabel`. */
  empty(zone: number, name: FoldedName, label: number, apexLabel: number): number {
    const start = name.starts[label] ?? 0;
    const nameOctets = (name.starts[apexLabel] ?? 0) - start;
    const owner = this.#blocks.allocate(ownerHeadOctets + nameOctets);
    const { words, octets } = this.#arena;
    words[owner << 1] = zone;
    words[(owner << 1) + 1] = nameOctets;
    words[(owner << 1) + 2] = 0;
    octets.set(name.octets.subarray(start, start + nameOctets), nameStart(owner));
    return owner;
  }

  copyOf(owner: number): number {
    const size = recordsEnd(this.#arena.words, owner) - (owner << 3);
    const copy = this.#blocks.allocate(size);
    this.#arena.octets.copyWithin(copy << 3, owner << 3, (owner << 3) + size);
    return copy;
  }

  /** A copy with one RRset replaced, or without it when `rdata` is empty. */
  withRRset(owner: number, type: number, ttl: number, rdata: readonly Uint8Array[]): number {
    const { words: was, octets: from } = this.#arena;
    const start = recordsStart(was, owner);
    const end = recordsEnd(was, owner);
    const found = firstOfType(from, start, end, type);
    const cut = found === end ? placeOfNew(from, start, end, type) : found;
    const resume = found === end ? cut : endOfType(from, found, end);
    const added = rdata.reduce((sum, value) => sum + recordHeadOctets + value.length, 0);
    const total = end - start - (resume - cut) + added;
    assert(total <= mostRecordOctets, "the records of one owner fit a block");
    const nameOctets = nameOctetsOf(was, owner);
    const copy = this.#blocks.allocate(ownerHeadOctets + nameOctets + total);
    // Allocating may have replaced the views.
    const { words, octets } = this.#arena;
    words[copy << 1] = words[owner << 1] ?? 0;
    words[(copy << 1) + 1] = words[(owner << 1) + 1] ?? 0;
    octets.copyWithin(nameStart(copy), nameStart(owner), cut);
    let at = nameStart(copy) + nameOctets + (cut - start);
    for (const value of rdata) at = writeRecord(octets, at, type, ttl, value);
    octets.copyWithin(at, resume, end);
    const recordsAt = nameStart(copy) + nameOctets;
    const flags = (flagsOf(words, owner) & ~cutFlags) | this.#cutFlagsOf(copy, recordsAt, recordsAt + total);
    words[(copy << 1) + 2] = (total << 8) | flags;
    return copy;
  }

  /**
   * NS records make a cut, except those of an apex, and so does a DNAME record. What either means at a wildcard is
   * undefined (RFC 4592 §4.2, §4.4), so there they are records like others.
   */
  #cutFlagsOf(owner: number, start: number, end: number): number {
    const { words, octets } = this.#arena;
    const at = nameStart(owner);
    const isApex = nameOctetsOf(words, owner) === 0;
    if (!isApex && octets[at] === 1 && octets[at + 1] === 0x2a) return 0;
    const redirects = firstOfType(octets, start, end, typeCode.DNAME) === end ? 0 : ownerFlag.redirects;
    const isDelegation = !isApex && firstOfType(octets, start, end, typeCode.NS) !== end;
    return isDelegation ? redirects | ownerFlag.delegation : redirects;
  }
}

/** SOA comes first, where negative answers expect it, then CNAME, which stands for all other types. */
function placeOfNew(octets: Uint8Array, start: number, end: number, type: number): number {
  if (type === typeCode.SOA) return start;
  if (type !== typeCode.CNAME || start === end) return end;
  return typeAt(octets, start) === typeCode.SOA ? endOfType(octets, start, end) : start;
}

function writeRecord(octets: Uint8Array, offset: number, type: number, ttl: number, rdata: Uint8Array): number {
  octets[offset] = type >>> 8;
  octets[offset + 1] = type & 0xff;
  octets[offset + 2] = 0;
  octets[offset + 3] = classCode.IN;
  octets[offset + 4] = ttl >>> 24;
  octets[offset + 5] = (ttl >>> 16) & 0xff;
  octets[offset + 6] = (ttl >>> 8) & 0xff;
  octets[offset + 7] = ttl & 0xff;
  octets[offset + 8] = rdata.length >>> 8;
  octets[offset + 9] = rdata.length & 0xff;
  octets.set(rdata, offset + recordHeadOctets);
  return offset + recordHeadOctets + rdata.length;
}
