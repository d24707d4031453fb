/**
 * SipHash-2-4: a keyed hash of 64 bits for short inputs, by Aumasson and Bernstein (2012). Words of 64 bits are kept as
 * two of 32 in variables of their own: `bigint` would make one object per operation, and an array cost thrice the time.
 */

/** Octets of a key. */
export const sipKeyOctets = 16;

/** Octets of a hash, in the algorithm's own little-endian order. */
export const sipHashOctets = 8;

/** Rounds after each word, and at the end: the 2 and the 4 of the name. */
const wordRounds = 2;
const finalRounds = 4;

/** Hashes octets under a key of `sipKeyOctets`. */
export function sipHash(key: Uint8Array, input: Uint8Array): Uint8Array {
  const hash = new Uint8Array(sipHashOctets);
  new SipHasher(key).hashInto(input, input.length, hash, 0);
  return hash;
}

/** Hashes under one key after the other without making an object. */
export class SipHasher {
  readonly #key: Int32Array = new Int32Array(4);

  constructor(key: Uint8Array) {
    this.setKey(key);
  }

  setKey(key: Uint8Array): void {
    for (let word = 0; word < 4; word += 1) this.#key[word] = wordAt(key, word * 4, sipKeyOctets);
  }

  /** Hashes the first octets of the input, and writes `sipHashOctets` octets at an offset. */
  hashInto(input: Uint8Array, length: number, hash: Uint8Array, offset: number): void {
    const key = this.#key;
    const k0l = key[0] ?? 0;
    const k0h = key[1] ?? 0;
    const k1l = key[2] ?? 0;
    const k1h = key[3] ?? 0;
    // Lower and upper halves of the four words. The constants spell "somepseudorandomlygeneratedbytes".
    let al = k0l ^ 0x70736575;
    let ah = k0h ^ 0x736f6d65;
    let bl = k1l ^ 0x6e646f6d;
    let bh = k1h ^ 0x646f7261;
    let cl = k0l ^ 0x6e657261;
    let ch = k0h ^ 0x6c796765;
    let dl = k1l ^ 0x79746573;
    let dh = k1h ^ 0x74656462;
    // The last word holds what is left of the input and, in its highest octet, the length; behind it comes the end.
    const end = (length & ~7) + 8;
    for (let at = 0; at <= end; at += 8) {
      const isEnd = at === end;
      const low = isEnd ? 0 : wordAt(input, at, length);
      const high = isEnd ? 0 : wordAt(input, at + 4, length) | (at + 8 === end ? length << 24 : 0);
      dl ^= low;
      dh ^= high;
      if (isEnd) cl ^= 0xff;
      for (let round = isEnd ? finalRounds : wordRounds; round > 0; round -= 1) {
        // a += b, b <<<= 13, b ^= a, a <<<= 32: the sum of two lower halves carries when it is less than either.
        let sum = (al + bl) | 0;
        ah = (ah + bh + (sum >>> 0 < al >>> 0 ? 1 : 0)) | 0;
        al = sum;
        let moved = (bl << 13) | (bh >>> 19);
        bh = ((bh << 13) | (bl >>> 19)) ^ ah;
        bl = moved ^ al;
        moved = al;
        al = ah;
        ah = moved;
        // c += d, d <<<= 16, d ^= c
        sum = (cl + dl) | 0;
        ch = (ch + dh + (sum >>> 0 < cl >>> 0 ? 1 : 0)) | 0;
        cl = sum;
        moved = (dl << 16) | (dh >>> 16);
        dh = ((dh << 16) | (dl >>> 16)) ^ ch;
        dl = moved ^ cl;
        // a += d, d <<<= 21, d ^= a
        sum = (al + dl) | 0;
        ah = (ah + dh + (sum >>> 0 < al >>> 0 ? 1 : 0)) | 0;
        al = sum;
        moved = (dl << 21) | (dh >>> 11);
        dh = ((dh << 21) | (dl >>> 11)) ^ ah;
        dl = moved ^ al;
        // c += b, b <<<= 17, b ^= c, c <<<= 32
        sum = (cl + bl) | 0;
        ch = (ch + bh + (sum >>> 0 < cl >>> 0 ? 1 : 0)) | 0;
        cl = sum;
        moved = (bl << 17) | (bh >>> 15);
        bh = ((bh << 17) | (bl >>> 15)) ^ ch;
        bl = moved ^ cl;
        moved = cl;
        cl = ch;
        ch = moved;
      }
      al ^= low;
      ah ^= high;
    }
    putWord(hash, offset, al ^ bl ^ cl ^ dl);
    putWord(hash, offset + 4, ah ^ bh ^ ch ^ dh);
  }
}

/** Four octets in little-endian order; those from `end` on count as zero. */
function wordAt(octets: Uint8Array, at: number, end: number): number {
  let word = 0;
  for (let index = 0; index < 4 && at + index < end; index += 1) word |= (octets[at + index] ?? 0) << (8 * index);
  return word;
}

function putWord(octets: Uint8Array, at: number, word: number): void {
  for (let index = 0; index < 4; index += 1) octets[at + index] = (word >>> (8 * index)) & 0xff;
}
