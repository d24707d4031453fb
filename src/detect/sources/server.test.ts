import { describe, expect, test } from "bun:test";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { FakeDatagrams, FakeHttp, FakeLookup, type Reply, response } from "../../../test/support/fake-network.ts";
import { SeededRandom } from "../../../test/support/seeded-random.ts";
import { address, name, ttl } from "../../../test/support/values.ts";
import { Duration } from "../../core/duration.ts";
import type { HttpResponse } from "../../core/http.ts";
import { decodeMessage, encodeMessage } from "../../wire/message.ts";
import { serverSource } from "./server.ts";

const whoami = name("whoami.dyn.example");

/** The answer a name server gives, with this time to live. */
const dnsAnswer =
  (text: string, seconds = 0, isAuthority = true) =>
  (request: Uint8Array): Reply<Uint8Array> => {
    const query = expectOk(decodeMessage(request));
    const flags = { ...query.flags, qr: true, aa: isAuthority };
    const rdata = address(text).octets;
    const answer = [{ owner: whoami, type: "A", class: "IN", ttl: ttl(seconds), rdata }] as const;
    return { answer: expectOk(encodeMessage({ ...query, edns: undefined, flags, answer }, 1_232)).octets, delayMs: 10 };
  };

interface Row {
  readonly name: string;
  /** Undefined where no name is configured. */
  readonly dns?: (request: Uint8Array) => Reply<Uint8Array>;
  readonly web: Reply<HttpResponse>;
  readonly url?: string;
  /** What comes of it, how it was asked, and after how long. */
  readonly expected: string;
}

const page: Reply<HttpResponse> = { answer: response(200, "198.51.100.7\n"), delayMs: 40 };

const rows: readonly Row[] = [
  { name: "by the web alone", web: page, expected: "198.51.100.7 /ip 40" },
  {
    name: "below a path of a proxy",
    web: page,
    url: "https://dyn.example/holdfast",
    expected: "198.51.100.7 /holdfast/ip 40",
  },
  { name: "by DNS, which is quicker", dns: dnsAnswer("198.51.100.8"), web: page, expected: "198.51.100.8 dns 10" },
  { name: "DNS is blocked", dns: () => "silent", web: page, expected: "198.51.100.7 dns /ip 1040" },
  {
    name: "DNS is refused",
    dns: () => ({ refused: "connection-refused" }),
    web: page,
    expected: "198.51.100.7 dns /ip 40",
  },
  {
    name: "a resolver answers in its place",
    dns: dnsAnswer("203.0.113.1", 0, false),
    web: page,
    expected: "198.51.100.7 dns /ip 50",
  },
  {
    name: "the name is an ordinary record",
    dns: dnsAnswer("203.0.113.1", 60),
    web: page,
    expected: "198.51.100.7 dns /ip 50",
  },
  {
    name: "a portal in both places",
    dns: dnsAnswer("203.0.113.1", 0, false),
    web: { answer: response(200, "<html>"), delayMs: 5 },
    expected: "web-page dns /ip 15",
  },
  {
    name: "a server of another kind",
    web: { answer: response(404, "not found"), delayMs: 5 },
    expected: "answer-unreadable /ip 5",
  },
  {
    name: "the address of the other family",
    web: { answer: response(200, "2001:db8::7"), delayMs: 5 },
    expected: "wrong-family /ip 5",
  },
  { name: "nothing at all", dns: () => "silent", web: "silent", expected: "timed-out dns /ip 3000" },
];

describe("a Holdfast server as a source", () => {
  for (const row of rows) {
    test(`${row.name}: ${row.expected}`, async () => {
      const clock = new FakeClock();
      const http = new FakeHttp(clock, { "dyn.example": () => row.web });
      const datagrams = new FakeDatagrams(clock, { "192.0.2.53:53": row.dns ?? (() => "silent") });
      const lookup = new FakeLookup({ "dyn.example": [address("192.0.2.53")] });
      const streams = { exchange: () => Promise.reject(new Error("not asked here")) };
      const byDns = { name: whoami, type: "address", class: "IN", host: "dyn.example", port: 53 } as const;
      const server = {
        url: new URL(row.url ?? "https://dyn.example/"),
        isInsecure: false,
        operator: "me",
        whoami: row.dns && { ...byDns, isAuthority: true, isReflection: true },
      };
      const ports = { http, datagrams, streams, lookup, clock, random: new SeededRandom() };
      const source = serverSource("ipv4", server, ports);
      expect(source.id).toBe("server:dyn.example");
      const pending = source.observe();
      await clock.advance(Duration.seconds(4));
      expect(clock.pendingCount).toBe(0);
      const { answer, took } = await pending;
      const outcome =
        answer.kind === "seen" ? answer.observations.map((one) => one.address).join() : answer.failure.code;
      const asked = [
        ...(datagrams.received.length > 0 ? ["dns"] : []),
        ...http.requests.map(({ url }) => url.pathname),
      ];
      expect([outcome, ...asked, took].join(" ")).toBe(row.expected);
    });
  }
});
