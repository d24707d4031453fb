import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyMessage } from "../../test/support/arbitrary-dns.ts";
import { captures } from "../../test/support/captures.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { hex } from "../../test/support/hex.ts";
import { plainMessage } from "../../test/support/plain-message.ts";
import { name, ttl } from "../../test/support/values.ts";
import type { DecodeCode } from "./decode.ts";
import { noFlags } from "./header.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "./message.ts";
import type { ResourceRecord } from "./record.ts";

const question = { name: name("www.example.net"), type: "A", class: "IN" } as const;
const questionHex = "03777777 076578616d706c65 036e6574 00 0001 0001";
const opt = "00 0029 04d0 00000000 0000";
const tsig = `00 00fa 00ff 00000000 0011  00 000000000000 0000 0000 0000 0000 0000`;

function addresses(owner: string, count: number): ResourceRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    owner: name(owner),
    type: "A",
    class: "IN",
    ttl: ttl(60),
    rdata: Uint8Array.of(192, 0, 2, index),
  }));
}

function encode(message: Message, limit = 65_535): Uint8Array {
  return expectOk(encodeMessage(message, limit)).octets;
}

describe("decodeMessage", () => {
  test("a response with every section", () => {
    const octets = hex(`1234 8583 0001 0001 0001 0002 ${questionHex}
      c00c 0001 0001 0000003c 0004 c0000201
      c010 0002 0001 00000e10 0006 036e7331 c010
      c03d 001c 0001 00000e10 0010 20010db8000000000000000000000001
      00 0029 0200 01008000 0006 000a 0002 abcd`);
    const message = expectOk(decodeMessage(octets));
    expect(message.flags).toEqual({ ...noFlags, qr: true, aa: true, rd: true, ra: true });
    expect(message.rcode).toBe("BADMODE");
    expect(message.authority[0]?.rdata).toEqual(hex("036e7331 076578616d706c65 036e6574 00"));
    expect(message.additional.map((record) => record.owner.toString())).toEqual(["ns1.example.net."]);
    expect(message.edns).toEqual({
      version: 0,
      payloadOctets: 512,
      isDnssecOk: true,
      options: [{ code: 10, data: hex("abcd") }],
    });
    expect(encode(message)).toEqual(octets);
  });

  test("an UPDATE: values, absence and removal", () => {
    const octets = hex(`1234 2800 0001 0001 0003 0000 076578616d706c65 036e6574 00 0006 0001
      03777777 c00c 0005 00fe 00000000 0000
      c01d 0001 00ff 00000000 0000
      c01d 0001 0001 0000012c 0004 c0000201
      c01d 000f 00fe 00000000 0009 000a 046d61696c c00c`);
    const message = expectOk(decodeMessage(octets));
    expect(message.opcode).toBe("UPDATE");
    expect(message.authority.map(({ type, class: rrClass, rdata }) => [type, rrClass, rdata.length])).toEqual([
      ["A", "ANY", 0],
      ["A", "IN", 4],
      ["MX", "NONE", 20],
    ]);
    expect(encode(message)).toEqual(octets);
  });

  test("a TTL with the sign bit set counts as zero", () => {
    const octets = hex(`1234 8000 0000 0001 0000 0000 00 0001 0001 80000001 0004 c0000201`);
    expect(Number(expectOk(decodeMessage(octets)).answer[0]?.ttl)).toBe(0);
  });

  test("an A of class CH has a form of its own", () => {
    const octets = hex("1234 8000 0000 0001 0000 0000 00 0001 0003 00000000 0003 00 01ff");
    expect(expectOk(decodeMessage(octets)).answer[0]?.rdata).toEqual(hex("0001ff"));
  });

  const refused: readonly (readonly [name: string, octets: string, code: DecodeCode, offset: number])[] = [
    ["nothing", "", "cut-short", 0],
    ["half a header", "1234 0100 0001 00", "cut-short", 6],
    ["a header that promises more", "1234 0100 0001 0000 0000 0000", "cut-short", 12],
    ["octets behind the message", `1234 0100 0001 0000 0000 0000 ${questionHex} 00`, "trailing-octets", 33],
    ["OPT in the answer", `1234 0100 0000 0001 0000 0000 ${opt}`, "opt-misplaced", 12],
    ["OPT in the authority section", `1234 0100 0000 0000 0001 0000 ${opt}`, "opt-misplaced", 12],
    ["two OPT", `1234 0100 0000 0000 0000 0002 ${opt} ${opt}`, "opt-repeated", 23],
    ["OPT with a name", "1234 0100 0000 0000 0000 0001 0161 00 0029 0200 00000000 0000", "opt-owner-not-root", 12],
    [
      "an option longer than OPT",
      "1234 0100 0000 0000 0000 0001 00 0029 0200 00000000 0004 000a 0001",
      "cut-short",
      27,
    ],
    ["half an option", "1234 0100 0000 0000 0000 0001 00 0029 0200 00000000 0003 000a 00", "cut-short", 25],
    ["TSIG before OPT", `1234 0100 0000 0000 0000 0002 ${tsig} ${opt}`, "tsig-misplaced", 12],
    ["two TSIG", `1234 0100 0000 0000 0000 0002 ${tsig} ${tsig}`, "tsig-misplaced", 12],
    ["TSIG in the answer", `1234 0100 0000 0001 0000 0000 ${tsig}`, "tsig-misplaced", 12],
    ["TSIG of class IN", `1234 0100 0000 0000 0000 0001 ${tsig.replace("00ff", "0001")}`, "tsig-malformed", 23],
    ["TSIG with a TTL", `1234 0100 0000 0000 0000 0001 ${tsig.replace("00000000", "00000001")}`, "tsig-malformed", 23],
    [
      "RDATA longer than its name",
      "1234 8000 0000 0001 0000 0000 00 0002 0001 00000000 0002 0000",
      "trailing-octets",
      24,
    ],
    [
      "RDATA shorter than its name",
      "1234 8000 0000 0001 0000 0000 00 0002 0001 00000000 0002 0161 00",
      "cut-short",
      25,
    ],
    ["empty RDATA of class IN", "1234 8000 0000 0001 0000 0000 00 0002 0001 00000000 0000", "cut-short", 23],
    ["an address of three octets", "1234 8000 0000 0001 0000 0000 00 0001 0001 00000000 0003 c00002", "cut-short", 23],
    ["TXT without a string", "1234 8000 0000 0001 0000 0000 00 0010 0001 00000000 0000", "cut-short", 23],
    ["RDATA that points to itself", "1234 8000 0000 0001 0000 0000 00 0002 0001 00000000 0002 c017", "bad-pointer", 23],
  ];

  for (const [title, octets, code, offset] of refused) {
    test(`${title} is ${code}`, () => {
      expect(decodeMessage(hex(octets)) as unknown).toEqual({ ok: false, code, offset });
    });
  }

  test("every recorded message cut anywhere is a failure", () => {
    for (const { query, answer } of [...captures("bind-9.18"), ...captures("knot-3.2")]) {
      for (const octets of [query, answer]) {
        for (let end = 0; end < octets.length; end += 1) expect(decodeMessage(octets.slice(0, end)).ok).toBe(false);
      }
    }
  });
});

describe("encodeMessage", () => {
  const response: Message = { ...emptyMessage, flags: { ...noFlags, qr: true }, question: [question] };

  test("cuts after the last whole RRset and sets TC, OPT stays", () => {
    const edns = { version: 0, payloadOctets: 1232, isDnssecOk: false, options: [] };
    const message: Message = {
      ...response,
      answer: [...addresses("www.example.net", 10), ...addresses("other.example.net", 20)],
      authority: addresses("ns.example.net", 1),
      additional: addresses("ns.example.net", 1),
      edns,
    };
    const encoded = expectOk(encodeMessage(message, 512));
    const decoded = expectOk(decodeMessage(encoded.octets));
    expect(encoded.isTruncated).toBe(true);
    expect(decoded.flags.tc).toBe(true);
    expect(decoded.answer.length).toBe(10);
    expect([decoded.authority.length, decoded.additional.length]).toEqual([0, 0]);
    expect(decoded.edns).toEqual(edns);
  });

  test("leaves additional records out in silence, unless they are glue", () => {
    const message: Message = {
      ...response,
      answer: addresses("www.example.net", 1),
      additional: [...addresses("a.example.net", 2), ...addresses("b.example.net", 30)],
    };
    const quiet = expectOk(encodeMessage(message, 512));
    expect(quiet.isTruncated || expectOk(decodeMessage(quiet.octets)).flags.tc).toBe(false);
    expect(expectOk(decodeMessage(quiet.octets)).additional.length).toBe(2);
    const glue = expectOk(encodeMessage(message, 512, { isGlueRequired: true }));
    expect(glue.isTruncated && expectOk(decodeMessage(glue.octets)).flags.tc).toBe(true);
  });

  test("what is just long enough fits, with one octet less it does not", () => {
    const message: Message = { ...response, answer: addresses("www.example.net", 3) };
    const { length } = encode(message);
    expect(expectOk(encodeMessage(message, length)).isTruncated).toBe(false);
    expect(expectOk(encodeMessage(message, length - 1)).isTruncated).toBe(true);
    expect(expectOk(encodeMessage(message, length, { reserve: 1 })).isTruncated).toBe(true);
    expect(expectOk(encodeMessage(message, length + 1, { reserve: 1 })).isTruncated).toBe(false);
  });

  test("a TC of one's own stays and is no truncation", () => {
    const cut: Message = { ...response, flags: { ...noFlags, qr: true, tc: true } };
    const encoded = expectOk(encodeMessage(cut, 512));
    expect(encoded.isTruncated).toBe(false);
    expect(expectOk(decodeMessage(encoded.octets)).flags.tc).toBe(true);
  });

  test("a request is never cut", () => {
    const update: Message = { ...emptyMessage, opcode: "UPDATE", authority: addresses("www.example.net", 40) };
    expect(encodeMessage(update, 512)).toEqual({ ok: false, code: "message-too-large" });
    expect(encodeMessage(update, 65_535).ok).toBe(true);
  });

  test("question and OPT alone may be too large", () => {
    const padding = { code: 12, data: new Uint8Array(600) };
    const edns = { version: 0, payloadOctets: 512, isDnssecOk: false, options: [padding] };
    expect(encodeMessage({ ...response, edns }, 512)).toEqual({ ok: false, code: "message-too-large" });
  });

  test("owner names and names in RDATA of RFC 1035 types are compressed, those of later types are not", () => {
    const target = "06 746172676574 076578616d706c65 036e6574 00";
    const mx = { owner: question.name, type: "MX", class: "IN", ttl: ttl(1), rdata: hex(`000a ${target}`) } as const;
    const srv = { ...mx, type: "SRV", rdata: hex(`0001 0002 0003 ${target}`) } as const;
    const octets = encode({ ...response, answer: [mx, srv] });
    expect(octets.subarray(33)).toEqual(
      hex(`c00c 000f 0001 00000001 000b 000a 06746172676574 c010  c00c 0021 0001 00000001 001a 000100020003 ${target}`),
    );
    const [, decoded] = expectOk(decodeMessage(octets)).answer;
    expect(decoded?.rdata).toEqual(srv.rdata);
  });

  test("a compressed SRV is understood all the same", () => {
    const octets = hex(
      `1234 8400 0001 0001 0000 0000 ${questionHex} c00c 0021 0001 00000001 000a 000100020003 0161 c010`,
    );
    expect(decodeMessage(octets).ok).toBe(true);
    expect(expectOk(decodeMessage(octets)).answer[0]?.rdata).toEqual(
      hex("0001 0002 0003 0161 076578616d706c65 036e6574 00"),
    );
  });

  test("the question keeps its case, an owner after it takes it over", () => {
    const asked = { ...question, name: name("wWw.ExAmPlE.net") };
    const octets = encode({ ...response, question: [asked], answer: addresses("www.example.net", 1) });
    const decoded = expectOk(decodeMessage(octets));
    expect(decoded.question[0]?.name.toString()).toBe("wWw.ExAmPlE.net.");
    expect(decoded.answer[0]?.owner.toString()).toBe("wWw.ExAmPlE.net.");
  });

  test("RDATA that is not what its type says travels as it is", () => {
    const broken = { owner: question.name, type: "NS", class: "IN", ttl: ttl(1), rdata: hex("ff") } as const;
    expect(encode({ ...response, answer: [broken] }).subarray(33)).toEqual(hex("c00c 0002 0001 00000001 0001 ff"));
  });

  test("a response code above 15 without EDNS is our bug", () => {
    expect(() => encodeMessage({ ...response, rcode: "BADVERS" }, 512)).toThrow("expected");
  });
});

describe("any message", () => {
  test("decodes to what was encoded", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(plainMessage(expectOk(decodeMessage(encode(message))))).toEqual(plainMessage(message));
      }),
      { numRuns: 500 },
    );
  });

  test("cut to a size is within it and decodes to a beginning of each section", () => {
    fc.assert(
      fc.property(anyMessage, fc.integer({ min: 100, max: 900 }), (message, limit) => {
        const encoded = encodeMessage(message, limit);
        if (!encoded.ok) return;
        expect(encoded.value.octets.length).toBeLessThanOrEqual(limit);
        const decoded = expectOk(decodeMessage(encoded.value.octets));
        const expected: Message = {
          ...message,
          flags: { ...message.flags, tc: message.flags.tc || encoded.value.isTruncated },
          answer: message.answer.slice(0, decoded.answer.length),
          authority: message.authority.slice(0, decoded.authority.length),
          additional: message.additional.slice(0, decoded.additional.length),
        };
        expect(plainMessage(decoded)).toEqual(plainMessage(expected));
      }),
      { numRuns: 500 },
    );
  });
});
