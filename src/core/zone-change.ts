import { longestLabel, longestName, lowerCaseName, OwnerName } from "./name.ts";
import { atOnce } from "./pieces.ts";
import { failure, ok, type Result } from "./result.ts";
import { codeOfType, type RRType, typeOfCode } from "./rr-type.ts";
import { serialOf, type SoaSerial } from "./serial.ts";
import { receivedTtl, type Ttl } from "./ttl.ts";

/** Changes to served zones, and their durable form. The form is written to disks: it only ever grows. */

/**
 * One step of an entry. The serial in an SOA's RDATA says nothing here: it follows from the revision, or is set.
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
  | { readonly kind: "zone-removed" }
  /**
   * The zone's serial is this number at this entry's revision, and one more at each later one: what a copy of a zone begins
   * its entries with, so that it has the serial of its primary.
   */
  | { readonly kind: "serial-set"; readonly serial: SoaSerial };

/** True for steps that are about a zone itself rather than one of its RRsets. */
export function isOfZone(kind: ZoneChange["kind"]): kind is "zone-added" | "zone-removed" | "serial-set" {
  return kind === "zone-added" || kind === "zone-removed" || kind === "serial-set";
}

/** A change of one RRset. */
export type RRsetChangeWish = Extract<ZoneChange, { kind: "rrset-replaced" | "rrset-removed" }>;

/** Why octets are not a list of changes. */
export interface ChangeFailure {
  readonly code: "unknown-change" | "change-cut-short";
  readonly offset: number;
}

const kindCodes = {
  "rrset-replaced": 1,
  "rrset-removed": 2,
  "zone-added": 3,
  "zone-removed": 4,
  "serial-set": 5,
} as const;

/**
 * Encodes changes one after the other: kind octet, then owner, type, TTL, count and length-prefixed RDATA.
 *
 * A zone of 200 000 names is one call, so it fills one buffer instead of joining small ones.
 */
export function encodeChanges(changes: readonly ZoneChange[]): Uint8Array {
  return atOnce(encodeChangesInPieces(changes));
}

/** Changes that are encoded without a pause; about a millisecond. */
export const changesOfPiece = 1_000;

/** The same, for who must not keep others waiting. */
export function* encodeChangesInPieces(changes: readonly ZoneChange[]): Generator<void, Uint8Array> {
  let octets = new Uint8Array(64 * (changes.length + 1));
  let end = 0;
  let count = 0;
  for (const change of changes) {
    count += 1;
    if (count % changesOfPiece === 0) yield;
    const needed = longestFixedPart + rdataOctets(change);
    if (end + needed > octets.length) {
      const larger = new Uint8Array(2 * octets.length + needed);
      larger.set(octets);
      octets = larger;
    }
    end = putChange(octets, end, change);
  }
  return octets.slice(0, end);
}

/** Octets of a change before its first RDATA, at most: kind, owner, type, TTL, count. */
const longestFixedPart = 1 + longestName + 2 + 4 + 2;

function rdataOctets(change: ZoneChange): number {
  let sum = 0;
  if (change.kind === "rrset-replaced") for (const rdata of change.rdata) sum += 2 + rdata.length;
  return sum;
}

/** Writes a change at an offset and gives the offset behind it. */
function putChange(octets: Uint8Array, offset: number, change: ZoneChange): number {
  octets[offset] = kindCodes[change.kind];
  if (change.kind === "zone-removed") return offset + 1;
  if (change.kind === "zone-added") return put32(octets, offset + 1, change.serialBase);
  if (change.kind === "serial-set") return put32(octets, offset + 1, change.serial);
  const owner = change.owner.wire;
  octets.set(owner, offset + 1);
  let end = put16(octets, offset + 1 + owner.length, codeOfType(change.type));
  if (change.kind === "rrset-removed") return end;
  end = put32(octets, end, change.ttl);
  end = put16(octets, end, change.rdata.length);
  for (const rdata of change.rdata) {
    end = put16(octets, end, rdata.length);
    octets.set(rdata, end);
    end += rdata.length;
  }
  return end;
}

/** Reads what `encodeChanges` wrote. */
export function decodeChanges(octets: Uint8Array): Result<readonly ZoneChange[], ChangeFailure> {
  const changes: ZoneChange[] = [];
  for (let offset = 0; offset < octets.length; ) {
    const span = changeSpan(octets, offset);
    if (!span.ok) return span;
    changes.push(changeAt(octets, span.value));
    offset = span.value.end;
  }
  return ok(changes);
}

/** Where one change lies among encoded ones, for those who keep changes without looking into them. */
export interface ChangeSpan {
  readonly kind: ZoneChange["kind"];
  /** Of the first octet. */
  readonly offset: number;
  /** Behind the last octet. */
  readonly end: number;
  /** Where the owner's wire form ends; it begins behind the kind octet. Equal to that for kinds without owner. */
  readonly ownerEnd: number;
}

/** Finds the end of the change that begins at an offset. */
export function changeSpan(octets: Uint8Array, offset: number): Result<ChangeSpan, ChangeFailure> {
  const end = endOfChange(octets, offset);
  if (end < 0) return failure({ code: end === cutShort ? "change-cut-short" : "unknown-change", offset });
  const kind = changeKindOf(octets, offset);
  const hasOwner = kind === "rrset-replaced" || kind === "rrset-removed";
  return ok({ kind, offset, end, ownerEnd: hasOwner ? ownerEndOf(octets, offset + 1) : offset + 1 });
}

/** What `endOfChange` says of octets that are no change, and of those that end before the change does. */
const unknown = -1;
const cutShort = -2;

/** Where the change at an offset ends; negative when none does. Makes no object. */
export function endOfChange(octets: Uint8Array, offset: number): number {
  const kind = octets[offset];
  let end = offset + 1;
  if (kind === kindCodes["zone-added"] || kind === kindCodes["serial-set"]) {
    end += 4;
  } else if (kind === kindCodes["rrset-replaced"] || kind === kindCodes["rrset-removed"]) {
    const ownerEnd = ownerEndOf(octets, end);
    if (ownerEnd < 0) return unknown;
    end = ownerEnd + (kind === kindCodes["rrset-replaced"] ? 8 : 2);
    if (end > octets.length) return cutShort;
    const count = kind === kindCodes["rrset-replaced"] ? get16(octets, ownerEnd + 6) : 0;
    for (let left = count; left > 0; left -= 1) {
      if (end + 2 > octets.length) return cutShort;
      end += 2 + get16(octets, end);
    }
  } else if (kind !== kindCodes["zone-removed"]) {
    return unknown;
  }
  return end <= octets.length ? end : cutShort;
}

/** Where the owner that begins at an offset ends; negative when it is no name. */
function ownerEndOf(octets: Uint8Array, start: number): number {
  let end = start;
  for (let label = octets[end] ?? 0; label !== 0; label = octets[end] ?? 0) {
    if (label > longestLabel || end - start > longestName) return unknown;
    end += label + 1;
  }
  end += 1;
  return end - start > longestName ? unknown : end;
}

/** The kind of the change at an offset, which is known to be one. */
export function changeKindOf(octets: Uint8Array, offset: number): ZoneChange["kind"] {
  const kind = octets[offset];
  if (kind === kindCodes["rrset-replaced"]) return "rrset-replaced";
  if (kind === kindCodes["rrset-removed"]) return "rrset-removed";
  if (kind === kindCodes["serial-set"]) return "serial-set";
  return kind === kindCodes["zone-added"] ? "zone-added" : "zone-removed";
}

/** What a change of an RRset is about, as a key to keep it under. */
export interface ChangeTarget {
  /** Canonical wire form; a copy. */
  readonly owner: Uint8Array;
  readonly type: number;
}

/** The target of a change; undefined for kinds without owner. */
export function changeTarget(octets: Uint8Array, span: ChangeSpan): ChangeTarget | undefined {
  if (span.kind !== "rrset-replaced" && span.kind !== "rrset-removed") return undefined;
  const owner = lowerCaseName(octets.slice(span.offset + 1, span.ownerEnd));
  return { owner, type: get16(octets, span.ownerEnd) };
}

/** The change in a span; its octets are copied. */
export function changeAt(octets: Uint8Array, span: ChangeSpan): ZoneChange {
  const { kind, offset, end, ownerEnd } = span;
  if (kind === "zone-removed") return { kind };
  if (kind === "zone-added") return { kind, serialBase: serialOf(get32(octets, offset + 1)) };
  if (kind === "serial-set") return { kind, serial: serialOf(get32(octets, offset + 1)) };
  const owner = OwnerName.ofWire(octets.subarray(offset + 1, ownerEnd));
  const type = typeOfCode(get16(octets, ownerEnd));
  if (kind === "rrset-removed") return { kind, owner, type };
  const rdata: Uint8Array[] = [];
  for (let at = ownerEnd + 8; at < end; at += 2 + get16(octets, at)) {
    rdata.push(octets.slice(at + 2, at + 2 + get16(octets, at)));
  }
  return { kind, owner, type, ttl: receivedTtl(get32(octets, ownerEnd + 2)), rdata };
}

function put16(octets: Uint8Array, offset: number, value: number): number {
  octets[offset] = value >> 8;
  octets[offset + 1] = value;
  return offset + 2;
}

function put32(octets: Uint8Array, offset: number, value: number): number {
  return put16(octets, put16(octets, offset, value >>> 16), value);
}

function get16(octets: Uint8Array, offset: number): number {
  return ((octets[offset] ?? 0) << 8) | (octets[offset + 1] ?? 0);
}

function get32(octets: Uint8Array, offset: number): number {
  return get16(octets, offset) * 0x1_0000 + get16(octets, offset + 2);
}
