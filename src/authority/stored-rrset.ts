import { OwnerName } from "../core/name.ts";
import { concatOctets } from "../core/octets.ts";
import type { RRset } from "../core/rrset.ts";
import { typeOfCode } from "../core/rr-type.ts";
import { receivedTtl } from "../core/ttl.ts";
import type { Arena } from "./arena.ts";
import {
  endOfType,
  nameOctetsOf,
  nameStart,
  recordAfter,
  recordHeadOctets,
  recordsEnd,
  recordsStart,
  typeAt,
} from "./owner-block.ts";

/** Owners and RRsets of the arena as values, for the control plane. */

/** The absolute name of an owner's block, in lower case; the apex keeps the case it was given in. */
export function storedOwner(arena: Arena, owner: number, apex: OwnerName): OwnerName {
  const start = nameStart(owner);
  const relative = arena.octets.slice(start, start + nameOctetsOf(arena.words, owner));
  return OwnerName.ofWire(concatOctets([relative, apex.wire]));
}

/** All RRsets of an owner's block, in the order they are stored in. */
export function storedRRsets(arena: Arena, owner: number, name: OwnerName): readonly RRset[] {
  const { octets } = arena;
  const end = recordsEnd(arena.words, owner);
  const rrsets: RRset[] = [];
  for (let start = recordsStart(arena.words, owner); start < end; ) {
    const stop = endOfType(octets, start, end);
    const rdata: Uint8Array[] = [];
    for (let record = start; record < stop; record = recordAfter(octets, record)) {
      rdata.push(Uint8Array.from(octets.subarray(record + recordHeadOctets, recordAfter(octets, record))));
    }
    const view = new DataView(octets.buffer, octets.byteOffset + start, recordHeadOctets);
    rrsets.push({ owner: name, type: typeOfCode(typeAt(octets, start)), ttl: receivedTtl(view.getUint32(4)), rdata });
    start = stop;
  }
  return rrsets;
}
