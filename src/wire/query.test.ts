import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { hex } from "../../test/support/hex.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { name } from "../../test/support/values.ts";
import { decodeMessage } from "./message.ts";
import { encodeQuery, isAnswerTo } from "./query.ts";

const question = "03777777 04 54657374 00 0001 0001";
const request = hex(`1234 0100 0001 0000 0000 0000 ${question}`);
const update = hex(`1234 2800 0001 0000 0000 0000 04 54657374 00 0006 0001`);

describe("encodeQuery", () => {
  test("an id from chance, RD, EDNS with the payload we take", () => {
    const query = { name: name("wWw.example"), type: "AAAA", isRecursive: true } as const;
    const octets = encodeQuery(query, { octets: () => Uint8Array.of(0xab, 0xcd), fraction: () => 0 });
    expect(octets).toEqual(
      hex("abcd 0100 0001 0000 0000 0001 03775777 076578616d706c65 00 001c 0001 00 0029 04d0 00000000 0000"),
    );
  });

  test("without recursion, another class, payload and option", () => {
    const octets = encodeQuery(
      {
        name: name("version.bind"),
        type: "TXT",
        class: "CH",
        isRecursive: false,
        payloadOctets: 4096,
        options: [{ code: 3, data: new Uint8Array(0) }],
      },
      new SeededRandom(1),
    );
    const message = expectOk(decodeMessage(octets));
    expect(message.flags.rd).toBe(false);
    expect(message.question[0]?.class).toBe("CH");
    expect(message.edns).toMatchObject({ payloadOctets: 4096, options: [{ code: 3 }] });
  });
});

const answers: readonly (readonly [name: string, request: Uint8Array, answer: string, isAnswer: boolean])[] = [
  ["the answer", request, `1234 8180 0001 0000 0000 0000 ${question}`, true],
  ["an error", request, `1234 8183 0001 0000 0000 0000 ${question}`, true],
  ["an answer with broken records behind it", request, `1234 8180 0001 0005 0000 0000 ${question} ff`, true],
  ["another id", request, `1235 8180 0001 0000 0000 0000 ${question}`, false],
  ["the question sent back", request, `1234 0100 0001 0000 0000 0000 ${question}`, false],
  ["another opcode", request, `1234 a180 0001 0000 0000 0000 ${question}`, false],
  ["another name", request, `1234 8180 0001 0000 0000 0000 03777778 04 54657374 00 0001 0001`, false],
  ["the name in another case", request, `1234 8180 0001 0000 0000 0000 03777777 04 74657374 00 0001 0001`, false],
  ["another type", request, `1234 8180 0001 0000 0000 0000 03777777 04 54657374 00 001c 0001`, false],
  ["another class", request, `1234 8180 0001 0000 0000 0000 03777777 04 54657374 00 0001 0003`, false],
  ["the name cut short", request, `1234 8180 0001 0000 0000 0000 03777777 04`, false],
  ["two questions", request, `1234 8180 0002 0000 0000 0000 ${question} ${question}`, false],
  ["no question", request, `1234 8180 0000 0000 0000 0000`, false],
  ["no header", request, `1234 8180`, false],
  ["nothing", request, ``, false],
  ["an UPDATE's bare header", update, `1234 a800 0000 0000 0000 0000`, true],
  ["an UPDATE's zone repeated", update, `1234 a805 0001 0000 0000 0000 04 54657374 00 0006 0001`, true],
  ["an UPDATE's other zone", update, `1234 a800 0001 0000 0000 0000 04 54657375 00 0006 0001`, false],
];

describe("isAnswerTo", () => {
  for (const [title, asked, answer, isAnswer] of answers) {
    test(`${title} is ${isAnswer ? "an" : "no"} answer`, () => expect(isAnswerTo(asked, hex(answer))).toBe(isAnswer));
  }

  test("a request without a question is our bug", () => {
    expect(() => isAnswerTo(hex("1234 0100 0000 0000 0000 0000"), request)).toThrow("expected");
  });
});
