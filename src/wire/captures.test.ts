import { describe, expect, test } from "bun:test";
import { capture, captures } from "../../test/support/captures.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { plainMessage } from "../../test/support/plain-message.ts";
import { ednsOption, optionCode } from "./edns.ts";
import { noFlags } from "./header.ts";
import { decodeMessage, encodeMessage, type Message } from "./message.ts";
import { isAnswerTo } from "./query.ts";

/** What BIND, Knot and their tools really send, recorded. */

function decode(octets: Uint8Array): Message {
  return expectOk(decodeMessage(octets));
}

function encode(message: Message): Uint8Array {
  return expectOk(encodeMessage(message, 65_535)).octets;
}

const files = ["bind-9.18", "knot-3.2"] as const;

/** Exchanges whose senders point elsewhere than we do; all others are ours octet by octet. */
const differs: readonly (readonly [file: (typeof files)[number], label: string, why: string])[] = [
  ["bind-9.18", "dig _dns-sd._udp SRV", "points to the question, BIND to the younger SRV target"],
  ["bind-9.18", "dig rp RP", "points to the question, BIND to the younger RP mailbox"],
  ["bind-9.18", "dig case MX", "points to a name in another case, BIND repeats it"],
  ["bind-9.18", "dig a.b.wild A", "points to the question, BIND repeats the owner of a wildcard's zone"],
  ["bind-9.18", "dig +dnssec +nsid +subnet +padding, mixed case", "gives the owner the question's case"],
  ["knot-3.2", "knsupdate -y", "points to an owner that knsupdate repeats"],
];

/** What the sender's manual page says is in the message, beside what we find. */
const facts: readonly (readonly [
  file: (typeof files)[number],
  label: string,
  side: "query" | "answer",
  fact: (message: Message) => unknown,
  expected: unknown,
])[] = [
  ["bind-9.18", "dig +edns=1", "query", (message) => message.edns?.version, 1],
  ["bind-9.18", "dig +edns=1", "answer", (message) => message.rcode, "BADVERS"],
  ["bind-9.18", "dig name of another zone", "answer", (message) => message.rcode, "REFUSED"],
  ["bind-9.18", "dig nx A", "answer", (message) => message.rcode, "NXDOMAIN"],
  ["bind-9.18", "dig +noedns many A, cut", "answer", (message) => message.flags.tc, true],
  ["bind-9.18", "dig +noedns many A, cut", "answer", (message) => message.edns, undefined],
  ["bind-9.18", "dig +bufsize=512 many A, cut", "query", (message) => message.edns?.payloadOctets, 512],
  [
    "bind-9.18",
    "dig +noedns +cd +ad +rd",
    "query",
    (message) => message.flags,
    { ...noFlags, rd: true, ad: true, cd: true },
  ],
  ["bind-9.18", "dig CH version.bind TXT", "query", (message) => message.question[0]?.class, "CH"],
  ["bind-9.18", "nsupdate -y", "query", (message) => [message.opcode, message.answer.length], ["UPDATE", 4]],
  [
    "bind-9.18",
    "nsupdate -y",
    "query",
    (message) => message.authority.map(({ owner, type, class: rrClass }) => `${owner} ${rrClass} ${type}`),
    [
      "www.capture.example. ANY A",
      "www.capture.example. IN A",
      "gone.capture.example. ANY ANY",
      "www.capture.example. NONE AAAA",
      "new.capture.example. IN MX",
    ],
  ],
  [
    "bind-9.18",
    "dig -y wrong secret",
    "answer",
    (message) => [message.rcode, message.tsig?.error],
    ["NOTAUTH", "BADSIG"],
  ],
  ["bind-9.18", "dig -y unknown key", "answer", (message) => message.tsig?.error, "BADKEY"],
  ["knot-3.2", "dnspython, signed 4000 s ago", "answer", (message) => message.tsig?.error, "BADTIME"],
  ["knot-3.2", "kdig NOTIFY", "query", (message) => message.opcode, "NOTIFY"],
  [
    "knot-3.2",
    "kdig +nsid alias A",
    "answer",
    (message) => Buffer.from(ednsOption(message.edns, optionCode.nsid)?.data ?? []).toString(),
    "knot.capture.example",
  ],
  [
    "bind-9.18",
    "dig +dnssec +nsid +subnet +padding, mixed case",
    "query",
    (message) => [message.edns?.isDnssecOk, message.edns?.options.map(({ code, data }) => [code, data.length])],
    [
      true,
      [
        [optionCode.nsid, 0],
        [optionCode.clientSubnet, 7],
        [optionCode.cookie, 8],
        [optionCode.padding, 49],
      ],
    ],
  ],
];

describe("recorded exchanges", () => {
  for (const file of files) {
    for (const exchange of captures(file)) {
      const why = differs.find(([ofFile, label]) => ofFile === file && label === exchange.label)?.[2];

      test(`${file}, ${exchange.label}: decodes, and encoding it ${why ?? "gives the same octets"}`, () => {
        for (const octets of [exchange.query, exchange.answer]) {
          const message = decode(octets);
          const encoded = encode(message);
          expect(plainMessage(decode(encoded))).toEqual(plainMessage(message));
          if (why === undefined) expect(encoded).toEqual(octets);
        }
      });

      test(`${file}, ${exchange.label}: the answer is known as one`, () => {
        expect(isAnswerTo(exchange.query, exchange.answer)).toBe(true);
        expect(isAnswerTo(exchange.query, exchange.query)).toBe(false);
      });
    }
  }
});

describe("facts of recorded messages", () => {
  for (const [file, label, side, fact, expected] of facts) {
    test(`${file}, ${side} of ${label}: ${JSON.stringify(expected) ?? "absent"}`, () => {
      expect(fact(decode(capture(file, label)[side]))).toEqual(expected);
    });
  }
});
