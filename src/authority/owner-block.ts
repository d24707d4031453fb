/**
 * An owner name with its records: the layout of its block, and how to find one's way in it. The records are as they go
 * into a message but for their owner, for which a message has a compression pointer. A block is never changed once it is
 * published, except for the count, which readers only look at in an apex.
 *
 * | octet    | size | content |
 * |----------|------|---------|
 * | 0        | 4    | cell of the zone's block |
 * | 4        | 4    | lower 8 bits: octets of the name; upper 24 bits: names directly below, respectively, in the block of an apex, cuts in the zone |
 * | 8        | 4    | lower 8 bits: flags; upper 24 bits: octets of all records |
 * | 12       | *n*  | name relative to the apex: lower-case labels without root or apex; nothing for the apex itself |
 * | 12 + *n* |      | records, those of one type together, SOA first, then CNAME |
 *
 * Each record: type (2), class (2), TTL (4), RDLENGTH (2) and RDATA, in network order.
 */

/** Octets before the name. */
export const ownerHeadOctets = 12;

/** Octets of a record before its RDATA. */
export const recordHeadOctets = 10;

export const ownerFlag = {
  /** Names below belong to somebody else: NS records, but not those of an apex. RFC 1034 §4.2.1 */
  delegation: 1,
  /** The name `*` exists directly below. */
  wildcardBelow: 2,
  /** Address queries are answered with the querier's own address. */
  reflects: 4,
  /** Names below are those below another name: a DNAME record. RFC 6672 §2 */
  redirects: 8,
} as const;

/** What keeps a query for a name below from reaching it, so that the way must lead from the apex downwards. */
export const cutFlags: number = ownerFlag.delegation | ownerFlag.redirects;

/** Most names below, or cuts, that are counted; one that got there is never taken as fewer again. */
export const largestCount = 0xff_ffff;

/** Most octets the records of one owner may take; a single RRset that fits a message takes 64 KiB. */
export const mostRecordOctets = 0xff_ffff;

export function zoneOfOwner(words: Int32Array, owner: number): number {
  return words[owner << 1] ?? 0;
}

export function nameOctetsOf(words: Int32Array, owner: number): number {
  return (words[(owner << 1) + 1] ?? 0) & 0xff;
}

export function countOf(words: Int32Array, owner: number): number {
  return (words[(owner << 1) + 1] ?? 0) >>> 8;
}

export function setCount(words: Int32Array, owner: number, count: number): void {
  words[(owner << 1) + 1] = (count << 8) | nameOctetsOf(words, owner);
}

export function flagsOf(words: Int32Array, owner: number): number {
  return (words[(owner << 1) + 2] ?? 0) & 0xff;
}

export function nameStart(owner: number): number {
  return (owner << 3) + ownerHeadOctets;
}

export function recordsStart(words: Int32Array, owner: number): number {
  return nameStart(owner) + nameOctetsOf(words, owner);
}

export function recordOctetsOf(words: Int32Array, owner: number): number {
  return (words[(owner << 1) + 2] ?? 0) >>> 8;
}

export function recordsEnd(words: Int32Array, owner: number): number {
  return recordsStart(words, owner) + recordOctetsOf(words, owner);
}

/** Type code of the record at an offset. */
export function typeAt(octets: Uint8Array, record: number): number {
  return ((octets[record] ?? 0) << 8) | (octets[record + 1] ?? 0);
}

/** Where the record after the one at an offset begins; always further on, whatever the octets are. */
export function recordAfter(octets: Uint8Array, record: number): number {
  return record + recordHeadOctets + (((octets[record + 8] ?? 0) << 8) | (octets[record + 9] ?? 0));
}

/** The first record of a type between two offsets; `end` when there is none. */
export function firstOfType(octets: Uint8Array, start: number, end: number, type: number): number {
  let record = start;
  while (record < end && typeAt(octets, record) !== type) record = recordAfter(octets, record);
  return Math.min(record, end);
}

/** Where the records of the same type that begin at an offset end. */
export function endOfType(octets: Uint8Array, start: number, end: number): number {
  const type = typeAt(octets, start);
  let record = start;
  while (record < end && typeAt(octets, record) === type) record = recordAfter(octets, record);
  return record;
}
