import { describe, expect, test } from "bun:test";
import { codeOfOpcode, opcodeOfCode } from "./opcode.ts";
import { codeOfRcode, codeOfTsigError, rcodeOfCode, tsigErrorOfCode } from "./rcode.ts";
import { classOfCode, codeOfClass, parseClass } from "./rr-class.ts";

describe("RRClass", () => {
  test("every code has one class and gets it back", () => {
    for (let code = 0; code <= 0xffff; code += 1) expect(codeOfClass(classOfCode(code))).toBe(code);
  });

  const texts: readonly (readonly [text: string, rrClass: string | undefined])[] = [
    ["IN", "IN"],
    ["in", "IN"],
    ["Ch", "CH"],
    ["any", "ANY"],
    ["CLASS1", "IN"],
    ["class32", "CLASS32"],
    ["CLASS65535", "CLASS65535"],
    ["CLASS65536", undefined],
    ["CLASS01", undefined],
    ["CLASS", undefined],
    ["A", undefined],
    ["toString", undefined],
  ];
  for (const [text, rrClass] of texts) {
    test(`${text} reads as ${rrClass}`, () => expect<string | undefined>(parseClass(text)).toBe(rrClass));
  }
});

describe("Opcode", () => {
  test("every code has one opcode and gets it back", () => {
    for (let code = 0; code < 16; code += 1) expect(codeOfOpcode(opcodeOfCode(code))).toBe(code);
    expect([0, 4, 5, 9].map(opcodeOfCode)).toEqual(["QUERY", "NOTIFY", "UPDATE", "OPCODE9"]);
  });
});

describe("Rcode", () => {
  test("every code has one response code and gets it back", () => {
    for (let code = 0; code <= 0xfff; code += 1) expect(codeOfRcode(rcodeOfCode(code))).toBe(code);
  });

  test("every code has one TSIG error and gets it back", () => {
    for (let code = 0; code <= 0xffff; code += 1) expect(codeOfTsigError(tsigErrorOfCode(code))).toBe(code);
  });

  test("16 is a version in a message and a signature in TSIG", () => {
    expect(rcodeOfCode(16)).toBe("BADVERS");
    expect(tsigErrorOfCode(16)).toBe("BADSIG");
    expect([17, 18, 22, 23].map(tsigErrorOfCode)).toEqual(["BADKEY", "BADTIME", "BADTRUNC", "BADCOOKIE"]);
  });
});
