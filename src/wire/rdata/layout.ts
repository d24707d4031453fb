import { lowerCaseName } from "../../core/name.ts";
import { concatOctets } from "../../core/octets.ts";
import type { RRType } from "../../core/rr-type.ts";
import { readNameOctets } from "../read-name.ts";
import { Reader } from "../reader.ts";
import type { Writer } from "../writer.ts";

/** Which parts of RDATA are domain names. Enough to compress, decompress and lower-case them, and for nothing else. */

/** A number of octets, a name, a character-string, or all that is left. */
type Part = number | "name" | "text" | "rest";

interface Layout {
  readonly parts: readonly Part[];
  /** Only types of RFC 1035 may be sent compressed, since others reach readers that do not know them. RFC 3597 §4 */
  readonly mayCompress: boolean;
}

/** RFC 1035 §3.3, the obsolete types included: they too may arrive compressed. */
function original(...parts: readonly Part[]): Layout {
  return { parts, mayCompress: true };
}

/** Later types: read with compression where senders used it once (RFC 3597 §4), never sent with it. */
function later(...parts: readonly Part[]): Layout {
  return { parts, mayCompress: false };
}

/**
 * Types whose names RFC 3597 §4 wants decompressed or RFC 4034 §6.2 wants in lower case. RRSIG and NSEC hold names too,
 * but neither applies to them. RFC 6840 §5.1
 */
const layouts: ReadonlyMap<RRType, Layout> = new Map([
  ["NS", original("name")],
  ["TYPE3", original("name")], // MD
  ["TYPE4", original("name")], // MF
  ["CNAME", original("name")],
  ["SOA", original("name", "name", 20)],
  ["TYPE7", original("name")], // MB
  ["TYPE8", original("name")], // MG
  ["TYPE9", original("name")], // MR
  ["PTR", original("name")],
  ["TYPE14", original("name", "name")], // MINFO
  ["MX", original(2, "name")],
  ["TYPE17", later("name", "name")], // RP, RFC 1183 §2.2
  ["TYPE18", later(2, "name")], // AFSDB, RFC 1183 §1
  ["TYPE21", later(2, "name")], // RT, RFC 1183 §3.3
  ["TYPE24", later(18, "name", "rest")], // SIG, RFC 2535 §4.1
  ["TYPE26", later(2, "name", "name")], // PX, RFC 2163 §4
  ["TYPE30", later("name", "rest")], // NXT, RFC 2535 §5.2
  ["SRV", later(6, "name")], // RFC 2782; RFC 2052 had allowed compression
  ["NAPTR", later(4, "text", "text", "text", "name")], // RFC 3403 §4.1
  ["TYPE36", later(2, "name")], // KX, RFC 2230 §3
  ["DNAME", later("name")], // RFC 6672 §2.1
] satisfies readonly (readonly [RRType, Layout])[]);

/** Reads RDATA that fills what the reader may read, names in it decompressed. A failure is the reader's. */
export function readRdataOctets(reader: Reader, type: RRType): Uint8Array {
  const layout = layouts.get(type);
  if (layout === undefined) return reader.rest();
  const parts = layout.parts.map((part) => readPart(reader, part));
  return parts.length === 1 ? (parts[0] ?? new Uint8Array(0)) : concatOctets(parts);
}

/** Writes RDATA without its length, names in it compressed where the type may be. */
export function writeRdataOctets(writer: Writer, type: RRType, rdata: Uint8Array): void {
  const layout = layouts.get(type);
  const values = layout && split(rdata, layout);
  if (layout === undefined || values === undefined) {
    writer.write(rdata);
    return;
  }
  for (const [index, octets] of values.entries()) {
    if (layout.parts[index] !== "name") writer.write(octets);
    else if (layout.mayCompress) writer.compressedName(octets);
    // Others may point into it: to them it is only a place in the message. BIND and Knot do so, seen 2026-11.
    else writer.wholeName(octets);
  }
}

/** RDATA with its names in lower case, the canonical form; RDATA of other types as it is. RFC 4034 §6.2 */
export function canonicalRdataOctets(type: RRType, rdata: Uint8Array): Uint8Array {
  const layout = layouts.get(type);
  const values = layout && split(rdata, layout);
  if (layout === undefined || values === undefined) return rdata;
  return concatOctets(values.map((octets, index) => (layout.parts[index] === "name" ? lowerCaseName(octets) : octets)));
}

/** The parts of RDATA without compression; undefined when it is not what the layout says. */
function split(rdata: Uint8Array, layout: Layout): readonly Uint8Array[] | undefined {
  const reader = new Reader(rdata);
  const values = layout.parts.map((part) => readPart(reader, part));
  const length = values.reduce((sum, octets) => sum + octets.length, 0);
  return reader.finishAtEnd(undefined).ok && length === rdata.length ? values : undefined;
}

function readPart(reader: Reader, part: Part): Uint8Array {
  if (part === "name") return readNameOctets(reader);
  if (part === "rest") return reader.rest();
  if (part !== "text") return reader.take(part);
  const octets = reader.characterString();
  return concatOctets([Uint8Array.of(octets.length), octets]);
}
