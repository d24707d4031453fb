import { fromHex, toHex } from "../../core/octets.ts";
import type { Fields } from "./fields.ts";

/** RDATA of any type as bare octets: `\# 4 c0000201`. RFC 3597 §5 */

/** What the generic form begins with. */
export const genericMark = "\\#";

/** Reads what follows the mark: the number of octets, then hexadecimal in any number of words. */
export function scanGeneric(fields: Fields): Uint8Array {
  const length = fields.uint16();
  let digits = "";
  while (fields.remaining > 0) {
    const word = fields.word();
    if (!/^[0-9a-f]+$/i.test(word)) fields.fail("not-hexadecimal");
    digits += word;
  }
  const octets = fromHex(digits);
  if (octets !== undefined && octets.length === length) return octets;
  fields.fail("length-mismatch");
  return new Uint8Array(0);
}

/** The generic form on one line. */
export function printGeneric(rdata: Uint8Array): string {
  return rdata.length === 0 ? `${genericMark} 0` : `${genericMark} ${rdata.length} ${toHex(rdata)}`;
}
