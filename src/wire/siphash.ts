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
  const keyView = new DataView(key.buffer, key.byteOffset, sipKeyOctets);
  const [k0l, k0h, k1l, k1h] = [0, 4, 8, 12].map((at) => keyView.getInt32(at, true)) as [
    number,
    number,
    number,
    number,
  ];
  // The constants spell "somepseudorandomlygeneratedbytes".
  const state = Int32Array.of(
    k0l ^ 0x70736575,
    k0h ^ 0x736f6d65,
    k1l ^ 0x6e646f6d,
    k1h ^ 0x646f7261,
    k0l ^ 0x6e657261,
    k0h ^ 0x6c796765,
    k1l ^ 0x79746573,
    k1h ^ 0x74656462,
  );
  // The last word holds what is left of the input and, in its highest octet, the length.
  const padded = new Uint8Array((input.length & ~7) + 8);
  padded.set(input);
  padded[padded.length - 1] = input.length;
  const words = new DataView(padded.buffer);
  for (let at = 0; at < padded.length; at += 8) {
    const [low, high] = [words.getInt32(at, true), words.getInt32(at + 4, true)];
    mix(state, 6, low, high);
    for (let round = 0; round < wordRounds; round += 1) sipRound(state);
    mix(state, 0, low, high);
  }
  mix(state, 4, 0xff, 0);
  for (let round = 0; round < finalRounds; round += 1) sipRound(state);
  const hash = new Uint8Array(sipHashOctets);
  const view = new DataView(hash.buffer);
  for (const half of [0, 1]) {
    const word = [0, 2, 4, 6].reduce((sum, at) => sum ^ (state[at + half] ?? 0), 0);
    view.setInt32(4 * half, word, true);
  }
  return hash;
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
