import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { assortedAddresses, assortedLinks, dumpEnd, lanHostAddresses } from "../../../test/support/netlink-captures.ts";
import { concatOctets, fromHex } from "../../core/octets.ts";
import { decodeAddressMessage } from "./address-message.ts";
import { decodeAttributes } from "./attributes.ts";
import { decodeLinkMessage } from "./link-message.ts";
import { decodeMessages, encodeDumpRequest, endsDump, errorNumber } from "./message.ts";
import { decodeRouteMessage } from "./route-message.ts";

const hex = (text: string): Uint8Array => fromHex(text.replaceAll(" ", "")) ?? new Uint8Array();

describe("netlink messages", () => {
  test("one datagram holds several, each with its type", () => {
    expect(expectOk(decodeMessages(lanHostAddresses)).map(({ type }) => type)).toEqual([20, 20, 20, 20, 20, 20]);
    expect(expectOk(decodeMessages(assortedLinks)).map(({ type }) => type)).toEqual([16, 16, 16]);
  });

  test("datagrams read together are the messages of both", () => {
    const joined = expectOk(decodeMessages(concatOctets([assortedAddresses, dumpEnd])));
    expect(joined.map(({ type }) => type)).toEqual([...Array(10).fill(20), 3]);
  });

  test("nothing is no message", () => expect(expectOk(decodeMessages(new Uint8Array()))).toEqual([]));

  for (const [name, octets, offset] of [
    ["header cut short", hex("10000000 1400 0000 00000000"), 0],
    ["length below the header's", hex("0f000000 1400 0000 00000000 00000000"), 0],
    ["length of zero", hex("00000000 1400 0000 00000000 00000000"), 0],
    ["length beyond the datagram", hex("14000000 1400 0000 00000000 00000000"), 0],
    ["second message cut short", hex("10000000 0300 0000 00000000 00000000 10000000"), 16],
    ["length near 2^32", hex("fcffffff 1400 0000 00000000 00000000"), 0],
  ] as const) {
    test(`${name} is malformed at ${offset}`, () => {
      expect(decodeMessages(octets)).toEqual({ ok: false, code: "netlink-malformed", offset });
    });
  }

  test("a dump request is header, flags and body", () => {
    expect(encodeDumpRequest(22, new Uint8Array(8))).toEqual(
      hex("18000000 1600 0103 01000000 00000000 0000000000000000"),
    );
  });

  test("end mark, error and rubbish end a dump, entries do not", () => {
    expect(endsDump(dumpEnd)).toBe(true);
    expect(endsDump(hex("14000000 0200 0000 00000000 00000000 ffffffff"))).toBe(true);
    expect(endsDump(hex("00"))).toBe(true);
    expect(endsDump(assortedAddresses)).toBe(false);
  });

  test("an error carries its negative number", () => {
    const octets = hex("24000000 0200 0000 01000000 00000000 ffffffff 00000000 00000000 00000000 00000000");
    const [refusal] = expectOk(decodeMessages(octets));
    expect(refusal === undefined ? undefined : errorNumber(refusal)).toBe(-1);
  });
});

describe("attributes", () => {
  for (const [name, octets] of [
    ["header cut short", hex("0800 01")],
    ["length below the header's", hex("0300 0100")],
    ["length beyond the message", hex("0900 0100 00000000")],
  ] as const) {
    test(`${name} is malformed`, () => expect(decodeAttributes(octets, 0)).toMatchObject({ ok: false }));
  }

  test("padding between attributes is skipped", () => {
    const attributes = expectOk(decodeAttributes(hex("0500 0b00 03 000000 0500 0c00 04"), 0));
    expect([...attributes]).toEqual([
      [11, Uint8Array.of(3)],
      [12, Uint8Array.of(4)],
    ]);
  });

  test("the type's upper bits are not part of it", () => {
    expect([...expectOk(decodeAttributes(hex("0400 0b80"), 0)).keys()]).toEqual([11]);
  });
});

test("no octets make a decoder throw or read outside", () => {
  const anyMessages = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    // A valid capture with a few octets changed gets further than noise does.
    fc
      .tuple(
        fc.constantFrom(assortedAddresses, lanHostAddresses, assortedLinks),
        fc.array(fc.tuple(fc.nat(3_000), fc.nat(255)), { maxLength: 8 }),
        fc.nat(800),
      )
      .map(([capture, changes, length]) => {
        const octets = capture.slice(0, length);
        for (const [index, value] of changes) if (index < octets.length) octets[index] = value;
        return octets;
      }),
  );
  fc.assert(
    fc.property(anyMessages, (octets) => {
      const messages = decodeMessages(octets);
      if (!messages.ok) return;
      for (const message of messages.value) {
        decodeAddressMessage(message);
        decodeLinkMessage(message);
        decodeRouteMessage(message);
        errorNumber(message);
      }
    }),
    { numRuns: 2_000 },
  );
});
