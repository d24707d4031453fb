import { describe, expect, test } from "bun:test";
import * as dnsPacket from "dns-packet";
import fc from "fast-check";
import { captures } from "../../test/support/captures.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { name, ttl } from "../../test/support/values.ts";
import { Address } from "../core/address.ts";
import { noFlags } from "./header.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "./message.ts";
import type { ResourceRecord } from "./record.ts";

/** The npm package dns-packet as a second opinion: what it writes we read, what we write it reads. */

/** Names both sides print alike: dns-packet does not escape. */
const plainName = fc
  .array(fc.stringMatching(/^[a-z0-9_-]{1,12}$/), { minLength: 1, maxLength: 4 })
  .map((labels) => labels.join("."));

const plainAnswer: fc.Arbitrary<dnsPacket.Answer> = fc.oneof(
  fc.record({ type: fc.constant("A" as const), name: plainName, ttl: fc.nat(), data: fc.ipV4() }),
  fc.record({ type: fc.constant("AAAA" as const), name: plainName, ttl: fc.nat(), data: fc.ipV6() }),
  fc.record({
    type: fc.constantFrom("NS" as const, "CNAME" as const, "PTR" as const),
    name: plainName,
    ttl: fc.nat(),
    data: plainName,
  }),
  fc.record({
    type: fc.constant("MX" as const),
    name: plainName,
    ttl: fc.nat(),
    data: fc.record({ preference: fc.nat(65_535), exchange: plainName }),
  }),
  fc.record({
    type: fc.constant("SRV" as const),
    name: plainName,
    ttl: fc.nat(),
    data: fc.record({ priority: fc.nat(65_535), weight: fc.nat(65_535), port: fc.nat(65_535), target: plainName }),
  }),
  fc.record({
    type: fc.constant("TXT" as const),
    name: plainName,
    ttl: fc.nat(),
    data: fc.array(
      fc.uint8Array({ maxLength: 255 }).map((octets) => Buffer.from(octets)),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

describe("dns-packet", () => {
  test("what it encodes we decode, and encode so that it decodes the same", () => {
    fc.assert(
      fc.property(plainName, fc.array(plainAnswer, { maxLength: 6 }), fc.nat(65_535), (asked, answers, id) => {
        const packet: dnsPacket.Packet = {
          type: "response",
          id,
          flags: dnsPacket.AUTHORITATIVE_ANSWER | dnsPacket.RECURSION_DESIRED,
          questions: [{ name: asked, type: "A", class: "IN" }],
          answers: answers.map((answer) => ({ ...answer, class: "IN" })),
          additionals: [
            {
              name: ".",
              type: "OPT",
              udpPayloadSize: 1232,
              flags: dnsPacket.DNSSEC_OK,
              flag_do: true,
              extendedRcode: 0,
              ednsVersion: 0,
              options: [],
            },
          ],
        };
        const theirs = dnsPacket.encode(packet);
        const message = expectOk(decodeMessage(theirs));
        expect(message.id).toBe(id);
        expect(message.flags).toEqual({ ...noFlags, qr: true, aa: true, rd: true });
        expect(message.answer.map((record) => String(record.owner))).toEqual(
          answers.map((answer) => `${answer.name}.`),
        );
        expect(message.edns).toMatchObject({ payloadOctets: 1232, isDnssecOk: true });
        const ours = expectOk(encodeMessage(message, 65_535)).octets;
        expect(dnsPacket.decode(Buffer.from(ours))).toEqual(dnsPacket.decode(theirs));
      }),
    );
  });

  test("what we encode it decodes", () => {
    const record = (type: ResourceRecord["type"], rdata: Uint8Array): ResourceRecord => ({
      owner: name("www.example.net"),
      type,
      class: "IN",
      ttl: ttl(300),
      rdata,
    });
    const message: Message = {
      ...emptyMessage,
      id: 7,
      flags: { ...noFlags, qr: true, aa: true },
      question: [{ name: name("www.example.net"), type: "A", class: "IN" }],
      answer: [
        record("A", expectOk(Address.parse("192.0.2.1")).octets),
        record("AAAA", expectOk(Address.parse("2001:db8::1")).octets),
        record("CNAME", name("target.example.net").wire),
      ],
    };
    const decoded = dnsPacket.decode(Buffer.from(expectOk(encodeMessage(message, 512)).octets));
    expect(decoded.answers).toMatchObject([
      { name: "www.example.net", type: "A", ttl: 300, class: "IN", data: "192.0.2.1" },
      { name: "www.example.net", type: "AAAA", data: "2001:db8::1" },
      { name: "www.example.net", type: "CNAME", data: "target.example.net" },
    ]);
  });

  test("reads recorded messages as we do", () => {
    for (const { label, answer } of captures("knot-3.2").filter((exchange) => !exchange.label.includes("-y"))) {
      const ours = expectOk(decodeMessage(answer));
      const theirs = dnsPacket.decode(Buffer.from(answer));
      expect([label, theirs.id, theirs.answers?.map((record) => `${record.name}.`.replace("..", "."))]).toEqual([
        label,
        ours.id,
        ours.answer.map((record) => String(record.owner)),
      ]);
    }
  });
});
