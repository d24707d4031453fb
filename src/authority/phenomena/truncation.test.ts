import { describe, expect, test } from "bun:test";
import { AnsweringZones, queryOf } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** Answers that do not fit: whole RRsets or none, TC when something is missing that the client needs. RFC 2181 §9 */

const addresses = (owner: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `${owner} 60 A 10.0.0.${index}`).join("\n");
const servers = (owner: string, below: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `${owner} 900 NS ns${index}.${below}`).join("\n");
const glue = (below: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `ns${index}.${below} 900 AAAA 2001:db8::${index}`).join("\n");

const zones = new AnsweringZones([
  [
    "$ORIGIN example.",
    "@ 3600 SOA ns admin 1 3600 600 86400 300",
    "@ 3600 NS ns",
    // The question takes 12 + 13 + 4 octets and each record 16, so 30 fit 512 octets and 31 do not.
    addresses("a30", 30),
    addresses("a31", 31),
    addresses("a70", 70),
    addresses("a99", 99),
    "alias 60 CNAME a99",
    "mail 60 MX 10 a31",
    "mail 60 MX 20 a30",
    servers("eight", "eight", 8),
    glue("eight", 8),
    servers("nine", "nine", 9),
    glue("nine", 9),
  ].join("\n"),
]);

const rows: readonly [string, string, { octets: number; records: number; isTruncated: boolean }][] = [
  ["the last that fits without EDNS", "a30.example. A", { octets: 509, records: 30, isTruncated: false }],
  ["one more without EDNS", "a31.example. A", { octets: 29, records: 0, isTruncated: true }],
  ["with room in EDNS", "a31.example. A +edns", { octets: 536, records: 31, isTruncated: false }],
  ["with the room it takes", "a31.example. A +edns=536", { octets: 536, records: 31, isTruncated: false }],
  ["with one octet less", "a31.example. A +edns=535", { octets: 40, records: 0, isTruncated: true }],
  ["a size below 512 means 512", "a30.example. A +edns=100", { octets: 40, records: 0, isTruncated: true }],
  ["a size of 0 means 512", "alias.example. CNAME +edns=0", { octets: 67, records: 1, isTruncated: false }],
  ["the client's size does not lift ours", "a99.example. A +edns=4096", { octets: 40, records: 0, isTruncated: true }],
  ["ours is 1232", "a70.example. A +edns=65535", { octets: 1160, records: 70, isTruncated: false }],
  [
    "over TCP there is no limit to speak of",
    "a99.example. A +edns +tcp",
    { octets: 1624, records: 99, isTruncated: false },
  ],
  ["nor without EDNS", "a99.example. A +tcp", { octets: 1613, records: 99, isTruncated: false }],
  ["an alias stays when its target does not fit", "alias.example. A", { octets: 56, records: 1, isTruncated: true }],
  ["what is merely useful is left out silently", "mail.example. MX", { octets: 84, records: 2, isTruncated: false }],
  ["and added where it fits", "mail.example. MX +edns=1232", { octets: 1071, records: 63, isTruncated: false }],
  [
    "glue that fits to the last octet but seven",
    "x.eight.example. A",
    { octets: 505, records: 16, isTruncated: false },
  ],
  // RFC 9471 §3.1: a client that lacks glue must know.
  ["glue that does not", "x.nine.example. A", { octets: 498, records: 16, isTruncated: true }],
  ["glue over TCP", "x.nine.example. A +tcp", { octets: 554, records: 18, isTruncated: false }],
];

describe("truncation", () => {
  for (const [label, question, expected] of rows) {
    test(`${label}: ${question}`, () => {
      const answer =
        zones.answer(queryOf(question), question.includes("+tcp") ? "stream" : "datagram") ?? new Uint8Array();
      const count = (at: number): number => ((answer[at] ?? 0) << 8) | (answer[at + 1] ?? 0);
      const hasOpt = question.includes("+edns") ? 1 : 0;
      expect({
        octets: answer.length,
        records: count(6) + count(8) + count(10) - hasOpt,
        isTruncated: ((answer[2] ?? 0) & 2) !== 0,
      }).toEqual(expected);
    });
  }
});

conversation(
  zones,
  `
  ? a31.example. A
  NOERROR aa tc
`,
);
