import { OwnerName } from "./name.ts";
import { concatOctets } from "./octets.ts";
import { failure, ok, type Result } from "./result.ts";
import { codeOfType, type RRType, typeOfCode } from "./rr-type.ts";
import { serialOf, type SoaSerial } from "./serial.ts";
import { receivedTtl, type Ttl } from "./ttl.ts";

/** Changes to served zones, and their durable form. The form is written to disks: it only ever grows. */

/**
 * One step of an entry. The SOA of a zone has no RDATA here: its serial follows from the revision.
 *
 * Steps say what is true afterwards, and one that cannot apply does nothing: adding a zone that exists changes nothing
 * in it, an RRset of a zone that does not exist (removed in the meantime) is nowhere, removing what is absent is done.
 */
export type ZoneChange =
  | {
      readonly kind: "rrset-replaced";
      readonly owner: OwnerName;
      readonly type: RRType;
      readonly ttl: Ttl;
      /** Wire form, at least one. */
      readonly rdata: readonly Uint8Array[];
    }
  | { readonly kind: "rrset-removed"; readonly owner: OwnerName; readonly type: RRType }
  /** The zone's serial is this number plus the revision, in 32 bits. */
  | { readonly kind: "zone-added"; readonly serialBase: SoaSerial }
  | { readonly kind: "zone-removed" };

/** Why octets are not a list of changes. */
export interface ChangeFailure {
  readonly code: "unknown-change" | "change-cut-short";
  readonly offset: number;
}

const kindCodes = { "rrset-replaced": 1, "rrset-removed": 2, "zone-added": 3, "zone-removed": 4 } as const;

/** Encodes changes one after the other: kind octet, then owner, type, TTL, count and length-prefixed RDATA. */
export function encodeChanges(changes: readonly ZoneChange[]): Uint8Array {
  return concatOctets(changes.flatMap(encodeChange));
}

function encodeChange(change: ZoneChange): Uint8Array[] {
  const kind = Uint8Array.of(kindCodes[change.kind]);
  switch (change.kind) {
    case "rrset-replaced":
      return [
        kind,
        change.owner.wire,
        uint16(codeOfType(change.type)),
        uint32(change.ttl),
        uint16(change.rdata.length),
        ...change.rdata.flatMap((rdata) => [uint16(rdata.length), rdata]),
      ];
    case "rrset-removed":
      return [kind, change.owner.wire, uint16(codeOfType(change.type))];
    case "zone-added":
      return [kind, uint32(change.serialBase)];
    case "zone-removed":
      return [kind];
  }
}

/** Reads what `encodeChanges` wrote. */
export function decodeChanges(octets: Uint8Array): Result<readonly ZoneChange[], ChangeFailure> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const changes: ZoneChange[] = [];
  let offset = 0;
  const has = (count: number): boolean => offset + count <= octets.length;
  const cutShort = (): Result<never, ChangeFailure> => failure({ code: "change-cut-short", offset });
  const takeName = (): OwnerName | undefined => {
    let end = offset;
    while (end < octets.length && octets[end] !== 0) end += (octets[end] ?? 0) + 1;
    if (end >= octets.length) return undefined;
    const name = OwnerName.ofWire(octets.subarray(offset, end + 1));
    offset = end + 1;
    return name;
  };
  while (offset < octets.length) {
    const kind = octets[offset];
    offset += 1;
    if (kind === kindCodes["zone-removed"]) {
      changes.push({ kind: "zone-removed" });
      continue;
    }
    if (kind === kindCodes["zone-added"]) {
      if (!has(4)) return cutShort();
      changes.push({ kind: "zone-added", serialBase: serialOf(view.getUint32(offset)) });
      offset += 4;
      continue;
    }
    if (kind !== kindCodes["rrset-replaced"] && kind !== kindCodes["rrset-removed"]) {
      return failure({ code: "unknown-change", offset: offset - 1 });
    }
    const owner = takeName();
    if (owner === undefined || !has(2)) return cutShort();
    const type = typeOfCode(view.getUint16(offset));
    offset += 2;
    if (kind === kindCodes["rrset-removed"]) {
      changes.push({ kind: "rrset-removed", owner, type });
      continue;
    }
    if (!has(6)) return cutShort();
    const ttl = receivedTtl(view.getUint32(offset));
    const count = view.getUint16(offset + 4);
    offset += 6;
    const rdata: Uint8Array[] = [];
    for (let index = 0; index < count; index += 1) {
      if (!has(2) || !has(2 + view.getUint16(offset))) return cutShort();
      const length = view.getUint16(offset);
      rdata.push(octets.slice(offset + 2, offset + 2 + length));
      offset += 2 + length;
    }
    changes.push({ kind: "rrset-replaced", owner, type, ttl, rdata });
  }
  return ok(changes);
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}
