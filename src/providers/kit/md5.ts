import { toHex } from "../../core/octets.ts";

/**
 * MD5, for old interfaces only: it protects nothing. Web Crypto does not have it, and `node:crypto` would cost an idle
 * agent 2 MB. RFC 1321 §3
 */

/** Lower-case hexadecimal of the MD5 of a text in UTF-8. */
export function md5Hex(text: string): string {
  const blocks = padded(new TextEncoder().encode(text));
  let [a, b, c, d] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let start = 0; start < blocks.byteLength; start += blockOctets) {
    const [a0, b0, c0, d0] = [a, b, c, d];
    for (let step = 0; step < 64; step += 1) {
      const round = step >> 4;
      const { mixed, word } = rounds(round, step, b, c, d);
      const sum = (a + mixed + sine(step) + blocks.getUint32(start + word * 4, true)) >>> 0;
      const shift = shifts[round * 4 + (step % 4)] ?? 0;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) >>> 0];
    }
    [a, b, c, d] = [(a + a0) >>> 0, (b + b0) >>> 0, (c + c0) >>> 0, (d + d0) >>> 0];
  }
  const digest = new DataView(new ArrayBuffer(16));
  for (const [index, value] of [a, b, c, d].entries()) digest.setUint32(index * 4, value, true);
  return toHex(new Uint8Array(digest.buffer));
}

const blockOctets = 64;

/** Rotations of the four rounds, four each. */
const shifts: readonly number[] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/** RFC 1321 §3.4 takes its constants from the sine of whole radians. */
function sine(step: number): number {
  return Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32);
}

/** What a step mixes, and which word of the block it adds. */
function rounds(round: number, step: number, b: number, c: number, d: number): { mixed: number; word: number } {
  switch (round) {
    case 0:
      return { mixed: (b & c) | (~b & d), word: step };
    case 1:
      return { mixed: (b & d) | (c & ~d), word: (5 * step + 1) % 16 };
    case 2:
      return { mixed: b ^ c ^ d, word: (3 * step + 5) % 16 };
    default:
      return { mixed: c ^ (b | ~d), word: (7 * step) % 16 };
  }
}

/** The octets, a single bit, zeroes, and the length in bits at the end of the last block. */
function padded(octets: Uint8Array): DataView {
  const length = Math.ceil((octets.length + 9) / blockOctets) * blockOctets;
  const blocks = new Uint8Array(length);
  blocks.set(octets);
  blocks[octets.length] = 0x80;
  const view = new DataView(blocks.buffer);
  view.setUint32(length - 8, (octets.length * 8) >>> 0, true);
  view.setUint32(length - 4, Math.floor(octets.length / 2 ** 29), true);
  return view;
}
