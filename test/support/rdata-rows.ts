import { expect, test } from "bun:test";
import type { OwnerName } from "../../src/core/name.ts";
import type { RRType } from "../../src/core/rr-type.ts";
import type { ScanCode } from "../../src/wire/rdata/fields.ts";
import { checkRdata, parseRdata, printRdata } from "../../src/wire/rdata/registry.ts";
import { expectOk } from "./expect-ok.ts";
import { hex } from "./hex.ts";

/** Tables of RDATA in both forms. */

/** Where it is from, presentation form, octets, and what we print when that is written otherwise. */
export type GoldenRow = readonly [source: string, type: RRType, text: string, octets: string, printed?: string];

/** Types that end with strings or octets of any length, so that a beginning may be RDATA too. */
const openEnded: ReadonlySet<RRType> = new Set<RRType>([
  "TXT",
  "CAA",
  "TLSA",
  "URI",
  "DNSKEY",
  "CDNSKEY",
  "RRSIG",
  "OPENPGPKEY",
  // Of an unknown digest.
  "DS",
  "CDS",
]);

/** Each row reads, prints and reads back; cut anywhere or with an octet more it is no RDATA, where the type can tell. */
export function testGoldenRdata(rows: readonly GoldenRow[], origin: OwnerName): void {
  for (const [source, type, text, octets, printed] of rows) {
    const title = `${source}: ${type} ${text.slice(0, 80)}`;
    test(title, () => {
      const rdata = hex(octets);
      expect(expectOk(parseRdata(type, text, origin))).toEqual(rdata);
      expect(printRdata(type, rdata)).toBe(printed ?? text);
      expect(expectOk(parseRdata(type, printRdata(type, rdata)))).toEqual(rdata);
      expect(checkRdata(type, rdata).ok).toBe(true);
    });
    if (type.startsWith("TYPE")) continue;
    test(`${title}, cut anywhere or with an octet more`, () => {
      const rdata = hex(octets);
      if (!openEnded.has(type)) expect(checkRdata(type, Uint8Array.from([...rdata, 0])).ok).toBe(false);
      for (let end = 0; end < rdata.length; end += 1) {
        const isRdata = checkRdata(type, rdata.slice(0, end)).ok;
        if (end === 0 || !openEnded.has(type))
          expect({ end, isRdata: isRdata && !isWholeWithout(type, rdata, end) }).toEqual({ end, isRdata: false });
        // Whatever is accepted must be told exactly.
        else if (isRdata)
          expect(expectOk(parseRdata(type, printRdata(type, rdata.slice(0, end))))).toEqual(rdata.slice(0, end));
      }
    });
  }
}

/** Whether the rest could have been left out: type bitmaps and service parameters come in whole pieces. */
function isWholeWithout(type: RRType, rdata: Uint8Array, end: number): boolean {
  const pieces: ReadonlySet<RRType> = new Set<RRType>(["NSEC", "NSEC3", "CSYNC", "SVCB", "HTTPS"]);
  if (!pieces.has(type)) return false;
  const text = printRdata(type, rdata.slice(0, end));
  return !text.startsWith("\\#") && printRdata(type, rdata).startsWith(text);
}

/** Each row is refused with that code at that word. */
export function testRefusedRdata(
  rows: readonly (readonly [type: RRType, text: string, code: ScanCode, field: number])[],
  origin: OwnerName,
): void {
  for (const [type, text, code, field] of rows) {
    test(`${type} ${text.slice(0, 60)}: ${code}`, () => {
      expect(parseRdata(type, text, origin) as unknown).toEqual({ ok: false, code, field });
    });
  }
}
