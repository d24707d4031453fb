import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { hex } from "../../test/support/hex.ts";
import { noFlags } from "./header.ts";
import { decodeMessage } from "./message.ts";
import { headerOnlyResponse, responseTo } from "./response.ts";

describe("responseTo", () => {
  test("takes over id, opcode, question, RD and CD", () => {
    const request = expectOk(decodeMessage(hex("1234 2130 0001 0000 0000 0000 0161 00 0006 0001")));
    const response = responseTo(request, "NOTIMP");
    expect(response).toMatchObject({ id: 0x1234, opcode: "NOTIFY", rcode: "NOTIMP", answer: [] });
    expect(response.flags).toEqual({ ...noFlags, qr: true, rd: true, cd: true });
    expect(response.question).toBe(request.question);
  });
});

const rows: readonly (readonly [name: string, request: string, response: string | undefined])[] = [
  ["RD is repeated", "1234 0100 0001 0000 0000 0000 c00c", "1234 8101 0000 0000 0000 0000"],
  ["the opcode is repeated", "1234 2800 0001 0000 0000 0000", "1234 a801 0000 0000 0000 0000"],
  ["other flags are not", "1234 07ff 0001 0000 0000 0000", "1234 8101 0000 0000 0000 0000"],
  ["a response is not answered", "1234 8100 0001 0000 0000 0000", undefined],
  ["half a header is not answered", "1234 0100 0001 0000 0000 00", undefined],
  ["nothing is not answered", "", undefined],
];

describe("headerOnlyResponse", () => {
  for (const [title, request, response] of rows) {
    test(title, () => {
      expect(headerOnlyResponse(hex(request), "FORMERR")).toEqual(response === undefined ? undefined : hex(response));
    });
  }
});
