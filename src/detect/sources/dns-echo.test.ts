import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { FakeDatagrams, FakeLookup } from "../../../test/support/fake-network.ts";
import { SeededRandom } from "../../../test/support/seeded-random.ts";
import { address, name, ttl } from "../../../test/support/values.ts";
import { Duration } from "../../core/duration.ts";
import type { Family } from "../../core/family.ts";
import { formatEndpoint, type FramedStreamClient, type NetCode } from "../../core/net.ts";
import { concatOctets } from "../../core/octets.ts";
import { failure, ok } from "../../core/result.ts";
import { noFlags } from "../../wire/header.ts";
import { decodeMessage, encodeMessage, type Message } from "../../wire/message.ts";
import type { ResourceRecord } from "../../wire/record.ts";
import { addressIn, type DnsEcho, dnsEchoSource } from "./dns-echo.ts";

const whoami: DnsEcho = {
  name: name("whoami.example.net"),
  type: "address",
  class: "IN",
  host: "192.0.2.53",
  port: 53,
  isAuthority: true,
  operator: "example.net",
};

const texts: DnsEcho = { ...whoami, type: "TXT" };
const chaos: DnsEcho = { ...texts, class: "CH", isAuthority: false };

function record(echo: DnsEcho, type: ResourceRecord["type"], rdata: Uint8Array): ResourceRecord {
  return { owner: echo.name, type, class: echo.class, ttl: ttl(0), rdata };
}

const a = (text: string): ResourceRecord => record(whoami, "A", address(text).octets);
const txt = (echo: DnsEcho, ...strings: string[]): ResourceRecord =>
  record(echo, "TXT", concatOctets(strings.flatMap((one) => [Uint8Array.of(one.length), Buffer.from(one)])));

/** Answers a query with these records; authoritative unless said otherwise. */
function answering(
  answer: readonly ResourceRecord[],
  change: Partial<Message> = {},
): (request: Uint8Array) => { answer: Uint8Array; delayMs: number } {
  return (request) => {
    const query = expectOk(decodeMessage(request));
    const flags = { ...query.flags, qr: true, aa: true, ...change.flags };
    const message: Message = { ...query, edns: undefined, answer, ...change, flags };
    return { answer: expectOk(encodeMessage(message, 1_232)).octets, delayMs: 10 };
  };
}

async function ask(
  echo: DnsEcho,
  peer: ReturnType<typeof answering>,
  family: Family = "ipv4",
): Promise<{ outcome: string; datagrams: FakeDatagrams }> {
  const clock = new FakeClock();
  const datagrams = new FakeDatagrams(clock, { "192.0.2.53:53": peer, "[2001:db8::53]:53": peer });
  const lookup = new FakeLookup({ "ns.example.net": [address("192.0.2.53"), address("2001:db8::53")] });
  const streams = { exchange: () => Promise.reject(new Error("not asked here")) };
  const ports = { datagrams, streams, lookup, clock, random: new SeededRandom() };
  const pending = dnsEchoSource(family, echo, ports).observe();
  await clock.advance(Duration.seconds(3));
  const { answer } = await pending;
  const outcome = answer.kind === "seen" ? String(answer.observations[0]?.address) : answer.failure.code;
  return { outcome, datagrams };
}

describe("the DNS echo source", () => {
  for (const [title, echo, peer, expected] of [
    ["address record", whoami, answering([a("198.51.100.7")]), "198.51.100.7"],
    ["text record", texts, answering([txt(texts, "198.51.100.7")]), "198.51.100.7"],
    [
      "class CH, which has no authority bit",
      chaos,
      answering([txt(chaos, "198.51.100.7")], { flags: { ...noFlags, qr: true } }),
      "198.51.100.7",
    ],
    [
      "text beside another text",
      texts,
      answering([txt(texts, "198.51.100.7"), txt(texts, "edns0-client-subnet 198.51.100.0/24")]),
      "198.51.100.7",
    ],
    ["label and address in one record", texts, answering([txt(texts, "ip", "198.51.100.7")]), "198.51.100.7"],
    ["the same address twice", texts, answering([txt(texts, "198.51.100.7", "198.51.100.7")]), "198.51.100.7"],
    [
      "answer of a resolver in the way",
      whoami,
      answering([a("203.0.113.1")], { flags: { ...noFlags, qr: true, rd: true, ra: true } }),
      "answer-unreadable",
    ],
    ["two addresses", whoami, answering([a("198.51.100.7"), a("198.51.100.8")]), "answer-unreadable"],
    ["no record", whoami, answering([]), "answer-unreadable"],
    ["refused", whoami, answering([], { rcode: "REFUSED" }), "answer-unreadable"],
    ["no such name, as a resolver in the way says", whoami, answering([], { rcode: "NXDOMAIN" }), "answer-unreadable"],
    ["truncated", whoami, answering([], { flags: { ...noFlags, qr: true, aa: true, tc: true } }), "answer-cut-short"],
    ["prose", texts, answering([txt(texts, "service unavailable in your country")]), "not-an-address"],
    ["text of the other family", texts, answering([txt(texts, "2001:db8::7")]), "wrong-family"],
    [
      "record of another name",
      whoami,
      answering([{ ...a("198.51.100.7"), owner: name("other.example") }]),
      "answer-unreadable",
    ],
    [
      "record of another class",
      texts,
      answering([{ ...txt(texts, "198.51.100.7"), class: "CH" }]),
      "answer-unreadable",
    ],
    [
      "answer to another question",
      whoami,
      (request: Uint8Array) =>
        answering([a("198.51.100.7")])(request.map((octet, i) => (i === 14 ? octet ^ 0x20 : octet))),
      "timed-out",
    ],
    [
      "answer with another id",
      whoami,
      (request: Uint8Array) => answering([a("198.51.100.7")])(request.map((octet, i) => (i === 0 ? octet ^ 1 : octet))),
      "timed-out",
    ],
  ] as const) {
    test(`${title}: ${expected}`, async () => expect((await ask(echo, peer)).outcome).toBe(expected));
  }

  test("the family chooses the record type and the way", async () => {
    const { outcome, datagrams } = await ask(
      { ...whoami, host: "ns.example.net" },
      answering([record(whoami, "AAAA", address("2001:db8::7").octets)]),
      "ipv6",
    );
    expect(outcome).toBe("2001:db8::7");
    expect(datagrams.received.map(({ peer }) => peer)).toEqual(["[2001:db8::53]:53"]);
  });

  test("a name's own servers are asked without recursion, others with it", async () => {
    for (const [echo, isRecursive] of [
      [whoami, false],
      [chaos, true],
    ] as const) {
      const { datagrams } = await ask(echo, answering([]));
      const [request] = datagrams.received;
      const query = expectOk(decodeMessage(request?.payload ?? new Uint8Array()));
      expect([query.flags.rd, query.question[0]?.class]).toEqual([isRecursive, echo.class]);
    }
  });

  test("no octets make reading an answer throw", () => {
    const query = { name: whoami.name, type: "TXT", isRecursive: false } as const;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (octets) => {
        expect(addressIn(octets, query, whoami, "ipv4").ok).toBe(false);
      }),
    );
  });
});

describe("the DNS echo source over TLS", () => {
  const secret: DnsEcho = { ...whoami, host: "ns.example.net", port: 853, authenticationName: "proof.example.net" };

  /** What each address of the server does, in the order they are tried. */
  async function askOverTls(
    peers: readonly (ReturnType<typeof answering> | NetCode)[],
  ): Promise<{ readonly outcome: string; readonly asked: readonly string[] }> {
    const clock = new FakeClock();
    const asked: string[] = [];
    const streams: FramedStreamClient = {
      exchange: async (peer, payload, _limits, tls) => {
        const act = peers[asked.length] ?? "timed-out";
        asked.push(`${formatEndpoint(peer)} as ${tls?.authenticationName ?? "anybody"}`);
        if (typeof act === "string") return failure({ code: act, detail: act, wasSent: false });
        return ok(act(payload).answer);
      },
    };
    const lookup = new FakeLookup({ "ns.example.net": peers.map((_, index) => address(`192.0.2.${53 + index}`)) });
    const ports = { datagrams: new FakeDatagrams(clock, {}), streams, lookup, clock, random: new SeededRandom() };
    const source = dnsEchoSource("ipv4", secret, ports);
    expect(source.id).toBe("dns-echo:whoami.example.net@tls://ns.example.net");
    const { answer } = await source.observe();
    const outcome = answer.kind === "seen" ? String(answer.observations[0]?.address) : answer.failure.code;
    return { outcome, asked };
  }

  const good = answering([a("198.51.100.7")]);
  for (const [title, peers, expected, count] of [
    ["an answer", [good], "198.51.100.7", 1],
    ["a server that is not who it should be, and no other is tried", ["tls-failed", good], "tls-failed", 1],
    ["a server that refuses, and the next one", ["connection-refused", good], "198.51.100.7", 2],
    ["all refuse", ["connection-refused", "connection-refused"], "connection-refused", 2],
    [
      "an answer to another question",
      [(request: Uint8Array) => good(request.map((octet, i) => (i === 0 ? octet ^ 1 : octet)))],
      "answer-unreadable",
      1,
    ],
    [
      "not from the name's own server",
      [answering([a("203.0.113.1")], { flags: { ...noFlags, qr: true } })],
      "answer-unreadable",
      1,
    ],
  ] as const) {
    test(`${title}: ${expected}`, async () => {
      const { outcome, asked } = await askOverTls(peers);
      expect(outcome).toBe(expected);
      const places = Array.from({ length: count }, (_, index) => `192.0.2.${53 + index}:853 as proof.example.net`);
      expect(asked).toEqual(places);
    });
  }
});
