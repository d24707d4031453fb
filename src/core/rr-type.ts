/** Record types by their IANA mnemonics; types without one are written `TYPE65280`. RFC 3597 §5 */

const codeByMnemonic = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  LOC: 29,
  SRV: 33,
  NAPTR: 35,
  DNAME: 39,
  OPT: 41,
  DS: 43,
  SSHFP: 44,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  CDS: 59,
  CDNSKEY: 60,
  OPENPGPKEY: 61,
  CSYNC: 62,
  ZONEMD: 63,
  SVCB: 64,
  HTTPS: 65,
  TKEY: 249,
  TSIG: 250,
  IXFR: 251,
  AXFR: 252,
  ANY: 255,
  URI: 256,
  CAA: 257,
} as const;

/** A type that has a name here. */
export type KnownType = keyof typeof codeByMnemonic;

/** A record type; two values are the same type exactly when their text is the same. */
export type RRType = KnownType | `TYPE${number}`;

const mnemonicByCode: ReadonlyMap<number, KnownType> = new Map(
  Object.entries(codeByMnemonic).map(([mnemonic, code]) => [code, mnemonic as KnownType]),
);

/** The type for a code of 0 to 65535. */
export function typeOfCode(code: number): RRType {
  return mnemonicByCode.get(code) ?? `TYPE${code}`;
}

/** The code of a type. */
export function codeOfType(type: RRType): number {
  return Object.hasOwn(codeByMnemonic, type) ? codeByMnemonic[type as KnownType] : Number(type.slice(4));
}

/** Reads a mnemonic or `TYPEnnn` in either case; `TYPE1` is `A`. Undefined for anything else. */
export function parseType(text: string): RRType | undefined {
  const upper = text.toUpperCase();
  if (Object.hasOwn(codeByMnemonic, upper)) return upper as KnownType;
  const digits = /^TYPE(0|[1-9]\d{0,4})$/.exec(upper)?.[1];
  return digits === undefined || Number(digits) > 0xffff ? undefined : typeOfCode(Number(digits));
}

/** True for types that exist in questions and messages only and can never be zone data. RFC 6895 §3.1 */
export function isMetaType(type: RRType): boolean {
  const code = codeOfType(type);
  return code === 0 || type === "OPT" || (code >= 128 && code <= 255);
}
