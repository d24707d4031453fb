/** How a request ended, by IANA mnemonics. Codes above 15 need EDNS, or stand in the error field of TSIG. RFC 6895 §2.3 */

const codeByMnemonic = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
  NOTZONE: 10,
  DSOTYPENI: 11,
  BADVERS: 16,
  BADKEY: 17,
  BADTIME: 18,
  BADMODE: 19,
  BADNAME: 20,
  BADALG: 21,
  BADTRUNC: 22,
  BADCOOKIE: 23,
} as const;

type KnownRcode = keyof typeof codeByMnemonic;

/** A response code of 12 bits; those without a mnemonic are written `RCODE3841`. */
export type Rcode = KnownRcode | `RCODE${number}`;

/** The error field of TSIG, where 16 means a wrong signature instead of a wrong EDNS version. RFC 8945 §3 */
export type TsigError = Exclude<Rcode, "BADVERS"> | "BADSIG";

const badSignature = 16;

const mnemonicByCode: ReadonlyMap<number, KnownRcode> = new Map(
  Object.entries(codeByMnemonic).map(([mnemonic, code]) => [code, mnemonic as KnownRcode]),
);

/** The response code for a number. */
export function rcodeOfCode(code: number): Rcode {
  return mnemonicByCode.get(code) ?? `RCODE${code}`;
}

/** The number of a response code. */
export function codeOfRcode(rcode: Rcode): number {
  return Object.hasOwn(codeByMnemonic, rcode)
    ? codeByMnemonic[rcode as KnownRcode]
    : Number(rcode.slice("RCODE".length));
}

/** The TSIG error for a number. */
export function tsigErrorOfCode(code: number): TsigError {
  const rcode = rcodeOfCode(code);
  return rcode === "BADVERS" ? "BADSIG" : rcode;
}

/** The number of a TSIG error. */
export function codeOfTsigError(error: TsigError): number {
  return error === "BADSIG" ? badSignature : codeOfRcode(error);
}
