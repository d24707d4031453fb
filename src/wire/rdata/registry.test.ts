import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyRdata } from "../../../test/support/arbitrary-dns.ts";
import { captures } from "../../../test/support/captures.ts";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { type GoldenRow, testGoldenRdata, testRefusedRdata } from "../../../test/support/rdata-rows.ts";
import { hex } from "../../../test/support/hex.ts";
import { name } from "../../../test/support/values.ts";
import { toHex } from "../../core/octets.ts";
import type { RRType } from "../../core/rr-type.ts";
import { decodeMessage } from "../message.ts";
import { caa } from "./caa.ts";
import { mx } from "./mx.ts";
import { checkRdata, decodeRdata, encodeRdata, parseRdata, printRdata } from "./registry.ts";
import { soa } from "./soa.ts";
import { srv } from "./srv.ts";
import { txt } from "./txt.ts";

/** Presentation form, octets, and what we print when that is written otherwise. Names are relative to `ISI.EDU.`. */
const golden: readonly GoldenRow[] = [
  ["RFC 1035 §5.3", "A", "26.3.0.103", "1a030067"],
  ["RFC 3596 §2.2", "AAAA", "4321:0:1:2:3:4:567:89ab", "432100000001000200030004056789ab"],
  [
    "RFC 4291 §2.2",
    "AAAA",
    "2001:DB8::8:800:200C:417A",
    "20010db800000000 00080800200c417a",
    "2001:db8::8:800:200c:417a",
  ],
  ["RFC 1035 §5.3", "NS", "VAXA", "0456415841 03495349 03454455 00", "VAXA.ISI.EDU."],
  ["RFC 1034 §3.6.2", "CNAME", "C.ISI.EDU.", "0143 03495349 03454455 00"],
  ["RFC 1035 §3.5", "PTR", "MILNET-GW.ISI.EDU.", "094d494c4e45542d4757 03495349 03454455 00"],
  ["RFC 1035 §5.3", "MX", "10 VENERA", "000a 0656454e455241 03495349 03454455 00", "10 VENERA.ISI.EDU."],
  ["RFC 7505 §3", "MX", "0 .", "0000 00"],
  [
    "RFC 1035 §5.3",
    "SOA",
    "VENERA Action\\.domains 20 7200 600 3600000 60",
    `0656454e455241 03495349 03454455 00 0e416374696f6e2e646f6d61696e73 03495349 03454455 00
     00000014 00001c20 00000258 0036ee80 0000003c`,
    "VENERA.ISI.EDU. Action\\.domains.ISI.EDU. 20 7200 600 3600000 60",
  ],
  [
    "BIND's units",
    "SOA",
    ". . 4294967295 2h 10M 1000h 1m",
    "00 00 ffffffff 00001c20 00000258 0036ee80 0000003c",
    ". . 4294967295 7200 600 3600000 60",
  ],
  [
    "RFC 2782",
    "SRV",
    "0 1 9 old-slow-box.example.com.",
    "000000010009 0c6f6c642d736c6f772d626f78 076578616d706c65 03636f6d 00",
  ],
  ["RFC 2782", "SRV", "0 0 0 .", "000000000000 00"],
  ["RFC 7208 §3.3", "TXT", '"v=spf1 -all"', "0b 763d73706631202d616c6c"],
  ["two strings, one empty", "TXT", 'a ""', "0161 00", '"a" ""'],
  ["escapes", "TXT", '"\\"\\\\\\000\\255;"', "05 225c00ff3b"],
  [
    "RFC 8659 §4.2",
    "CAA",
    '0 issue "ca1.example.net; account=230123"',
    `00 05 6973737565 ${toHex(Buffer.from("ca1.example.net; account=230123"))}`,
  ],
  [
    "RFC 8659 §4.4",
    "CAA",
    "0 iodef http://iodef.example.com/",
    `00 05 696f646566 ${toHex(Buffer.from("http://iodef.example.com/"))}`,
    '0 iodef "http://iodef.example.com/"',
  ],
  ["RFC 8659 §4.1, critical", "CAA", '128 tbs "Unknown"', "80 03 746273 556e6b6e6f776e"],
  ["RFC 3597 §5", "TYPE731", "\\# 6 abcd ef 01 23 45", "abcdef012345", "\\# 6 abcdef012345"],
  ["RFC 3597 §5", "TYPE62347", "\\# 0", ""],
  ["RFC 3597 §5, of a known type", "A", "\\# 4 0A000001", "0a000001", "10.0.0.1"],
  ["generic form of a name", "NS", "\\# 3 016100", "016100", "a."],
  ["DNSSEC's digest in generic form", "DS", "\\# 5 ec450809ff", "ec450809ff", "60485 8 9 ff"],
];

const origin = name("ISI.EDU");

describe("RDATA", () => {
  testGoldenRdata(golden, origin);

  const malformed: readonly (readonly [name: string, type: RRType, octets: string, code: string, offset: number])[] = [
    ["TXT without a string", "TXT", "", "cut-short", 0],
    ["TXT cut inside a string", "TXT", "0161 0361", "cut-short", 3],
    ["CAA without a tag", "CAA", "00", "cut-short", 1],
    ["CAA with an empty tag", "CAA", "00 00 61", "rdata-malformed", 1],
    ["CAA with a hyphen in the tag", "CAA", "00 03 612d62", "rdata-malformed", 1],
    ["A of 16 octets", "A", "20010db8000000000000000000000001", "trailing-octets", 4],
    ["MX without a name", "MX", "000a", "cut-short", 2],
    ["a name that points", "NS", "c000", "bad-pointer", 0],
    ["a name that points backwards", "SOA", `016100 c000 ${"00".repeat(20)}`, "bad-pointer", 3],
  ];
  for (const [title, type, octets, code, offset] of malformed) {
    test(`${title} is ${code}`, () => {
      expect(checkRdata(type, hex(octets)) as unknown).toEqual({ ok: false, code, offset });
      expect(printRdata(type, hex(octets))).toStartWith("\\# ");
    });
  }

  test("RDATA has at most 65 535 octets", () => {
    expect(checkRdata("TYPE65280", new Uint8Array(65_535)).ok).toBe(true);
    expect(checkRdata("TYPE65280", new Uint8Array(65_536)).ok).toBe(false);
  });

  testRefusedRdata(
    [
      ["A", "", "field-missing", 0],
      ["A", "192.0.2.1 192.0.2.2", "field-unexpected", 1],
      ["A", "192.0.2.01", "not-an-ipv4-address", 0],
      ["A", "2001:db8::1", "not-an-ipv4-address", 0],
      ["A", '"192.0.2.1"', "quotes-not-allowed", 0],
      ["AAAA", "192.0.2.1", "not-an-ipv6-address", 0],
      ["NS", "a..b", "empty-label", 0],
      ["NS", '"a"', "quotes-not-allowed", 0],
      ["CNAME", "a.\\999.", "bad-escape", 0],
      ["PTR", `${"a".repeat(64)}`, "label-too-long", 0],
      ["MX", "mail.example.", "not-a-number", 0],
      ["MX", "65536 mail.example.", "number-too-large", 0],
      ["MX", "-1 mail.example.", "not-a-number", 0],
      ["MX", "10", "field-missing", 1],
      ["SOA", "a b 1 2 3 4", "field-missing", 6],
      ["SOA", "a b 4294967296 2 3 4 5", "number-too-large", 2],
      ["SOA", "a b 1h 2 3 4 5", "not-a-number", 2],
      ["SOA", "a b 1 2x 3 4 5", "not-a-duration", 3],
      ["SOA", "a b 1 2 3 4 9999999999", "number-too-large", 6],
      ["TXT", "", "field-missing", 0],
      ["TXT", `ok ${"a".repeat(256)}`, "text-too-long", 1],
      ["TXT", "\\300", "bad-escape", 0],
      ["TXT", Array.from({ length: 300 }, () => "a".repeat(255)).join(" "), "rdata-too-long", 0],
      ["TXT", '"open', "quote-not-closed", 0],
      ["SRV", "1 2 70000 a.", "number-too-large", 2],
      ["CAA", "0 is-sue x", "not-a-caa-tag", 1],
      ["CAA", "256 issue x", "number-too-large", 0],
      ["CAA", "0 issue x y", "field-unexpected", 3],
      ["TYPE65280", "192.0.2.1", "no-presentation-form", 0],
      ["TYPE65280", '"\\#" 0', "no-presentation-form", 0],
      ["TYPE65280", "\\#", "field-missing", 1],
      ["TYPE65280", "\\# x", "not-a-number", 1],
      ["TYPE65280", "\\# 1", "length-mismatch", 1],
      ["TYPE65280", "\\# 1 abc", "length-mismatch", 2],
      ["TYPE65280", "\\# 2 ab", "length-mismatch", 2],
      ["TYPE65280", "\\# 1 abcd", "length-mismatch", 2],
      ["TYPE65280", "\\# 1 0x", "not-hexadecimal", 2],
      ["TYPE65280", '\\# 1 "ab"', "quotes-not-allowed", 2],
      ["A", "\\# 3 c00002", "rdata-malformed", 0],
      ["NS", "\\# 2 c000", "rdata-malformed", 0],
    ],
    origin,
  );

  test("values of the types that have several fields", () => {
    const rdataOf = (type: RRType, text: string): Uint8Array => expectOk(parseRdata(type, text));
    expect(expectOk(decodeRdata(mx, rdataOf("MX", "5 a.")))).toMatchObject({ preference: 5 });
    expect(expectOk(decodeRdata(srv, rdataOf("SRV", "1 2 3 a.")))).toMatchObject({ priority: 1, weight: 2, port: 3 });
    expect(expectOk(decodeRdata(soa, rdataOf("SOA", "a. b. 1 2 3 4 5")))).toMatchObject({
      serial: 1,
      refresh: 2,
      retry: 3,
      expire: 4,
      minimum: 5,
    });
    expect(expectOk(decodeRdata(txt, rdataOf("TXT", "a b"))).strings).toEqual([hex("61"), hex("62")]);
    expect(expectOk(decodeRdata(caa, rdataOf("CAA", "128 issue x")))).toEqual({
      flags: 128,
      tag: "issue",
      value: hex("78"),
    });
  });

  test("a value encodes to the octets it was decoded from", () => {
    const rdata = expectOk(parseRdata("SOA", "a. b. 1 2 3 4 5"));
    expect(encodeRdata(soa, expectOk(decodeRdata(soa, rdata)))).toEqual(rdata);
  });

  test("what is longer than RDATA is our bug", () => {
    const strings = Array.from({ length: 300 }, () => new Uint8Array(255));
    expect(() => encodeRdata(txt, { strings })).toThrow("expected");
  });

  test("any RDATA is accepted, and reads back from what it prints", () => {
    fc.assert(
      fc.property(anyRdata, ({ type, rdata }) => {
        expect(checkRdata(type, rdata).ok).toBe(true);
        expect(expectOk(parseRdata(type, printRdata(type, rdata)))).toEqual(rdata);
      }),
      { numRuns: 500 },
    );
  });

  test("any octets print as something that reads back", () => {
    const types: readonly RRType[] = [
      "A",
      "AAAA",
      "NS",
      "SOA",
      "MX",
      "TXT",
      "SRV",
      "CAA",
      "PTR",
      "CNAME",
      "NAPTR",
      "DS",
      "DNSKEY",
      "NSEC",
      "NSEC3",
      "NSEC3PARAM",
      "CSYNC",
      "ZONEMD",
      "LOC",
      "SVCB",
      "URI",
      "TLSA",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.uint8Array({ maxLength: 64 }), (type, rdata) => {
        const parsed = parseRdata(type, printRdata(type, rdata));
        expect(parsed.ok).toBe(checkRdata(type, rdata).ok);
        if (parsed.ok) expect(parsed.value).toEqual(rdata);
      }),
      { numRuns: 2000 },
    );
  });
});

/** What the recorded answers say, as the zone beside them has it. */
const recorded: readonly (readonly [question: string, answer: readonly string[]])[] = [
  ["capture.example SOA", ["SOA ns1.capture.example. hostmaster.capture.example. 2026112001 7200 3600 1209600 300"]],
  ["capture.example NS", ["NS ns1.capture.example.", "NS ns2.capture.example."]],
  ["capture.example MX", ["MX 10 mail.capture.example.", "MX 20 mail2.capture.example."]],
  ["capture.example A", ["A 192.0.2.80"]],
  ["capture.example AAAA", ["AAAA 2001:db8::80"]],
  ["capture.example TXT", ['TXT "v=spf1 -all" "second string"']],
  [
    "capture.example CAA",
    ['CAA 0 issue "ca.example.net; account=230123"', 'CAA 128 iodef "mailto:security@capture.example"'],
  ],
  ["alias A", ["A 192.0.2.81", "A 192.0.2.82", "CNAME www.capture.example."]],
  ["80 PTR", ["PTR host.capture.example."]],
  ["_dns-sd._udp SRV", ["SRV 10 60 5060 www.capture.example."]],
  ["long TXT", [`TXT "${"x".repeat(244)}" "\\000\\255\\"end"`]],
  ["unknown TYPE65280", ["TYPE65280 \\# 6 abcdef012345"]],
  ["case MX", ["MX 10 MaIL.Capture.Example."]],
  ["a.b.wild A", ["A 192.0.2.99"]],
];

describe("recorded answers print as the zone was written", () => {
  for (const file of ["bind-9.18", "knot-3.2"] as const) {
    for (const [question, answer] of recorded) {
      test(`${file}: ${question}`, () => {
        const exchange = captures(file).find(({ label }) => label.endsWith(` ${question}`));
        const records = expectOk(decodeMessage(exchange?.answer ?? new Uint8Array(0))).answer;
        const printed = records.map(({ type, rdata }) => `${type} ${printRdata(type, rdata)}`).toSorted();
        // Knot keeps names in RDATA in lower case, BIND as they were written.
        const expected = file === "knot-3.2" && question === "case MX" ? answer.map(lowerCaseData) : answer;
        expect(printed).toEqual(expected.toSorted());
      });
    }
  }
});

function lowerCaseData(record: string): string {
  const [type = "", ...words] = record.split(" ");
  return `${type} ${words.join(" ").toLowerCase()}`;
}
