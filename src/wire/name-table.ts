/** Where in a message under construction which names stand, so that later ones can point to them. */

/** Farthest octet a 14-bit pointer reaches. RFC 1035 §4.1.4 */
export const farthestTarget = 0x3fff;

/**
 * Most slots looked at for one name. Whoever chooses names can make their hashes meet; after so many neighbours a name is
 * sent whole, which is always right.
 */
const mostProbes = 32;

/** FNV-1a, in 32 bits: short, and well spread over the letters that names are made of. */
const hashSeed = 0x811c_9dc5;
const hashPrime = 0x0100_0193;

/**
 * A hash table from name suffixes to their offsets. Holds hashes and offsets only; the letters are compared where they
 * stand in the message, without case (RFC 4343 §4).
 */
export class NameTable {
  /** Entry number plus one for each slot; 0 is free. A power of two, at most half full. */
  #slots = new Uint16Array(64);
  readonly #hashes: number[] = [];
  readonly #offsets: number[] = [];

  /** Hash of the root, with which the hash of every name begins. */
  static readonly rootHash: number = hashSeed;

  /** Extends the hash of a suffix by the label in front of it, which begins at `start` with its length. */
  static extendHash(hash: number, name: Uint8Array, start: number): number {
    let extended = hash;
    for (let index = start, end = start + (name[start] ?? 0); index <= end; index += 1) {
      extended = Math.imul(extended ^ lowerCase(name[index] ?? 0), hashPrime);
    }
    return extended >>> 0;
  }

  /** Offset at which the suffix of `name` that begins at `start` stands already; undefined when it does not. */
  find(hash: number, message: Uint8Array, name: Uint8Array, start: number): number | undefined {
    let slot = this.#slotOf(hash);
    for (let probe = 0; probe < mostProbes; probe += 1) {
      const entry = (this.#slots[slot] ?? 0) - 1;
      if (entry < 0) return undefined;
      const offset = this.#offsets[entry] ?? 0;
      if (this.#hashes[entry] === hash && isSameName(message, offset, name, start)) return offset;
      slot = this.#next(slot);
    }
    return undefined;
  }

  /** Remembers a suffix of the name written last. One that no pointer can reach is left out. */
  add(hash: number, offset: number): void {
    if (offset > farthestTarget) return;
    this.#hashes.push(hash);
    this.#offsets.push(offset);
    if (this.#offsets.length * 2 > this.#slots.length) this.#grow();
    else this.#place(hash, this.#offsets.length);
  }

  /** Forgets every name that stands at `mark` or after it. */
  forgetFrom(mark: number): void {
    while ((this.#offsets.at(-1) ?? -1) >= mark) {
      const entryPlusOne = this.#offsets.length;
      let slot = this.#slotOf(this.#hashes[entryPlusOne - 1] ?? 0);
      for (let probe = 0; probe < mostProbes; probe += 1) {
        // The youngest entry is the last of every probe run it is part of, so freeing its slot breaks none.
        if (this.#slots[slot] === entryPlusOne) this.#slots[slot] = 0;
        slot = this.#next(slot);
      }
      this.#hashes.pop();
      this.#offsets.pop();
    }
  }

  #slotOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
  }

  #next(slot: number): number {
    return (slot + 1) & (this.#slots.length - 1);
  }

  #place(hash: number, entryPlusOne: number): void {
    let slot = this.#slotOf(hash);
    for (let probe = 0; probe < mostProbes; probe += 1) {
      if (this.#slots[slot] === 0) {
        this.#slots[slot] = entryPlusOne;
        return;
      }
      slot = this.#next(slot);
    }
  }

  #grow(): void {
    this.#slots = new Uint16Array(this.#slots.length * 2);
    for (const [entry, hash] of this.#hashes.entries()) this.#place(hash, entry + 1);
  }
}

function isSameName(message: Uint8Array, offset: number, name: Uint8Array, start: number): boolean {
  let at = offset;
  let index = start;
  for (;;) {
    // Only names written by us are looked at, so every pointer leads backwards to one of them.
    while ((message[at] ?? 0) >= 0xc0) at = (((message[at] ?? 0) & 0x3f) << 8) | (message[at + 1] ?? 0);
    const length = message[at] ?? 0;
    if (length !== name[index]) return false;
    if (length === 0) return true;
    for (let step = 1; step <= length; step += 1) {
      if (lowerCase(message[at + step] ?? 0) !== lowerCase(name[index + step] ?? 0)) return false;
    }
    at += length + 1;
    index += length + 1;
  }
}

function lowerCase(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet;
}
