import type { Arena } from "./arena.ts";
import { nameOctetsOf, nameStart } from "./owner-block.ts";

/** Puts the owners of one zone in order without making an object for each of them. */

/** The cells in canonical order of their names. RFC 4034 §6.1 */
export function canonicalOrder(arena: Arena, owners: Iterable<number>): Int32Array {
  const ours = new Uint8Array(128);
  const theirs = new Uint8Array(128);
  return Int32Array.from(owners).sort((a, b) => {
    let left = labelStarts(arena, a, ours);
    let right = labelStarts(arena, b, theirs);
    while (left > 0 && right > 0) {
      left -= 1;
      right -= 1;
      const order = compareLabels(arena.octets, nameStart(a) + (ours[left] ?? 0), nameStart(b) + (theirs[right] ?? 0));
      if (order !== 0) return order;
    }
    return left - right;
  });
}

/** Notes where each label of an owner's relative name begins and returns their number. */
function labelStarts(arena: Arena, owner: number, starts: Uint8Array): number {
  const base = nameStart(owner);
  const end = nameOctetsOf(arena.words, owner);
  let count = 0;
  for (let at = 0; at < end; at += (arena.octets[base + at] ?? 0) + 1) {
    starts[count] = at;
    count += 1;
  }
  return count;
}

function compareLabels(octets: Uint8Array, a: number, b: number): number {
  const lengthOfA = octets[a] ?? 0;
  const lengthOfB = octets[b] ?? 0;
  for (let index = 1; index <= Math.min(lengthOfA, lengthOfB); index += 1) {
    const difference = (octets[a + index] ?? 0) - (octets[b + index] ?? 0);
    if (difference !== 0) return difference;
  }
  return lengthOfA - lengthOfB;
}
