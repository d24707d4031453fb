import { describe, expect, test } from "bun:test";
import { captures } from "../../test/support/captures.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { hex } from "../../test/support/hex.ts";
import { codeOfType } from "../core/rr-type.ts";
import { decodeMessage } from "./message.ts";
import { codeOfOpcode } from "./opcode.ts";
import { decodeQuestionHead } from "./question.ts";
import { codeOfClass } from "./rr-class.ts";

describe("decodeQuestionHead", () => {
  test("header and question as numbers", () => {
    const octets = hex("abcd 2980 0001 0002 0003 0004 0161 0162 00 001c 0003 ffff");
    expect(expectOk(decodeQuestionHead(octets))).toEqual({
      id: 0xabcd,
      bits: 0x2980,
      opcode: 5,
      questionCount: 1,
      answerCount: 2,
      authorityCount: 3,
      additionalCount: 4,
      nameEnd: 17,
      type: 28,
      class: 3,
      end: 21,
    });
  });

  const refused: readonly (readonly [name: string, octets: string, code: string, offset: number])[] = [
    ["nothing", "", "cut-short", 0],
    ["half a header", "1234 0100 0001 0000 0000 00", "cut-short", 10],
    ["no question", "1234 0100 0000 0000 0000 0000", "no-question", 12],
    ["a pointer to a root in the header", "1234 0100 0001 0000 0000 0000 c00b 0001 0001", "bad-pointer", 12],
    ["a pointer to itself", "1234 0100 0001 0000 0000 0000 c00c 0001 0001", "bad-pointer", 12],
    ["no class", "1234 0100 0001 0000 0000 0000 00 0001", "cut-short", 15],
  ];
  for (const [title, octets, code, offset] of refused) {
    test(`${title} is ${code}`, () => {
      expect(decodeQuestionHead(hex(octets)) as unknown).toEqual({ ok: false, code, offset });
    });
  }

  test("agrees with decoding the whole message", () => {
    for (const { query, answer } of [...captures("bind-9.18"), ...captures("knot-3.2")]) {
      for (const octets of [query, answer]) {
        const head = expectOk(decodeQuestionHead(octets));
        const message = expectOk(decodeMessage(octets));
        const [question] = message.question;
        expect(question?.name.wire).toEqual(octets.slice(12, head.nameEnd));
        expect([head.id, head.opcode]).toEqual([message.id, codeOfOpcode(message.opcode)]);
        expect([head.type, head.class]).toEqual([
          codeOfType(question?.type ?? "ANY"),
          codeOfClass(question?.class ?? "ANY"),
        ]);
      }
    }
  });
});
