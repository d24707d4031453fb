import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type BodyProgress, type Framing, framingOf, HttpBodyReader } from "./http-body-reader.ts";

describe("framingOf", () => {
  const rows: readonly {
    readonly name: string;
    readonly status?: number;
    readonly fields: readonly string[];
    readonly framing: object | undefined;
  }[] = [
    { name: "nothing stated", fields: [], framing: { kind: "until-close" } },
    { name: "a length", fields: ["content-length: 5"], framing: { kind: "length", octets: 5 } },
    {
      name: "the same length twice",
      fields: ["content-length: 5", "content-length: 5"],
      framing: { kind: "length", octets: 5 },
    },
    {
      name: "the same length twice in one field",
      fields: ["content-length: 5, 5"],
      framing: { kind: "length", octets: 5 },
    },
    { name: "two lengths", fields: ["content-length: 5", "content-length: 6"], framing: undefined },
    { name: "a negative length", fields: ["content-length: -1"], framing: undefined },
    { name: "a signed length", fields: ["content-length: +1"], framing: undefined },
    { name: "a hexadecimal length", fields: ["content-length: 0x10"], framing: undefined },
    { name: "an empty length", fields: ["content-length: "], framing: undefined },
    { name: "a length of 16 digits", fields: ["content-length: 1000000000000000"], framing: undefined },
    { name: "chunks", fields: ["transfer-encoding: chunked"], framing: { kind: "chunks" } },
    { name: "chunks in capitals", fields: ["transfer-encoding: Chunked"], framing: { kind: "chunks" } },
    { name: "chunks of something packed", fields: ["transfer-encoding: gzip, chunked"], framing: undefined },
    { name: "an unknown coding", fields: ["transfer-encoding: gzip"], framing: undefined },
    { name: "chunks twice", fields: ["transfer-encoding: chunked", "transfer-encoding: chunked"], framing: undefined },
    { name: "chunks and a length", fields: ["transfer-encoding: chunked", "content-length: 5"], framing: undefined },
    { name: "204 with a length", status: 204, fields: ["content-length: 5"], framing: { kind: "length", octets: 0 } },
    { name: "304 with a length", status: 304, fields: ["content-length: 5"], framing: { kind: "length", octets: 0 } },
  ];
  for (const row of rows) {
    test(row.name, () => {
      const fields = row.fields.map((field) => [field.split(": ")[0] ?? "", field.split(": ")[1] ?? ""] as const);
      expect(framingOf({ status: row.status ?? 200, fields })).toEqual(row.framing as Framing);
    });
  }
});

function read(framing: Framing, pieces: readonly string[], isEnded: boolean, limit = 10): BodyProgress {
  const reader = new HttpBodyReader(framing, limit);
  for (const piece of pieces) {
    const progress = reader.push(Buffer.from(piece));
    if (progress.kind !== "more") return progress;
  }
  return isEnded ? reader.end() : { kind: "more" };
}

describe("HttpBodyReader", () => {
  const length = (octets: number): Framing => ({ kind: "length", octets });
  const chunks: Framing = { kind: "chunks" };
  const untilClose: Framing = { kind: "until-close" };
  const rows: readonly {
    readonly name: string;
    readonly framing: Framing;
    readonly pieces: readonly string[];
    readonly isEnded: boolean;
    readonly result: string;
  }[] = [
    { name: "length 0", framing: length(0), pieces: [""], isEnded: false, result: "whole:" },
    { name: "length, in pieces", framing: length(3), pieces: ["a", "b", "c"], isEnded: false, result: "whole:abc" },
    { name: "length, with more behind", framing: length(2), pieces: ["abc"], isEnded: false, result: "whole:ab" },
    { name: "length, not all yet", framing: length(3), pieces: ["ab"], isEnded: false, result: "more" },
    { name: "length, ended early", framing: length(3), pieces: ["ab"], isEnded: true, result: "answer-cut-short" },
    {
      name: "length of exactly the limit",
      framing: length(10),
      pieces: ["0123456789"],
      isEnded: false,
      result: "whole:0123456789",
    },
    {
      name: "length above the limit, before any octet",
      framing: length(11),
      pieces: [""],
      isEnded: false,
      result: "answer-too-large",
    },
    { name: "until close", framing: untilClose, pieces: ["ab", "c"], isEnded: true, result: "whole:abc" },
    { name: "until close, nothing", framing: untilClose, pieces: [], isEnded: true, result: "whole:" },
    {
      name: "until close, above the limit",
      framing: untilClose,
      pieces: ["0123456789", "0"],
      isEnded: false,
      result: "answer-too-large",
    },
    { name: "no chunk", framing: chunks, pieces: ["0\r\n\r\n"], isEnded: false, result: "whole:" },
    {
      name: "chunks",
      framing: chunks,
      pieces: ["2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"],
      isEnded: false,
      result: "whole:abc",
    },
    {
      name: "chunks octet by octet",
      framing: chunks,
      pieces: [..."2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"],
      isEnded: false,
      result: "whole:abc",
    },
    {
      name: "a size in capitals and with zeros",
      framing: chunks,
      pieces: ["00A\r\n0123456789\r\n0\r\n\r\n"],
      isEnded: false,
      result: "whole:0123456789",
    },
    {
      name: "an extension",
      framing: chunks,
      pieces: ['1;a="b"\r\nx\r\n0;c\r\n\r\n'],
      isEnded: false,
      result: "whole:x",
    },
    {
      name: "lines that end with LF alone",
      framing: chunks,
      pieces: ["1\nx\n0\n\n"],
      isEnded: false,
      result: "whole:x",
    },
    { name: "a trailer", framing: chunks, pieces: ["1\r\nx\r\n0\r\nA: b\r\n\r\n"], isEnded: false, result: "whole:x" },
    { name: "ended within a chunk", framing: chunks, pieces: ["5\r\nab"], isEnded: true, result: "answer-cut-short" },
    {
      name: "ended between chunks",
      framing: chunks,
      pieces: ["1\r\na\r\n"],
      isEnded: true,
      result: "answer-cut-short",
    },
    { name: "ended in the trailer", framing: chunks, pieces: ["0\r\n"], isEnded: true, result: "answer-cut-short" },
    {
      name: "chunks above the limit together",
      framing: chunks,
      pieces: ["6\r\n012345\r\n6\r\n012345\r\n"],
      isEnded: false,
      result: "answer-too-large",
    },
    {
      name: "a chunk above the limit, before its octets",
      framing: chunks,
      pieces: ["b\r\n"],
      isEnded: false,
      result: "answer-too-large",
    },
    {
      name: "an enormous size",
      framing: chunks,
      pieces: ["fffffffffffff\r\n"],
      isEnded: false,
      result: "answer-unreadable",
    },
    { name: "a negative size", framing: chunks, pieces: ["-1\r\n"], isEnded: false, result: "answer-unreadable" },
    { name: "an empty size", framing: chunks, pieces: ["\r\n"], isEnded: false, result: "answer-unreadable" },
    { name: "a size with a prefix", framing: chunks, pieces: ["0x1\r\n"], isEnded: false, result: "answer-unreadable" },
    {
      name: "a chunk longer than it says",
      framing: chunks,
      pieces: ["1\r\nabc\r\n"],
      isEnded: false,
      result: "answer-unreadable",
    },
    {
      name: "a size line without end",
      framing: chunks,
      pieces: [`1;${"x".repeat(5_000)}`],
      isEnded: false,
      result: "answer-unreadable",
    },
    {
      name: "a trailer without end",
      framing: chunks,
      pieces: ["0\r\n", ...("X: y\r\n".repeat(2_000).match(/.+\r\n/g) ?? [])],
      isEnded: false,
      result: "answer-unreadable",
    },
  ];
  for (const row of rows) {
    test(`${row.name}: ${row.result}`, () => {
      const progress = read(row.framing, row.pieces, row.isEnded);
      const text = progress.kind === "whole" ? `whole:${Buffer.from(progress.body).toString()}` : progress.kind;
      expect(progress.kind === "faulty" ? progress.code : text).toBe(row.result);
    });
  }

  test("gives back what was cut into chunks, however the stream is cut", () => {
    const chunksAndCuts = fc.record({
      chunks: fc.array(fc.uint8Array({ minLength: 1, maxLength: 500 }), { maxLength: 6 }),
      cuts: fc.array(fc.nat(), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(chunksAndCuts, ({ chunks: parts, cuts }) => {
        const pieces = parts.flatMap((part) => [
          Buffer.from(`${part.length.toString(16)}\r\n`),
          part,
          Buffer.from("\r\n"),
        ]);
        const stream = Buffer.concat([...pieces, Buffer.from("0\r\n\r\n")]);
        const edges = [0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length].toSorted((a, b) => a - b);
        const reader = new HttpBodyReader(chunks, 10_000);
        const all = edges.map((edge, index) => reader.push(stream.subarray(edges[index - 1] ?? 0, edge)));
        const last = all.findLast((progress) => progress.kind === "whole");
        expect(last?.kind === "whole" && Buffer.compare(last.body, Buffer.concat(parts))).toBe(0);
      }),
    );
  });

  test("no octets make it throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        for (const framing of [chunks, untilClose, length(7)]) {
          const reader = new HttpBodyReader(framing, 100);
          reader.push(octets);
          reader.end();
        }
      }),
    );
  });
});
