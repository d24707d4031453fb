import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { hex } from "../../../test/support/hex.ts";
import { address } from "../../../test/support/values.ts";
import { toHex } from "../../core/octets.ts";
import { decodeNatPmpAnswer, encodeMappingRequest, externalAddressRequest, type NatPmpAnswer } from "./message.ts";

describe("requests", () => {
  // The fields of RFC 6886 §3.2, §3.3 and §3.4, as miniupnpd 2.3.1 understood them on 2026-11-20.
  test("external address", () => expect(toHex(externalAddressRequest)).toBe("0000"));
  test("a TCP mapping", () => {
    expect(toHex(encodeMappingRequest("tcp", 445, 8_445, 600))).toBe("0002000001bd20fd00000258");
  });
  test("a UDP mapping", () => {
    expect(toHex(encodeMappingRequest("udp", 51_820, 51_820, 7_200))).toBe("00010000ca6cca6c00001c20");
  });
  test("removal", () => expect(toHex(encodeMappingRequest("tcp", 445, 0, 0))).toBe("0002000001bd000000000000"));
  test("a mapping for no port, which would be all of them, is a bug of ours", () => {
    expect(() => encodeMappingRequest("tcp", 0, 0, 0)).toThrow("expected: a mapping is for one port");
  });
});

/** From miniupnpd 2.3.1 on 2026-11-20, unless another origin is named. */
const answers: readonly (readonly [name: string, octets: string, answer: NatPmpAnswer])[] = [
  [
    "external address",
    "0080 0000 00000001 2c800a0a",
    { kind: "external-address", epochSeconds: 1, address: address("44.128.10.10") },
  ],
  [
    "TCP mapping",
    "0082 0000 00000001 01bd 20fd 00000258",
    {
      kind: "mapping",
      transport: "tcp",
      epochSeconds: 1,
      internalPort: 445,
      externalPort: 8_445,
      lifetimeSeconds: 600,
    },
  ],
  [
    "TCP mapping removed",
    "0082 0000 00000001 01bd 0000 00000000",
    { kind: "mapping", transport: "tcp", epochSeconds: 1, internalPort: 445, externalPort: 0, lifetimeSeconds: 0 },
  ],
  // RFC 6886 §3.5, fields written by hand from here on.
  [
    "no line",
    "0080 0003 00000102 00000000",
    { kind: "refusal", opcode: "external-address", result: 3, epochSeconds: 258 },
  ],
  [
    "a mapping refused",
    "0081 0002 00000102 ca6c 0000 00000000",
    { kind: "refusal", opcode: "udp", result: 2, epochSeconds: 258 },
  ],
  ["unknown opcode", "0083 0005 00000102", { kind: "refusal", opcode: undefined, result: 5, epochSeconds: 258 }],
  [
    "unknown version, opcode untouched",
    "0002 0001 00000102",
    { kind: "refusal", opcode: undefined, result: 1, epochSeconds: 258 },
  ],
  // RFC 6887 §9: a server without NAT-PMP answers with the version it has.
  ["PCP alone", "02800001 00000708 00000102 000000000000000000000000", { kind: "other-version", version: 2 }],
];

describe("answers", () => {
  for (const [name, octets, answer] of answers) {
    test(name, () => expect(expectOk(decodeNatPmpAnswer(hex(octets)))).toEqual(answer));
    test(`${name}, cut short / refused or read as what its beginning says`, () => {
      const whole = hex(octets);
      for (let length = 0; length < whole.length; length += 1) {
        const decoded = decodeNatPmpAnswer(whole.subarray(0, length));
        if (decoded.ok) expect(decoded.value.kind).toBe(answer.kind);
      }
    });
  }

  for (const [name, octets] of [
    ["nothing", ""],
    ["a request", "0000"],
    ["a mapping request", "0002000001bd20fd00000258"],
    ["a PCP request", "020000000000000000000000000000000000ffffc0a8320a"],
    ["an external address without the address", "0080000000000001"],
    ["a mapping without lifetime", "008200000000000101bd20fd"],
    ["success of an unknown opcode", "00ff0000000000012c800a0a"],
  ] as const) {
    test(`${name} is no answer`, () => expect(decodeNatPmpAnswer(hex(octets)).ok).toBe(false));
  }

  test("no octets make the decoder throw or read outside", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(8), (octets, offset) => {
        const embedded = new Uint8Array(octets.length + offset + 8).fill(0xaa);
        embedded.set(octets, offset);
        const view = embedded.subarray(offset, offset + octets.length);
        expect(decodeNatPmpAnswer(view)).toEqual(decodeNatPmpAnswer(octets));
      }),
    );
  });

  test("and none that begin like an answer do", () => {
    const begins = fc.tuple(fc.constantFrom(0x80, 0x81, 0x82, 0x83, 2), fc.nat(6), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(begins, ([opcode, result, rest]) => {
        const decoded = decodeNatPmpAnswer(Uint8Array.of(0, opcode, 0, result, ...rest));
        if (decoded.ok && decoded.value.kind === "mapping") expect(decoded.value.internalPort).toBeLessThan(65_536);
      }),
    );
  });
});
