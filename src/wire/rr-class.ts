/** Record classes by their IANA mnemonics; classes without one are written `CLASS65280`. RFC 3597 §5 */

const codeByMnemonic = {
  IN: 1,
  CH: 3,
  HS: 4,
  /** Only in UPDATE: absence, or the removal of one record. RFC 2136 §2.4, §2.5 */
  NONE: 254,
  /** In questions any class; in UPDATE any value. RFC 1035 §3.2.5, RFC 2136 §2.4 */
  ANY: 255,
} as const;

type KnownClass = keyof typeof codeByMnemonic;

/** A record class; two values are the same class exactly when their text is the same. */
export type RRClass = KnownClass | `CLASS${number}`;

const mnemonicByCode: ReadonlyMap<number, KnownClass> = new Map(
  Object.entries(codeByMnemonic).map(([mnemonic, code]) => [code, mnemonic as KnownClass]),
);

/** The class for a code of 0 to 65535. */
export function classOfCode(code: number): RRClass {
  return mnemonicByCode.get(code) ?? `CLASS${code}`;
}

/** The code of a class. */
export function codeOfClass(rrClass: RRClass): number {
  return Object.hasOwn(codeByMnemonic, rrClass)
    ? codeByMnemonic[rrClass as KnownClass]
    : Number(rrClass.slice("CLASS".length));
}

/** Reads a mnemonic or `CLASSnnn` in either case; `CLASS1` is `IN`. Undefined for anything else. */
export function parseClass(text: string): RRClass | undefined {
  const upper = text.toUpperCase();
  if (Object.hasOwn(codeByMnemonic, upper)) return upper as KnownClass;
  const digits = /^CLASS(0|[1-9]\d{0,4})$/.exec(upper)?.[1];
  return digits === undefined || Number(digits) > 0xffff ? undefined : classOfCode(Number(digits));
}
