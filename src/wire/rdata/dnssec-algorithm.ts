import type { Fields } from "./fields.ts";

/** Algorithm numbers of DNSSEC, which may be written by name. RFC 4034 Appendix A.1, RFC 8624 §3.1 */

const codeByMnemonic: ReadonlyMap<string, number> = new Map([
  ["DELETE", 0],
  ["RSAMD5", 1],
  ["DH", 2],
  ["DSA", 3],
  ["RSASHA1", 5],
  ["DSA-NSEC3-SHA1", 6],
  ["RSASHA1-NSEC3-SHA1", 7],
  ["RSASHA256", 8],
  ["RSASHA512", 10],
  ["ECC-GOST", 12],
  ["ECDSAP256SHA256", 13],
  ["ECDSAP384SHA384", 14],
  ["ED25519", 15],
  ["ED448", 16],
  ["INDIRECT", 252],
  ["PRIVATEDNS", 253],
  ["PRIVATEOID", 254],
]);

/** The next word as an algorithm: a number of 8 bits or a mnemonic in either case. */
export function scanAlgorithm(fields: Fields): number {
  const known = codeByMnemonic.get((fields.ahead() ?? "").toUpperCase());
  if (known === undefined) return fields.uint8();
  fields.word();
  return known;
}
