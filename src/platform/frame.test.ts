import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { concatOctets } from "../core/octets.ts";
import { FrameReader, frame } from "./frame.ts";

describe("frame", () => {
  const rows = [
    { name: "empty message", message: [], framed: [0, 0] },
    { name: "one octet", message: [7], framed: [0, 1, 7] },
    { name: "three octets", message: [1, 2, 3], framed: [0, 3, 1, 2, 3] },
  ];
  for (const row of rows) {
    test(row.name, () => expect([...frame(Uint8Array.from(row.message))]).toEqual(row.framed));
  }

  test("longest message", () => expect([...frame(new Uint8Array(65_535)).subarray(0, 2)]).toEqual([255, 255]));
  test("a longer one is our bug", () => expect(() => frame(new Uint8Array(65_536))).toThrow("expected"));
});

describe("FrameReader", () => {
  const rows = [
    { name: "nothing", chunks: [], messages: [], isAtBoundary: true },
    { name: "half a length", chunks: [[0]], messages: [], isAtBoundary: false },
    { name: "a length alone", chunks: [[0, 2]], messages: [], isAtBoundary: false },
    { name: "an empty message", chunks: [[0, 0]], messages: [[]], isAtBoundary: true },
    { name: "one message", chunks: [[0, 2, 8, 9]], messages: [[8, 9]], isAtBoundary: true },
    { name: "octet by octet", chunks: [[0], [2], [8], [9]], messages: [[8, 9]], isAtBoundary: true },
    { name: "two in one piece", chunks: [[0, 1, 8, 0, 1, 9]], messages: [[8], [9]], isAtBoundary: true },
    { name: "the second one unfinished", chunks: [[0, 1, 8, 0, 3, 9]], messages: [[8]], isAtBoundary: false },
    { name: "an empty piece", chunks: [[0, 1], [], [8]], messages: [[8]], isAtBoundary: true },
  ];
  for (const row of rows) {
    test(row.name, () => {
      const reader = new FrameReader();
      const messages = row.chunks.flatMap((chunk) => reader.push(Uint8Array.from(chunk)));
      expect(messages.map((message) => [...message])).toEqual(row.messages);
      expect(reader.isAtBoundary).toBe(row.isAtBoundary);
    });
  }

  test("gives back what was framed, however it is cut", () => {
    const messagesAndCuts = fc.record({
      messages: fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 5 }),
      cuts: fc.array(fc.nat(), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(messagesAndCuts, ({ messages, cuts }) => {
        const stream = concatOctets(messages.map(frame));
        const edges = [0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length].toSorted((a, b) => a - b);
        const reader = new FrameReader();
        const received = edges.flatMap((edge, index) => reader.push(stream.subarray(edges[index - 1] ?? 0, edge)));
        expect(received.map((message) => [...message])).toEqual(messages.map((message) => [...message]));
        expect(reader.isAtBoundary).toBe(true);
      }),
    );
  });

  test("messages do not change when the piece they came in is used again", () => {
    const reader = new FrameReader();
    const piece = Buffer.from([0, 2, 8, 9]);
    const [message] = reader.push(piece);
    piece.fill(0);
    expect([...(message ?? [])]).toEqual([8, 9]);
  });
});
