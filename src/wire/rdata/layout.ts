import { lowerCaseName } from "../../core/name.ts";
import { concatOctets } from "../../core/octets.ts";
import type { RRType } from "../../core/rr-type.ts";
import { readNameOctets } from "../read-name.ts";
import { Reader } from "../reader.ts";
import type { RRClass } from "../rr-class.ts";
import type { Writer } from "../writer.ts";

/**
 * What RDATA is made of, type by type. Enough to compress and decompress names, to put them into lower case and to see
 * whether lengths are right; what the parts mean is the other files' of this folder.
 */

/** A number of octets, a name, a character-string, one or more character-strings, or all that is left. */
type Part = number | "name" | "text" | "texts" | "rest";

interface Layout {
  readonly parts: readonly Part[];
  /** Only types of RFC 1035 may be sent compressed, since others reach readers that do not know them. RFC 3597 §4 */
  readonly mayCompress: boolean;
  /** The layout is that of class IN; other classes have others or none. */
  readonly isInternetOnly: boolean;
}

/** RFC 1035 §3.3, the obsolete types included: they too may arrive compressed. */
function original(...parts: readonly Part[]): Layout {
  return { parts, mayCompress: true, isInternetOnly: false };
}

/** Later types: read with compression where senders used it once (RFC 3597 §4), never sent with it. */
function later(...parts: readonly Part[]): Layout {
  return { parts, mayCompress: false, isInternetOnly: false };
}

function internet(...parts: readonly Part[]): Layout {
  return { parts, mayCompress: false, isInternetOnly: true };
}

/**
 * Types whose form we know, whose names RFC 3597 §4 wants decompressed, or whose names RFC 4034 §6.2 wants in lower case.
 * RRSIG and NSEC hold names too, but neither applies to them. RFC 6840 §5.1
 */
const layouts: ReadonlyMap<RRType, Layout> = new Map([
  ["A", internet(4)],
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
  ["TXT", original("texts")],
  ["TYPE17", later("name", "name")], // RP, RFC 1183 §2.2
  ["TYPE18", later(2, "name")], // AFSDB, RFC 1183 §1
  ["TYPE21", later(2, "name")], // RT, RFC 1183 §3.3
  ["TYPE24", later(18, "name", "rest")], // SIG, RFC 2535 §4.1
  ["TYPE26", internet(2, "name", "name")], // PX, RFC 2163 §4
  ["AAAA", internet(16)],
  ["TYPE30", later("name", "rest")], // NXT, RFC 2535 §5.2
  ["SRV", internet(6, "name")], // RFC 2782; RFC 2052 had allowed compression
  ["NAPTR", internet(4, "text", "text", "text", "name")], // RFC 3403 §4.1
  ["TYPE36", internet(2, "name")], // KX, RFC 2230 §3
  ["DNAME", later("name")], // RFC 6672 §2.1
  ["CAA", later(1, "text", "rest")], // RFC 8659 §4.1
] satisfies readonly (readonly [RRType, Layout])[]);

function layoutOf(type: RRType, rrClass: RRClass): Layout | undefined {
  const layout = layouts.get(type);
  const isInternet = rrClass === "IN" || rrClass === "NONE" || rrClass === "ANY";
  return layout?.isInternetOnly === true && !isInternet ? undefined : layout;
}

/** Reads RDATA that fills what the reader may read, names in it decompressed. A failure is the reader's. */
export function decompressRdata(reader: Reader, type: RRType, rrClass: RRClass = "IN"): Uint8Array {
  const layout = layoutOf(type, rrClass);
  if (layout === undefined) return reader.rest();
  const [first, ...others] = layout.parts;
  if (first === undefined) return reader.rest();
  const octets = readPart(reader, first);
  return others.length === 0 ? octets : concatOctets([octets, ...others.map((part) => readPart(reader, part))]);
}

/** Writes RDATA without its length, names in it compressed where the type may be. */
export function compressRdata(writer: Writer, type: RRType, rdata: Uint8Array): void {
  const layout = layouts.get(type);
  const values = layout?.parts.includes("name") === true ? split(rdata, layout) : undefined;
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
export function lowerCaseRdata(type: RRType, rdata: Uint8Array): Uint8Array {
  const layout = layouts.get(type);
  const values = layout?.parts.includes("name") === true ? split(rdata, layout) : undefined;
  if (layout === undefined || values === undefined) return rdata;
  return concatOctets(values.map((octets, index) => (layout.parts[index] === "name" ? lowerCaseName(octets) : octets)));
}

/** The parts of RDATA that stands alone; undefined when it is not what the layout says. */
function split(rdata: Uint8Array, layout: Layout): readonly Uint8Array[] | undefined {
  const reader = Reader.ofRdata(rdata);
  const values = layout.parts.map((part) => readPart(reader, part));
  return reader.finishAtEnd(undefined).ok ? values : undefined;
}

function readPart(reader: Reader, part: Part): Uint8Array {
  if (part === "name") return readNameOctets(reader);
  if (part === "rest") return reader.rest();
  if (part === "text") return readTexts(reader, 1);
  if (part === "texts") return readTexts(reader, Number.POSITIVE_INFINITY);
  return reader.take(part);
}

/** At least one and at most so many character-strings, with their lengths. */
function readTexts(reader: Reader, most: number): Uint8Array {
  const ahead = new Reader(reader.octets, reader.offset);
  ahead.enter(reader.remaining);
  let count = 0;
  do {
    ahead.skip(ahead.uint8());
    count += 1;
  } while (count < most && ahead.remaining > 0);
  if (ahead.failure !== undefined) reader.fail(ahead.failure.code, ahead.failure.offset);
  return reader.take(ahead.offset - reader.offset);
}
