import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { fromHex, toHex } from "../../core/octets.ts";
import { decodeBindingAnswer, encodeBindingRequest } from "./message.ts";

const hex = (...parts: string[]): Uint8Array => fromHex(parts.join("").replaceAll(" ", "")) ?? new Uint8Array();

/** The transaction of every vector in RFC 5769 §2. */
const transaction = hex("b7e7a701bc34d686fa87dfae");

/** RFC 5769 §2.2: MESSAGE-INTEGRITY with the password VOkJxbRl1RmTxUk/WvJxBt, FINGERPRINT. */
const ipv4Response = hex(
  "0101003c 2112a442 b7e7a701bc34d686fa87dfae",
  "8022000b 7465737420766563746f7220",
  "00200008 0001a147e112a643",
  "00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7",
  "80280004 c07d4c96",
);

/** RFC 5769 §2.3 */
const ipv6Response = hex(
  "01010048 2112a442 b7e7a701bc34d686fa87dfae",
  "8022000b 7465737420766563746f7220",
  "00200014 0002a147 0113a9faa5d3f179bc25f4b5bed2b9d9",
  "00080014 a382954e4be67bf11784c97c8292c275bfe3ed41",
  "80280004 c8fb0b4c",
);

/** Header of a success response with so many octets of attributes. */
const success = (attributes: string): Uint8Array => {
  const octets = hex(attributes);
  return hex("0101", octets.length.toString(16).padStart(4, "0"), "2112a442", toHex(transaction), toHex(octets));
};

const shown = (message: Uint8Array): unknown => {
  const answer = decodeBindingAnswer(message, transaction);
  if (!answer.ok) return answer.code;
  if (answer.value.kind === "error") return `${answer.value.code} ${answer.value.reason}`;
  return `${answer.value.mapped.address} ${answer.value.mapped.port} ${answer.value.attribute}`;
};

const xored = "00200008 0001a147e112a643";

const rows: readonly (readonly [name: string, message: Uint8Array, expected: string])[] = [
  ["RFC 5769 §2.2", ipv4Response, "192.0.2.1 32853 XOR-MAPPED-ADDRESS"],
  ["RFC 5769 §2.3", ipv6Response, "2001:db8:1234:5678:11:2233:4455:6677 32853 XOR-MAPPED-ADDRESS"],
  ["only the plain attribute", success("00010008 00018055 c0000201"), "192.0.2.1 32853 MAPPED-ADDRESS"],
  ["without fingerprint", success(xored), "192.0.2.1 32853 XOR-MAPPED-ADDRESS"],
  ["the first of two counts", success(`${xored} 00200008 0001a147 00000000`), "192.0.2.1 32853 XOR-MAPPED-ADDRESS"],
  ["unknown optional attribute", success(`80ff0001 aa000000 ${xored}`), "192.0.2.1 32853 XOR-MAPPED-ADDRESS"],
  ["unknown required attribute", success(`00ff0000 ${xored}`), "unknown-attribute"],
  ["no address at all", success("80220004 61626364"), "no-mapped-address"],
  ["empty success", success(""), "no-mapped-address"],
  ["address of family 3", success("00200008 0003a147 e112a643"), "bad-attribute"],
  ["IPv6 family with four octets", success("00200008 0002a147 e112a643"), "bad-attribute"],
  ["plain address cut short", success("00010004 00018055"), "bad-attribute"],
  ["attribute beyond the end", success("00200010 0001a147 e112a643"), "bad-attribute"],
  ["fingerprint not last", success(`80280004 c07d4c96 ${xored}`), "bad-fingerprint"],
  ["fingerprint of two octets", success(`${xored} 80280002 c07d0000`), "bad-fingerprint"],
  ["header cut short", hex("0101000021"), "stun-cut-short"],
  ["length that is not a multiple of four", hex("01010001 2112a442", toHex(transaction), "00"), "not-stun"],
  ["more octets than the length says", hex("01010000 2112a442", toHex(transaction), "00000000"), "stun-cut-short"],
  ["no magic cookie", hex("01010000 00000000", toHex(transaction)), "not-stun"],
  ["first bits set, as in RTP", hex("81010000 2112a442", toHex(transaction)), "not-stun"],
  ["our own request reflected", encodeBindingRequest(transaction), "not-an-answer"],
  ["answer to another request", hex("01010000 2112a442 000000000000000000000000"), "other-transaction"],
  [
    "error",
    hex("01110014 2112a442", toHex(transaction), "00090010 00000401 556e617574686f72697a6564"),
    "401 Unauthorized",
  ],
  ["error without its code", hex("01110000 2112a442", toHex(transaction)), "bad-attribute"],
  ["error with code 700", hex("01110008 2112a442", toHex(transaction), "00090004 00000700"), "bad-attribute"],
];

describe("STUN answers", () => {
  for (const [name, message, expected] of rows) {
    test(`${name}: ${expected}`, () => expect(shown(message)).toBe(expected));
  }

  test("a change anywhere is noticed by the fingerprint, unless it hides the fingerprint itself", () => {
    const fingerprintType = ipv4Response.length - 8;
    for (let index = 0; index < ipv4Response.length; index += 1) {
      if (index === fingerprintType || index === fingerprintType + 1) continue;
      const changed = ipv4Response.slice();
      changed[index] = (changed[index] ?? 0) ^ 0x01;
      expect(decodeBindingAnswer(changed, transaction).ok).toBe(false);
    }
  });

  test("every truncation is noticed", () => {
    for (let length = 0; length < ipv6Response.length; length += 1) {
      expect(decodeBindingAnswer(ipv6Response.subarray(0, length), transaction).ok).toBe(false);
    }
  });

  test("a gateway that rewrites the plain attribute is told", () => {
    const answer = decodeBindingAnswer(success(`00010008 00018055 c6336407 ${xored}`), transaction);
    expect(answer.ok && answer.value.kind === "mapped" ? String(answer.value.rewritten?.address) : answer).toBe(
      "198.51.100.7",
    );
  });

  test("no octets make the decoder throw", () => {
    const withHeader = fc.uint8Array({ maxLength: 80 }).map((rest) => success(toHex(rest)));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), withHeader), (octets) => {
        decodeBindingAnswer(octets, transaction);
      }),
      { numRuns: 3_000 },
    );
  });
});

test("a request is type, length, cookie and transaction", () => {
  expect(encodeBindingRequest(transaction)).toEqual(hex("00010000 2112a442 b7e7a701bc34d686fa87dfae"));
});
