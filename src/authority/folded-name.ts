import { longestName } from "../core/name.ts";

/**
 * A name the way look-ups need it: in lower case, with the place and the hash of each of its suffixes, so that every
 * ancestor can be searched for without looking at the octets again. One object is used for many names in turn.
 */

/** A name of 255 octets has at most 127 labels of one octet. */
const mostLabels = 127;

/** What `take` returns for octets that are no name. */
export const malformed = -1;

export class FoldedName {
  /** Uncompressed wire form in lower case (RFC 4343 §3), the root octet included. */
  readonly octets: Uint8Array = new Uint8Array(longestName);
  /** Where each label begins in `octets`; the entry at `labelCount` is that of the root. */
  readonly starts: Uint8Array = new Uint8Array(mostLabels + 1);
  /** For each label the hash of the name that begins with it; the entry at `labelCount` is that of the root. */
  readonly hashes: Int32Array = new Int32Array(mostLabels + 1);
  length = 1;
  /** Labels without the root. */
  labelCount = 0;
  readonly #seed: number;

  /** @param seed the table's, from its control words. */
  constructor(seed: number) {
    this.#seed = seed;
    this.hashes[0] = seed;
  }

  /**
   * Takes the uncompressed name at an offset of a message.
   *
   * @returns the offset behind it, or `malformed`: also for a compression pointer, which in a question could only lead
   * into the header.
   */
  take(message: Uint8Array, offset: number, end: number): number {
    const { octets, starts, hashes } = this;
    let from = offset;
    let length = 0;
    let labelCount = 0;
    for (;;) {
      if (from >= end) return malformed;
      const size = message[from] ?? 0;
      if (size === 0) break;
      // The two upper bits mark pointers and forms that were never used. RFC 1035 §4.1.4, RFC 6891 §5
      if (size > 63 || from + size >= end || length + size + 2 > longestName) return malformed;
      starts[labelCount] = length;
      octets[length] = size;
      let hash = Math.imul(this.#seed ^ size, labelPrime);
      for (const last = from + size; from < last; ) {
        from += 1;
        length += 1;
        const octet = message[from] ?? 0;
        const folded = octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
        octets[length] = folded;
        hash = Math.imul(hash ^ folded, labelPrime);
      }
      hashes[labelCount] = hash;
      from += 1;
      length += 1;
      labelCount += 1;
    }
    octets[length] = 0;
    starts[labelCount] = length;
    this.length = length + 1;
    this.labelCount = labelCount;
    let suffix = this.#seed;
    hashes[labelCount] = suffix;
    for (let label = labelCount - 1; label >= 0; label -= 1) {
      suffix = joinHashes(hashes[label] ?? 0, suffix);
      hashes[label] = suffix;
    }
    return from + 1;
  }

  /** Becomes the wildcard directly below the name that begins with a label of another. RFC 4592 §2.1.1 */
  takeWildcardOf(name: FoldedName, label: number): void {
    const from = name.starts[label] ?? 0;
    this.octets[0] = 1;
    this.octets[1] = asterisk;
    for (let index = from; index < name.length; index += 1) this.octets[index - from + 2] = name.octets[index] ?? 0;
    this.starts[0] = 0;
    this.hashes[0] = joinHashes(
      Math.imul(Math.imul(this.#seed ^ 1, labelPrime) ^ asterisk, labelPrime),
      name.hashes[label] ?? 0,
    );
    for (let index = label; index <= name.labelCount; index += 1) {
      this.starts[index - label + 1] = (name.starts[index] ?? 0) - from + 2;
      this.hashes[index - label + 1] = name.hashes[index] ?? 0;
    }
    this.length = name.length - from + 2;
    this.labelCount = name.labelCount - label + 1;
  }

  /** True when an uncompressed name in a message is this one, in whatever case. */
  isAt(message: Uint8Array, offset: number): boolean {
    for (let index = 0; index < this.length; index += 1) {
      const octet = message[offset + index] ?? 0;
      const folded = octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
      if (folded !== this.octets[index]) return false;
    }
    return true;
  }
}

const asterisk = 0x2a;

/** The multiplier of FNV-1a, which the hash of one label is but for its start value. */
const labelPrime = 0x01000193;

/** Hash of a name from those of its first label and of the rest. Names of one parent must not land side by side. */
function joinHashes(label: number, rest: number): number {
  let hash = Math.imul(label ^ ((rest << 13) | (rest >>> 19)), 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}
