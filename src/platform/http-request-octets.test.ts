import { describe, expect, test } from "bun:test";
import { requestOctets, type WireRequest } from "./http-request-octets.ts";

const plain: WireRequest = { method: "GET", target: "/", fields: [["Host", "h.test"]], body: undefined };

describe("requestOctets", () => {
  const rows: readonly { readonly name: string; readonly request: WireRequest; readonly text: string }[] = [
    { name: "without a body", request: plain, text: "GET / HTTP/1.1\r\nHost: h.test\r\n\r\n" },
    {
      name: "with text, as UTF-8",
      request: { ...plain, body: "é" },
      text: "GET / HTTP/1.1\r\nHost: h.test\r\n\r\n\xc3\xa9",
    },
    {
      name: "with octets",
      request: { ...plain, body: Uint8Array.of(0, 255) },
      text: "GET / HTTP/1.1\r\nHost: h.test\r\n\r\n\0\xff",
    },
    { name: "with an empty field", request: { ...plain, fields: [["A", ""]] }, text: "GET / HTTP/1.1\r\nA: \r\n\r\n" },
  ];
  for (const row of rows) {
    test(row.name, () => expect(Buffer.from(requestOctets(row.request)).toString("latin1")).toBe(row.text));
  }

  const wrong: readonly { readonly name: string; readonly request: WireRequest }[] = [
    { name: "a line end in a value", request: { ...plain, fields: [["A", "b\r\nC: d"]] } },
    { name: "a lone line feed in a value", request: { ...plain, fields: [["A", "b\nc"]] } },
    { name: "a NUL in a value", request: { ...plain, fields: [["A", "b\0"]] } },
    { name: "a character beyond Latin-1 in a value", request: { ...plain, fields: [["A", "名"]] } },
    { name: "a name that is no token", request: { ...plain, fields: [["A b", "c"]] } },
    { name: "an empty name", request: { ...plain, fields: [["", "c"]] } },
    { name: "a blank in the target", request: { ...plain, target: "/a b" } },
    { name: "a line end in the target", request: { ...plain, target: "/\r\nX: y" } },
    { name: "an empty target", request: { ...plain, target: "" } },
  ];
  for (const row of wrong) {
    test(`${row.name} is our bug, and is not repeated`, () => {
      expect(() => requestOctets(row.request)).toThrow(/^expected: (?!.*X: y)/);
    });
  }
});
