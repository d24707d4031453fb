import { codeOfType, parseType, type RRType, typeOfCode } from "../../core/rr-type.ts";
import type { Reader } from "../reader.ts";
import type { Writer } from "../writer.ts";
import type { Fields } from "./fields.ts";

/** Sets of types as NSEC, NSEC3 and CSYNC have them: windows of 256 types, of each a bitmap without trailing zeros. RFC 4034 §4.1.2 */

/** Most octets of one window's bitmap. */
const largestWindow = 32;

/** Reads the bitmap that ends RDATA: types in ascending order. An empty set is allowed. RFC 5155 §3.2.1 */
export function readTypeBitmap(reader: Reader): readonly RRType[] {
  const types: RRType[] = [];
  let lastWindow = -1;
  while (reader.remaining > 0) {
    const at = reader.offset;
    const window = reader.uint8();
    const bitmap = reader.characterString();
    const isWhole = bitmap.length > 0 && bitmap.length <= largestWindow && bitmap.at(-1) !== 0;
    if (window <= lastWindow || !isWhole) reader.fail("rdata-malformed", at);
    lastWindow = window;
    for (const [index, octet] of bitmap.entries()) {
      for (let bit = 0; bit < 8; bit += 1) {
        if ((octet & (0x80 >>> bit)) !== 0) types.push(typeOfCode(window * 256 + index * 8 + bit));
      }
    }
  }
  return types;
}

export function writeTypeBitmap(writer: Writer, types: readonly RRType[]): void {
  const windows = new Map<number, Uint8Array>();
  const codes = types.map(codeOfType).toSorted((a, b) => a - b);
  for (const code of codes) {
    const window = windows.get(code >>> 8) ?? new Uint8Array(largestWindow);
    windows.set(code >>> 8, window);
    const index = (code & 0xff) >>> 3;
    window[index] = (window[index] ?? 0) | (0x80 >>> (code & 7));
  }
  for (const [number, window] of windows) {
    writer.uint8(number);
    writer.characterString(window.subarray(0, window.findLastIndex((octet) => octet !== 0) + 1));
  }
}

/** The types that are left, by mnemonic or number, in any order. */
export function scanTypeBitmap(fields: Fields): readonly RRType[] {
  const types: RRType[] = [];
  while (fields.remaining > 0) {
    const type = parseType(fields.word());
    if (type === undefined) fields.fail("not-a-type");
    else types.push(type);
  }
  return types;
}

/** Mnemonics, each with a blank in front. */
export function printTypeBitmap(types: readonly RRType[]): string {
  return types.map((type) => ` ${type}`).join("");
}
