import { fromHex } from "../../src/core/octets.ts";

/** Octets written in hexadecimal, blanks and line ends wherever they help the eye; refuses what is not. */
export function hex(text: string): Uint8Array {
  const octets = fromHex(text.replaceAll(/\s/g, ""));
  if (octets === undefined) throw new Error(`not hexadecimal: ${text}`);
  return octets;
}
