/**
 * SipHash-2-4: a keyed hash of 64 bits for short inputs, by Aumasson and Bernstein (2012). Words of 64 bits are kept as
 * two of 32, since `bigint` would allocate one object per operation.
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
  readonly #state: State = new Int32Array(8);

  constructor(key: Uint8Array) {
    this.setKey(key);
  }

  setKey(key: Uint8Array): void {
    for (let word = 0; word < 4; word += 1) this.#key[word] = wordAt(key, word * 4, sipKeyOctets);
  }

  /** Hashes the first octets of the input, and writes `sipHashOctets` octets at an offset. */
  hashInto(input: Uint8Array, length: number, hash: Uint8Array, offset: number): void {
    const state = this.#state;
    this.#begin(state);
    // The last word holds what is left of the input and, in its highest octet, the length.
    for (let at = 0; at <= length; at += 8) {
      const low = wordAt(input, at, length);
      const isLast = at + 8 > length;
      const high = wordAt(input, at + 4, length) | (isLast ? length << 24 : 0);
      mix(state, 6, low, high);
      for (let round = 0; round < wordRounds; round += 1) sipRound(state);
      mix(state, 0, low, high);
    }
    mix(state, 4, 0xff, 0);
    for (let round = 0; round < finalRounds; round += 1) sipRound(state);
    for (let index = 0; index < sipHashOctets; index += 1) {
      const half = index >>> 2;
      const word = (state[half] ?? 0) ^ (state[2 + half] ?? 0) ^ (state[4 + half] ?? 0) ^ (state[6 + half] ?? 0);
      hash[offset + index] = (word >>> (8 * (index & 3))) & 0xff;
    }
  }

  /** The constants spell "somepseudorandomlygeneratedbytes". */
  #begin(state: State): void {
    const key = this.#key;
    state[0] = (key[0] ?? 0) ^ 0x70736575;
    state[1] = (key[1] ?? 0) ^ 0x736f6d65;
    state[2] = (key[2] ?? 0) ^ 0x6e646f6d;
    state[3] = (key[3] ?? 0) ^ 0x646f7261;
    state[4] = (key[0] ?? 0) ^ 0x6e657261;
    state[5] = (key[1] ?? 0) ^ 0x6c796765;
    state[6] = (key[2] ?? 0) ^ 0x79746573;
    state[7] = (key[3] ?? 0) ^ 0x74656462;
  }
}

/** Four octets in little-endian order; those from `end` on count as zero. */
function wordAt(octets: Uint8Array, at: number, end: number): number {
  let word = 0;
  for (let index = 0; index < 4 && at + index < end; index += 1) word |= (octets[at + index] ?? 0) << (8 * index);
  return word;
}

/** Four words of 64 bits, each as its lower and its upper half. */
type State = Int32Array;

function sipRound(v: State): void {
  add(v, 0, 2);
  rotate(v, 2, 13);
  mix(v, 2, v[0] ?? 0, v[1] ?? 0);
  rotate(v, 0, 32);
  add(v, 4, 6);
  rotate(v, 6, 16);
  mix(v, 6, v[4] ?? 0, v[5] ?? 0);
  add(v, 0, 6);
  rotate(v, 6, 21);
  mix(v, 6, v[0] ?? 0, v[1] ?? 0);
  add(v, 4, 2);
  rotate(v, 2, 17);
  mix(v, 2, v[4] ?? 0, v[5] ?? 0);
  rotate(v, 4, 32);
}

/** Adds the word at `from` to the one at `to`. */
function add(v: State, to: number, from: number): void {
  const low = ((v[to] ?? 0) >>> 0) + ((v[from] ?? 0) >>> 0);
  v[to] = low | 0;
  v[to + 1] = ((v[to + 1] ?? 0) + (v[from + 1] ?? 0) + (low > 0xffff_ffff ? 1 : 0)) | 0;
}

function mix(v: State, at: number, low: number, high: number): void {
  v[at] = (v[at] ?? 0) ^ low;
  v[at + 1] = (v[at + 1] ?? 0) ^ high;
}

/** Rotates a word to the left by 1 to 32 bits. */
function rotate(v: State, at: number, bits: number): void {
  const [low, high] = [v[at] ?? 0, v[at + 1] ?? 0];
  if (bits === 32) {
    v[at] = high;
    v[at + 1] = low;
    return;
  }
  v[at] = (low << bits) | (high >>> (32 - bits));
  v[at + 1] = (high << bits) | (low >>> (32 - bits));
}
