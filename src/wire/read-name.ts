import { longestName, OwnerName } from "../core/name.ts";
import type { Reader } from "./reader.ts";

/** Reads domain names from messages, following compression pointers. RFC 1035 §4.1.4 */

/** Most pointers one name may use: an honest name has at most 127 labels and never needs a pointer between pointers. */
const mostPointers = 127;

/** The next name; the root after a failure. */
export function readName(reader: Reader): OwnerName {
  const octets = readNameOctets(reader);
  return octets.length === 1 ? OwnerName.root : OwnerName.ofWire(octets);
}

/** The next name in uncompressed wire form, case as received; the root after a failure. */
export function readNameOctets(reader: Reader): Uint8Array {
  const start = reader.offset;
  const length = skipName(reader);
  if (length === 0) return Uint8Array.of(0);
  const { octets } = reader;
  // Without a pointer one copy is enough. A pointer stands for one octet or for three and more, never for two.
  if (reader.offset - start === length) return octets.slice(start, start + length);
  const name = new Uint8Array(length);
  let from = start;
  let filled = 0;
  while (filled < length) {
    const octet = octets[from] ?? 0;
    if (octet >= 0xc0) {
      from = pointerTarget(octets, from);
      continue;
    }
    for (const end = from + octet; from <= end; from += 1) {
      name[filled] = octets[from] ?? 0;
      filled += 1;
    }
  }
  return name;
}

/** Passes over the next name and checks it; gives the octets it has without compression, 0 after a failure. */
export function skipName(reader: Reader): number {
  const { octets } = reader;
  const start = reader.offset;
  // Inside the part being read until the first pointer, then anywhere before that pointer.
  let limit = reader.end;
  let offset = start;
  let runStart = start;
  let length = 0;
  let pointers = 0;
  let consumed = 0;
  for (;;) {
    if (offset >= limit) return refuse(reader, "cut-short", limit);
    const octet = octets[offset] ?? 0;
    if (octet < 0x40) {
      length += octet + 1;
      if (length > longestName) return refuse(reader, "name-too-long", start);
      offset += octet + 1;
      if (octet !== 0) continue;
      reader.skip((pointers === 0 ? offset : consumed) - start);
      return length;
    }
    if (octet < 0xc0) return refuse(reader, "bad-label-type", offset);
    if (!reader.mayPoint) return refuse(reader, "bad-pointer", offset);
    if (offset + 2 > limit) return refuse(reader, "cut-short", limit);
    if (pointers === 0) consumed = offset + 2;
    pointers += 1;
    if (pointers > mostPointers) return refuse(reader, "too-many-pointers", offset);
    const target = pointerTarget(octets, offset);
    // Each pointer leads before the run of labels it ends, so no message can send us in circles. RFC 1035 §4.1.4
    if (target >= runStart) return refuse(reader, "bad-pointer", offset);
    limit = octets.length;
    offset = target;
    runStart = target;
  }
}

function pointerTarget(octets: Uint8Array, at: number): number {
  return (((octets[at] ?? 0) & 0x3f) << 8) | (octets[at + 1] ?? 0);
}

function refuse(
  reader: Reader,
  code: "cut-short" | "name-too-long" | "bad-label-type" | "too-many-pointers" | "bad-pointer",
  offset: number,
): 0 {
  reader.fail(code, offset);
  return 0;
}
