import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { hex } from "../../../test/support/hex.ts";
import { address } from "../../../test/support/values.ts";
import { toHex } from "../../core/octets.ts";
import {
  decodePcpAnswer,
  encodeAnnounceRequest,
  encodeMapRequest,
  type PcpAnswer,
  type PcpMapRequest,
} from "./message.ts";

const nonce = new Uint8Array(12).fill(7);
const nonceHex = "07".repeat(12);

const mapping: PcpMapRequest = {
  clientAddress: address("192.168.50.10"),
  thirdParty: undefined,
  nonce,
  transport: "tcp",
  internalPort: 445,
  externalPort: 8_445,
  lifetimeSeconds: 600,
};

/** The fields of RFC 6887 §7.1, §11.1 and §13.1, as miniupnpd 2.3.1 understood them on 2026-11-20. */
const requests: readonly (readonly [name: string, octets: Uint8Array, expected: string])[] = [
  ["ANNOUNCE", encodeAnnounceRequest(address("192.168.50.10")), "02000000 00000000 00000000000000000000ffffc0a8320a"],
  [
    "MAP",
    encodeMapRequest(mapping),
    `02010000 00000258 00000000000000000000ffffc0a8320a ${nonceHex} 06000000 01bd20fd 00000000000000000000ffff00000000`,
  ],
  [
    "MAP for IPv6",
    encodeMapRequest({ ...mapping, clientAddress: address("2001:db8::10"), transport: "udp", externalPort: 445 }),
    `02010000 00000258 20010db8000000000000000000000010 ${nonceHex} 11000000 01bd01bd 00000000000000000000000000000000`,
  ],
  [
    "MAP for another host",
    encodeMapRequest({ ...mapping, thirdParty: address("192.168.50.11"), lifetimeSeconds: 0, externalPort: 0 }),
    `02010000 00000000 00000000000000000000ffffc0a8320a ${nonceHex} 06000000 01bd0000 00000000000000000000ffff00000000
     01000010 00000000000000000000ffffc0a8320b`,
  ],
];

describe("requests", () => {
  for (const [name, octets, expected] of requests) {
    test(name, () => expect(toHex(octets)).toBe(toHex(hex(expected))));
  }

  test("a mapping for no port, which would be all of them, is a bug of ours", () => {
    expect(() => encodeMapRequest({ ...mapping, internalPort: 0 })).toThrow("expected: a mapping is for one port");
  });
});

const granted = {
  nonce,
  transport: "tcp",
  internalPort: 445,
  externalPort: 8_445,
  externalAddress: address("44.128.10.10"),
} as const;

/** From miniupnpd 2.3.1 on 2026-11-20, unless another origin is named. */
const answers: readonly (readonly [name: string, octets: string, answer: PcpAnswer])[] = [
  [
    "ANNOUNCE",
    "02800000 00000000 00000001 000000000000000000000000",
    { kind: "pcp", opcode: "announce", result: 0, lifetimeSeconds: 0, epochSeconds: 1, mapping: undefined },
  ],
  [
    "MAP",
    `02810000 00000258 00000001 000000000000000000000000
     ${nonceHex} 06000000 01bd20fd 00000000000000000000ffff2c800a0a`,
    { kind: "pcp", opcode: "map", result: 0, lifetimeSeconds: 600, epochSeconds: 1, mapping: granted },
  ],
  [
    "MAP for IPv6",
    `02810000 00000258 00000001 000000000000000000000000
     ${nonceHex} 06000000 01bd01bd 3ffe0b000200010100da00fffe000310`,
    {
      kind: "pcp",
      opcode: "map",
      result: 0,
      lifetimeSeconds: 600,
      epochSeconds: 1,
      mapping: { ...granted, externalPort: 445, externalAddress: address("3ffe:b00:200:101:da:ff:fe00:310") },
    },
  ],
  [
    "removing what is not there: NO_RESOURCES",
    `02810008 0000001e 00000001 000000000000000000000000
     ${nonceHex} 06000000 01bd0000 00000000000000000000ffff2c800a0a`,
    {
      kind: "pcp",
      opcode: "map",
      result: 8,
      lifetimeSeconds: 30,
      epochSeconds: 1,
      mapping: { ...granted, externalPort: 0 },
    },
  ],
  // Written by hand from here on.
  [
    "an error of a server that repeats nothing",
    "02810002 00000708 00000001 000000000000000000000000",
    { kind: "pcp", opcode: "map", result: 2, lifetimeSeconds: 1_800, epochSeconds: 1, mapping: undefined },
  ],
  [
    "no external address yet, an unknown protocol",
    `02810000 00000258 00000001 000000000000000000000000
     ${nonceHex} 84000000 01bd20fd 00000000000000000000ffff00000000`,
    {
      kind: "pcp",
      opcode: "map",
      result: 0,
      lifetimeSeconds: 600,
      epochSeconds: 1,
      mapping: { ...granted, transport: undefined, externalAddress: undefined },
    },
  ],
  [
    "an unknown opcode",
    "02ff0004 00000708 00000001 000000000000000000000000",
    { kind: "pcp", opcode: "other", result: 4, lifetimeSeconds: 1_800, epochSeconds: 1, mapping: undefined },
  ],
  [
    "a server of version 1",
    "01800001 00000708 00000001 000000000000000000000000",
    { kind: "other-version", version: 1 },
  ],
  ["a server of NAT-PMP alone", "0080 0001 00000102", { kind: "other-version", version: 0 }],
  ["one that leaves the opcode untouched", "0001 0001 00000102", { kind: "other-version", version: 0 }],
];

describe("answers", () => {
  for (const [name, octets, answer] of answers) {
    test(name, () => expect(expectOk(decodePcpAnswer(hex(octets)))).toEqual(answer));
    test(`${name}, cut short / refused, or read as what its beginning says`, () => {
      const whole = hex(octets);
      for (let length = 0; length < whole.length; length += 1) {
        const decoded = decodePcpAnswer(whole.subarray(0, length));
        if (decoded.ok) expect(decoded.value.kind).toBe(answer.kind);
      }
    });
  }

  for (const [name, octets] of [
    ["nothing", ""],
    ["a request", "020000000000000000000000000000000000ffffc0a8320a"],
    ["MAP without the mapping", "028100000000025800000001000000000000000000000000"],
    ["a length that is no multiple of four", `028000000000000000000001000000000000000000000000ff`],
    ["more than 1100 octets", `028000000000000000000001000000000000000000000000${"00".repeat(1_080)}`],
    ["a header without its end", "0280000000000000000000010000000000000000"],
  ] as const) {
    test(`${name} is no answer`, () => expect(decodePcpAnswer(hex(octets)).ok).toBe(false));
  }

  test("options behind the mapping are ignored", () => {
    const plain = hex(answers[1]?.[1] ?? "");
    const decoded = expectOk(decodePcpAnswer(Uint8Array.of(...plain, 0x80, 0, 0, 4, 1, 2, 3, 4)));
    expect(decoded).toEqual(expectOk(decodePcpAnswer(plain)));
  });

  test("no octets make the decoder throw or read outside", () => {
    const beginnings = fc.constantFrom([], [2], [2, 0x80], [2, 0x81, 0, 0], [0, 0x80, 0, 1]);
    fc.assert(
      fc.property(beginnings, fc.uint8Array({ maxLength: 1_200 }), fc.nat(8), (beginning, rest, offset) => {
        const octets = Uint8Array.of(...beginning, ...rest);
        const embedded = new Uint8Array(octets.length + offset + 8).fill(0xaa);
        embedded.set(octets, offset);
        const view = embedded.subarray(offset, offset + octets.length);
        expect(decodePcpAnswer(view)).toEqual(decodePcpAnswer(octets));
      }),
    );
  });
});
