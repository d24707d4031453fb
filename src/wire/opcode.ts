/** What a message asks for: the opcodes of RFC 1035 §4.1.1, RFC 1996, RFC 2136 and RFC 8490. */

const codeByMnemonic = { QUERY: 0, IQUERY: 1, STATUS: 2, NOTIFY: 4, UPDATE: 5, DSO: 6 } as const;

type KnownOpcode = keyof typeof codeByMnemonic;

/** An opcode; the four bits without a mnemonic are written `OPCODE15`. */
export type Opcode = KnownOpcode | `OPCODE${number}`;

const mnemonicByCode: readonly Opcode[] = Array.from({ length: 16 }, (_, code): Opcode => {
  const known = Object.entries(codeByMnemonic).find(([, value]) => value === code);
  return known === undefined ? `OPCODE${code}` : (known[0] as KnownOpcode);
});

/** The opcode for a code of 0 to 15. */
export function opcodeOfCode(code: number): Opcode {
  return mnemonicByCode[code] ?? `OPCODE${code}`;
}

/** The code of an opcode. */
export function codeOfOpcode(opcode: Opcode): number {
  return mnemonicByCode.indexOf(opcode);
}
