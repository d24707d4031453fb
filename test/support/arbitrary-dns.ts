import fc from "fast-check";
import { OwnerName } from "../../src/core/name.ts";
import { concatOctets } from "../../src/core/octets.ts";
import { type RRType, typeOfCode } from "../../src/core/rr-type.ts";
import { largestTtl, type Ttl } from "../../src/core/ttl.ts";
import type { Edns } from "../../src/wire/edns.ts";
import type { Message } from "../../src/wire/message.ts";
import { opcodeOfCode } from "../../src/wire/opcode.ts";
import { rcodeOfCode, tsigErrorOfCode } from "../../src/wire/rcode.ts";
import type { ResourceRecord } from "../../src/wire/record.ts";
import { classOfCode, type RRClass } from "../../src/wire/rr-class.ts";
import type { TsigRecord } from "../../src/wire/tsig-record.ts";
import { expectOk } from "./expect-ok.ts";

/** Arbitrary DNS values for property tests: well-formed, and as awkward as the standards allow. */

/** Labels that recur, in several cases, so that compression has something to find; and any octets at all. */
const label: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "A", "www", "WwW", "example", "EXAMPLE", "net").map(latin1) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 63 }) },
);

/** Any name of at most 255 octets, the root included. */
export const anyName: fc.Arbitrary<OwnerName> = fc
  .array(label, { maxLength: 6 })
  .map((labels) => OwnerName.ofLabels(labels))
  .filter((name) => name.ok)
  .map(expectOk);

const octets = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength });
const fixed = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const nameOctets = anyName.map((name) => name.wire);
const text = octets(255).map(asText);
const tag = fc.stringMatching(/^[a-z0-9]{1,15}$/).map(latin1);

function joined(...parts: fc.Arbitrary<Uint8Array>[]): fc.Arbitrary<Uint8Array> {
  return fc.tuple(...parts).map(concatOctets);
}

function some(maxLength: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: 1, maxLength });
}

function asText(value: Uint8Array): Uint8Array {
  return concatOctets([Uint8Array.of(value.length), value]);
}

/** Types of two windows. */
const typeBitmap = fc.tuple(some(32), some(32)).map((windows) =>
  concatOctets(
    windows.flatMap((window, number) => {
      const bitmap = window.subarray(0, window.findLastIndex((octet) => octet !== 0) + 1);
      return bitmap.length === 0 ? [] : [Uint8Array.of(number * 3), asText(bitmap)];
    }),
  ),
);

function parameter(key: number, value: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const wire = value.map((octets) =>
    concatOctets([Uint8Array.of(key >>> 8, key & 0xff, octets.length >>> 8, octets.length & 0xff), octets]),
  );
  return fc.option(wire, { nil: new Uint8Array(0) });
}

/** Service parameters of every form. RFC 9460 §7 */
const parameters = joined(
  parameter(1, fc.array(some(20).map(asText), { minLength: 1, maxLength: 3 }).map(concatOctets)),
  parameter(3, fixed(2)),
  parameter(4, fc.array(fixed(4), { minLength: 1, maxLength: 3 }).map(concatOctets)),
  parameter(5, some(30)),
  parameter(6, fc.array(fixed(16), { minLength: 1, maxLength: 3 }).map(concatOctets)),
  parameter(7, some(30)),
  parameter(8, fc.constant(new Uint8Array(0))),
  parameter(0x0100, octets(300)),
);

/** Well-formed RDATA for each type whose form the codec knows, and octets for types it does not. */
const rdataOfType: readonly (readonly [RRType, fc.Arbitrary<Uint8Array>])[] = [
  ["A", fixed(4)],
  ["AAAA", fixed(16)],
  ["NS", nameOctets],
  ["CNAME", nameOctets],
  ["PTR", nameOctets],
  ["SOA", joined(nameOctets, nameOctets, fixed(20))],
  ["MX", joined(fixed(2), nameOctets)],
  ["TXT", fc.array(text, { minLength: 1, maxLength: 4 }).map(concatOctets)],
  ["SRV", joined(fixed(6), nameOctets)],
  [
    "CAA",
    joined(
      fixed(1),
      tag.map((value) => concatOctets([Uint8Array.of(value.length), value])),
      octets(60),
    ),
  ],
  ["NAPTR", joined(fixed(4), text, text, text, nameOctets)],
  ["DNAME", nameOctets],
  ["DS", joined(fixed(3), fc.constant(Uint8Array.of(2)), fixed(32))],
  ["CDS", joined(fixed(3), fc.constant(Uint8Array.of(4)), fixed(48))],
  ["DNSKEY", joined(fixed(4), some(80))],
  ["CDNSKEY", joined(fixed(4), some(80))],
  ["RRSIG", joined(fixed(18), nameOctets, some(80))],
  ["NSEC", joined(nameOctets, typeBitmap)],
  ["NSEC3", joined(fixed(4), text, fixed(20).map(asText), typeBitmap)],
  ["NSEC3PARAM", joined(fixed(4), text)],
  ["CSYNC", joined(fixed(6), typeBitmap)],
  ["ZONEMD", joined(fixed(4), fc.constant(Uint8Array.of(1, 1)), fixed(48))],
  ["SSHFP", joined(fixed(1), fc.constant(Uint8Array.of(1)), fixed(20))],
  ["TLSA", joined(fixed(3), some(60))],
  ["URI", joined(fixed(4), some(300))],
  ["OPENPGPKEY", some(300)],
  [
    "LOC",
    joined(fc.constant(Uint8Array.of(0, 0x12, 0x99, 0x50, 0x80)), fixed(3), fc.constant(Uint8Array.of(0x7f)), fixed(7)),
  ],
  ["SVCB", joined(fixed(2), nameOctets, parameters)],
  ["HTTPS", joined(fixed(2), nameOctets, parameters)],
];

/** A type with RDATA that fits it. */
export const anyRdata: fc.Arbitrary<{ readonly type: RRType; readonly rdata: Uint8Array }> = fc.oneof(
  ...rdataOfType.map(([type, rdata]) => rdata.map((value) => ({ type, rdata: value }))),
  fc
    .tuple(fc.integer({ min: 0xff00, max: 0xffff }), octets(80))
    .map(([code, rdata]) => ({ type: typeOfCode(code), rdata })),
);

export const anyTtl: fc.Arbitrary<Ttl> = fc.integer({ min: 0, max: largestTtl }).map((seconds) => seconds as Ttl);

const anyRecord: fc.Arbitrary<ResourceRecord> = fc
  .tuple(anyName, anyRdata, anyTtl, fc.constantFrom<RRClass>("IN", "IN", "IN", "CH", "NONE"))
  .map(([owner, { type, rdata }, ttl, rrClass]) => ({ owner, type, class: rrClass, ttl, rdata }));

/** What UPDATE says without RDATA. RFC 2136 §2.4, §2.5 */
const emptyRecord: fc.Arbitrary<ResourceRecord> = fc
  .tuple(anyName, fc.constantFrom<RRType>("A", "SOA", "ANY", "MX"), fc.constantFrom<RRClass>("ANY", "NONE"))
  .map(([owner, type, rrClass]) => ({ owner, type, class: rrClass, ttl: 0 as Ttl, rdata: new Uint8Array(0) }));

const anyRecords = fc.array(fc.oneof({ weight: 5, arbitrary: anyRecord }, { weight: 1, arbitrary: emptyRecord }), {
  maxLength: 5,
});

const uint16 = fc.integer({ min: 0, max: 0xffff });

const anyEdns: fc.Arbitrary<Edns> = fc.record({
  version: fc.integer({ min: 0, max: 255 }),
  payloadOctets: uint16,
  isDnssecOk: fc.boolean(),
  options: fc.array(fc.record({ code: uint16, data: octets(40) }), { maxLength: 3 }),
});

const anyTsig: fc.Arbitrary<TsigRecord> = fc.record({
  keyName: anyName,
  algorithm: anyName,
  timeSigned: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  fudge: uint16,
  mac: octets(64),
  originalId: uint16,
  error: uint16.map(tsigErrorOfCode),
  otherData: octets(6),
});

/** Any message the encoder takes, well below 64 KiB. */
export const anyMessage: fc.Arbitrary<Message> = fc
  .record({
    id: uint16,
    opcode: fc.integer({ min: 0, max: 15 }).map(opcodeOfCode),
    rcode: fc.integer({ min: 0, max: 0xfff }),
    flags: fc.record({
      qr: fc.boolean(),
      aa: fc.boolean(),
      tc: fc.boolean(),
      rd: fc.boolean(),
      ra: fc.boolean(),
      ad: fc.boolean(),
      cd: fc.boolean(),
    }),
    question: fc.array(
      fc.record({
        name: anyName,
        type: uint16.map(typeOfCode),
        class: uint16.map(classOfCode),
      }),
      { maxLength: 2 },
    ),
    answer: anyRecords,
    authority: anyRecords,
    additional: anyRecords,
    edns: fc.option(anyEdns, { nil: undefined }),
    tsig: fc.option(anyTsig, { nil: undefined }),
  })
  .map((message) => ({
    ...message,
    // Codes above 15 exist with EDNS only.
    rcode: rcodeOfCode(message.edns === undefined ? message.rcode & 0xf : message.rcode),
  }));

function latin1(value: string): Uint8Array {
  return Uint8Array.from(Buffer.from(value, "latin1"));
}
