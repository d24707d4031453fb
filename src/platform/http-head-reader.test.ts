import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type HeadProgress, HttpHeadReader } from "./http-head-reader.ts";

function read(text: string): HeadProgress {
  return new HttpHeadReader().push(Buffer.from(text, "latin1"));
}

describe("a head", () => {
  const rows = [
    { name: "of a status line alone", text: "HTTP/1.1 200 OK\r\n\r\n", status: 200, fields: [] },
    { name: "without a reason", text: "HTTP/1.1 404\r\n\r\n", status: 404, fields: [] },
    { name: "with an empty reason", text: "HTTP/1.1 404 \r\n\r\n", status: 404, fields: [] },
    { name: "of HTTP/1.0", text: "HTTP/1.0 200 OK\r\n\r\n", status: 200, fields: [] },
    { name: "names in lower case", text: "HTTP/1.1 200 OK\r\nX-Y: Z\r\n\r\n", status: 200, fields: [["x-y", "Z"]] },
    { name: "no blank before the value", text: "HTTP/1.1 200 OK\r\na:b\r\n\r\n", status: 200, fields: [["a", "b"]] },
    {
      name: "blanks around the value",
      text: "HTTP/1.1 200 OK\r\na: \t b c\t \r\n\r\n",
      status: 200,
      fields: [["a", "b c"]],
    },
    { name: "an empty value", text: "HTTP/1.1 200 OK\r\na:\r\n\r\n", status: 200, fields: [["a", ""]] },
    { name: "a colon in the value", text: "HTTP/1.1 200 OK\r\na: b:c\r\n\r\n", status: 200, fields: [["a", "b:c"]] },
    {
      name: "a folded value",
      text: "HTTP/1.1 200 OK\r\na: b\r\n  c\r\n\td\r\n\r\n",
      status: 200,
      fields: [["a", "b c d"]],
    },
    {
      name: "octets beyond ASCII in a value",
      text: "HTTP/1.1 200 OK\r\na: \xe9\r\n\r\n",
      status: 200,
      fields: [["a", "\xe9"]],
    },
    { name: "lines that end with LF alone", text: "HTTP/1.1 200 OK\na: b\n\n", status: 200, fields: [["a", "b"]] },
    {
      name: "a field twice",
      text: "HTTP/1.1 200 OK\r\na: b\r\nA: c\r\n\r\n",
      status: 200,
      fields: [
        ["a", "b"],
        ["a", "c"],
      ],
    },
  ];
  for (const row of rows) {
    test(row.name, () => {
      const progress = read(`${row.text}body`);
      expect(progress).toMatchObject({ kind: "whole", head: { status: row.status, fields: row.fields } });
      expect(progress.kind === "whole" && Buffer.from(progress.rest).toString()).toBe("body");
    });
  }

  test("of blanks inside a value, as many as fit / read in no time", () => {
    const text = `HTTP/1.1 200 OK\r\na: b${" ".repeat(16_300)}c\r\n\r\n`;
    for (let count = 0; count < 20; count += 1) expect(read(text).kind).toBe("whole");
  }, 2_000);

  const broken = [
    { name: "HTML", text: "<html>", code: "answer-unreadable" },
    { name: "another protocol", text: "220 ready\r\n", code: "answer-unreadable" },
    { name: "HTTP/2", text: "HTTP/2 200 OK\r\n\r\n", code: "answer-unreadable" },
    { name: "HTTP/1.2", text: "HTTP/1.2 200 OK\r\n\r\n", code: "answer-unreadable" },
    { name: "an empty line first", text: "\r\nHTTP/1.1 200 OK\r\n\r\n", code: "answer-unreadable" },
    { name: "a status of two digits", text: "HTTP/1.1 20 OK\r\n\r\n", code: "answer-unreadable" },
    { name: "a status of four digits", text: "HTTP/1.1 2000 OK\r\n\r\n", code: "answer-unreadable" },
    { name: "a status below 100", text: "HTTP/1.1 099 OK\r\n\r\n", code: "answer-unreadable" },
    { name: "a field without a colon", text: "HTTP/1.1 200 OK\r\nab\r\n\r\n", code: "answer-unreadable" },
    { name: "a field without a name", text: "HTTP/1.1 200 OK\r\n: b\r\n\r\n", code: "answer-unreadable" },
    { name: "a blank before the colon", text: "HTTP/1.1 200 OK\r\na : b\r\n\r\n", code: "answer-unreadable" },
    { name: "a folded line first", text: "HTTP/1.1 200 OK\r\n a: b\r\n\r\n", code: "answer-unreadable" },
    { name: "a NUL in a value", text: "HTTP/1.1 200 OK\r\na: b\0c\r\n\r\n", code: "answer-unreadable" },
    { name: "a lone CR in a value", text: "HTTP/1.1 200 OK\r\na: b\rc\r\n\r\n", code: "answer-unreadable" },
    {
      name: "16 385 octets",
      text: `HTTP/1.1 200 OK\r\na: ${"x".repeat(16_385 - 24)}\r\n\r\n`,
      code: "answer-too-large",
    },
    {
      name: "16 385 octets so far",
      text: `HTTP/1.1 200 OK\r\na: ${"x".repeat(16_385 - 20)}`,
      code: "answer-too-large",
    },
  ];
  for (const row of broken) {
    test(`that is ${row.name}: ${row.code}`, () => {
      expect(read(row.text)).toMatchObject({ kind: "faulty", code: row.code });
    });
  }

  test("of exactly 16 384 octets is read", () => {
    expect(read(`HTTP/1.1 200 OK\r\na: ${"x".repeat(16_384 - 24)}\r\n\r\n`)).toMatchObject({ kind: "whole" });
  });

  test("gives the same however it is cut", () => {
    const text = "HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n e\r\n\r\nbody";
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const octets = Buffer.from(text);
        const edges = [0, ...cuts, octets.length].toSorted((a, b) => a - b);
        const reader = new HttpHeadReader();
        let whole: HeadProgress | undefined;
        let rest = "";
        for (const [index, edge] of edges.entries()) {
          const piece = octets.subarray(edges[index - 1] ?? 0, edge);
          if (whole !== undefined) {
            rest += piece.toString();
            continue;
          }
          const progress = reader.push(piece);
          if (progress.kind === "more") continue;
          whole = progress;
          rest += progress.kind === "whole" ? Buffer.from(progress.rest).toString() : "";
        }
        expect(whole).toMatchObject({
          kind: "whole",
          head: {
            status: 200,
            fields: [
              ["a", "b"],
              ["c", "d e"],
            ],
          },
        });
        expect(rest).toBe("body");
      }),
    );
  });

  test("no octets make it throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        new HttpHeadReader().push(octets);
        new HttpHeadReader().push(Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\n"), octets, Buffer.from("\r\n\r\n")]));
      }),
    );
  });
});
