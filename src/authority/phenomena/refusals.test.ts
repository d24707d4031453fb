import { describe, expect, test } from "bun:test";
import { AnsweringZones, queryOf } from "../../../test/support/answering-zones.ts";
import { conversation } from "../../../test/support/conversation.ts";

/** What is not answered from zones: other opcodes and classes, types no zone holds, and messages that are none. */

const zones = new AnsweringZones([
  `
  $ORIGIN example.
  @   3600 SOA ns admin 1 3600 600 86400 300
  @   3600 NS  ns
  ns  3600 A   192.0.2.53
  `,
]);

describe("refusals", () => {
  conversation(
    zones,
    `
    ? ns.example. A opcode=NOTIFY
    NOTIMP

    ? example. SOA opcode=UPDATE
    NOTIMP

    ? ns.example. A opcode=IQUERY
    NOTIMP

    ? ns.example. A opcode=OPCODE15
    NOTIMP

    ? ns.example. A HS
    REFUSED

    ? ns.example. A ANY
    REFUSED

    ? ns.example. A NONE
    REFUSED

    ? version.bind. TXT CH
    REFUSED

    # Transfers are somebody else's business.
    ? example. AXFR
    REFUSED

    ? example. AXFR +tcp
    REFUSED

    ? example. IXFR
    REFUSED

    # Types that exist in messages only. RFC 6895 §3.1
    ? ns.example. OPT
    FORMERR

    ? ns.example. TSIG
    FORMERR

    ? ns.example. TKEY
    FORMERR

    ? ns.example. TYPE0
    FORMERR

    # NXNAME. RFC 9824 §3.4
    ? ns.example. TYPE128
    FORMERR

    ? ns.example. TYPE253
    NOTIMP

    # RD is repeated; nobody is offered recursion, and AD and CD mean nothing here. RFC 4035 §3.1.6
    ? ns.example. A +rd +cd +ad
    NOERROR aa rd
    answer ns.example. 3600 A 192.0.2.53

    ? elsewhere.test. A +rd
    REFUSED rd
    `,
  );

  const query = queryOf("ns.example. A");
  const changed = (at: number, ...octets: readonly number[]): Uint8Array => {
    const copy = query.slice();
    copy.set(octets, at);
    return copy;
  };
  const rows: readonly [string, Uint8Array, string][] = [
    ["nothing", new Uint8Array(), "silence"],
    ["eleven octets", query.slice(0, 11), "silence"],
    ["a response", changed(2, 0x80), "silence"],
    ["a response of another opcode", changed(2, 0xa8), "silence"],
    ["a bare header with a question announced", query.slice(0, 12), "FORMERR without question"],
    ["a bare header", changed(4, 0, 0).slice(0, 12), "FORMERR without question"],
    ["two questions announced", changed(4, 0, 2), "FORMERR without question"],
    ["two questions", Uint8Array.from([...changed(4, 0, 2), ...query.slice(12)]), "FORMERR without question"],
    ["65535 questions", changed(4, 255, 255), "FORMERR without question"],
    ["a name cut short", query.slice(0, 17), "FORMERR without question"],
    ["a type cut short", query.slice(0, -3), "FORMERR without question"],
    ["a class cut short", query.slice(0, -1), "FORMERR without question"],
    ["a pointer for a name", changed(12, 0xc0, 12), "FORMERR without question"],
    ["a label of an unused kind", changed(12, 0x40), "FORMERR without question"],
    ["octets behind the question", Uint8Array.from([...query, 0]), "FORMERR"],
    ["an answer announced", changed(6, 0, 1), "FORMERR"],
    ["65535 records everywhere", changed(6, 255, 255, 255, 255, 255, 255), "FORMERR"],
    ["a name with a pointer in the additional section", Uint8Array.from([...changed(10, 0, 1), 0xc0]), "FORMERR"],
    [
      "a whole answer in a query",
      Uint8Array.from([...changed(6, 0, 1), 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]),
      "NOERROR",
    ],
    // RFC 8945 §5.2.1: no key is known here.
    [
      "a signed query",
      Uint8Array.from([...changed(10, 0, 1), 1, 0x6b, 0, 0, 250, 0, 255, 0, 0, 0, 0, 0, 0]),
      "NOTAUTH",
    ],
    [
      "a signature in front of OPT",
      Uint8Array.from([
        ...changed(10, 0, 2),
        1,
        0x6b,
        0,
        0,
        250,
        0,
        255,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        41,
        4,
        208,
        0,
        0,
        0,
        0,
        0,
        0,
      ]),
      "FORMERR",
    ],
  ];
  for (const [label, octets, expected] of rows) {
    test(`${label} / ${expected}`, () => {
      const answer = zones.answer(octets);
      const codes = new Map([
        ["NOERROR", 0],
        ["FORMERR", 1],
        ["NOTAUTH", 9],
      ]);
      expect(answer === undefined).toBe(expected === "silence");
      if (answer === undefined) return;
      expect((answer[3] ?? 0) & 15).toBe(codes.get(expected.split(" ")[0] ?? "") ?? -1);
      expect(answer[2]).toBe(expected === "NOERROR" ? 0x84 : 0x80);
      expect([...answer.slice(0, 2), answer[5]]).toEqual([0x12, 0x34, expected.endsWith("without question") ? 0 : 1]);
      if (expected.endsWith("without question")) expect(answer.length).toBe(12);
    });
  }
});
