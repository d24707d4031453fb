import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FakeClock, settle } from "../../test/support/fake-clock.ts";
import { FakeDns, type FakeReply, type FakeServer, reply, rr, zoneServer } from "../../test/support/fake-dns.ts";
import { rdataList } from "../../test/support/reconcile-values.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { name } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { Message } from "../wire/message.ts";
import type { ResourceRecord } from "../wire/record.ts";
import { DnsVerifier, type VerifyRequest } from "./verify.ts";
import type { Verification } from "./verification.ts";

const one = rr("home.example.net", "A", "192.0.2.1");
const old = rr("home.example.net", "A", "192.0.2.99");

const request: VerifyRequest = {
  owner: name("home.example.net"),
  type: "A",
  expectation: { kind: "exactly", rdata: rdataList("192.0.2.1") },
  rule: { kind: "delegated" },
  apex: undefined,
  limit: Duration.minutes(2),
};

/** The resolver's view of `example.net` with two servers; their own views are given. */
function internet(ns1: () => readonly ResourceRecord[], ns2: () => readonly ResourceRecord[] = ns1): FakeDns {
  const dns = new FakeDns();
  const delegation = [
    rr("example.net", "NS", "ns1.example.org"),
    rr("example.net", "NS", "ns2.example.org"),
    rr("ns1.example.org", "A", "203.0.113.1"),
    rr("ns1.example.org", "AAAA", "2001:db8::1"),
    rr("ns2.example.org", "A", "203.0.113.2"),
  ];
  dns.resolvers.push(
    dns.listen(
      "192.0.2.53",
      zoneServer("example.net", () => delegation),
    ),
  );
  for (const place of ["203.0.113.1", "2001:db8::1"]) dns.listen(place, zoneServer("example.net", ns1));
  dns.listen("203.0.113.2", zoneServer("example.net", ns2));
  return dns;
}

async function verify(
  dns: FakeDns,
  asked: Partial<VerifyRequest> = {},
  clock: FakeClock = new FakeClock(),
): Promise<Verification | undefined> {
  const verifier = new DnsVerifier({ ...portsOf(dns), clock });
  const running = verifier.verify({ ...request, ...asked }, new AbortController().signal);
  await clock.advance(Duration.minutes(3));
  return running;
}

function portsOf(dns: FakeDns) {
  return { datagrams: dns.datagrams, streams: dns.streams, lookup: dns.lookup, random: new SeededRandom(3) };
}

/** `verified by ns1 …, ns2 … after 0s` or `servers-disagree: ns2 … has 192.0.2.99`. */
function tell(result: Verification | undefined): string {
  if (result === undefined) return "ended";
  if (result.kind === "not-verified") return `${result.reason}: ${result.detail}`;
  return `verified by ${result.servers.join(", ")} after ${Duration.format(result.took)}`;
}

describe("DnsVerifier", () => {
  const everyone = "ns1.example.org (203.0.113.1), ns1.example.org (2001:db8::1), ns2.example.org (203.0.113.2)";

  test("all servers agree / verified at once, each asked once and without recursion", async () => {
    const dns = internet(() => [one]);
    expect(tell(await verify(dns))).toBe(`verified by ${everyone} after 0s`);
    expect(dns.questions.filter((line) => line.endsWith("no-rd")).toSorted()).toEqual([
      "udp 203.0.113.1:53 home.example.net A no-rd",
      "udp 203.0.113.2:53 home.example.net A no-rd",
      "udp [2001:db8::1]:53 home.example.net A no-rd",
    ]);
  });

  test("one server is late / asked again with growing pauses until it agrees", async () => {
    const clock = new FakeClock();
    const dns = internet(
      () => [one],
      () => [clock.monotonic() < 5_000 ? old : one],
    );
    expect(tell(await verify(dns, {}, clock))).toBe(`verified by ${everyone} after 7s`);
    expect(dns.questions.filter((line) => line.includes("203.0.113.2"))).toHaveLength(4);
    // Who has agreed is not asked again.
    expect(dns.questions.filter((line) => line.includes("203.0.113.1"))).toHaveLength(1);
  });

  test("one server never follows / says which and what it has", async () => {
    const dns = internet(
      () => [one],
      () => [old],
    );
    expect(tell(await verify(dns))).toBe("servers-disagree: ns2.example.org (203.0.113.2) has 192.0.2.99");
  });

  const rows: readonly {
    readonly name: string;
    readonly records: readonly ResourceRecord[];
    readonly expectation: VerifyRequest["expectation"];
    readonly agrees: boolean;
  }[] = [
    {
      name: "the same values in another order / agree",
      records: [one, rr("home.example.net", "A", "192.0.2.2")],
      expectation: { kind: "exactly", rdata: rdataList("192.0.2.2", "192.0.2.1") },
      agrees: true,
    },
    {
      name: "one value more / differs",
      records: [one, old],
      expectation: { kind: "exactly", rdata: rdataList("192.0.2.1") },
      agrees: false,
    },
    {
      name: "withdrawn, the name is gone / agrees",
      records: [],
      expectation: { kind: "exactly", rdata: [] },
      agrees: true,
    },
    {
      name: "withdrawn, the name has other types / agrees",
      records: [rr("home.example.net", "AAAA", "2001:db8::5")],
      expectation: { kind: "exactly", rdata: [] },
      agrees: true,
    },
    {
      name: "withdrawn, still there / differs",
      records: [one],
      expectation: { kind: "exactly", rdata: [] },
      agrees: false,
    },
    {
      name: "ours among others' / agrees",
      records: [one, old],
      expectation: { kind: "including", rdata: rdataList("192.0.2.1"), excluding: rdataList("192.0.2.7") },
      agrees: true,
    },
    {
      name: "ours there, but the one we took away too / differs",
      records: [one, old],
      expectation: { kind: "including", rdata: rdataList("192.0.2.1"), excluding: rdataList("192.0.2.99") },
      agrees: false,
    },
    {
      name: "a CNAME in its place / differs",
      records: [rr("home.example.net", "CNAME", "www.example.com"), rr("www.example.com", "A", "192.0.2.1")],
      expectation: { kind: "exactly", rdata: rdataList("192.0.2.1") },
      agrees: false,
    },
  ];
  for (const { name: title, records, expectation, agrees } of rows) {
    test(title, async () => {
      const result = await verify(
        internet(() => records),
        { expectation },
      );
      expect(result?.kind).toBe(agrees ? "verified" : "not-verified");
    });
  }

  test("a server that is down / left out once the others have answered, after three rounds", async () => {
    const dns = internet(() => [one]);
    dns.servers.delete("203.0.113.2:53");
    expect(tell(await verify(dns))).toBe(
      "verified by ns1.example.org (203.0.113.1), ns1.example.org (2001:db8::1) after 3s",
    );
  });

  test("a family this host cannot reach / left out at once", async () => {
    const dns = internet(() => [one]);
    dns.listen("2001:db8::1", () => ({ ok: false, code: "unreachable", detail: "no route", wasSent: false }));
    expect(tell(await verify(dns))).toBe(
      "verified by ns1.example.org (203.0.113.1), ns2.example.org (203.0.113.2) after 0s",
    );
  });

  const uselessAnswers: readonly (readonly [name: string, answer: (query: Message) => FakeReply, told: string])[] = [
    ["refused / does not count", (query) => reply(query, { rcode: "REFUSED" }), "answers REFUSED"],
    [
      "right values without authority, as from a resolver in the way / do not count",
      (query) => ({ ...reply(query, { answer: [one] }), flags: { ...reply(query).flags, aa: false, ra: true } }),
      "answers without authority",
    ],
    [
      "a referral upwards / does not count",
      (query) => ({
        ...reply(query, { authority: [rr(".", "NS", "a.root-servers.net")] }),
        flags: { ...reply(query).flags, aa: false },
      }),
      "refers to the servers of .",
    ],
    ["octets that are no message / do not count", () => Uint8Array.of(1, 2, 3), "no answer in 2s"],
    [
      "an answer to another question / is not even seen",
      (query) =>
        reply({ ...query, question: [{ name: name("evil.example"), type: "A", class: "IN" }] }, { answer: [one] }),
      "no answer in 2s",
    ],
    [
      "another id / is not even seen",
      (query) => reply({ ...query, id: query.id ^ 1 }, { answer: [one] }),
      "no answer in 2s",
    ],
    ["a right header and then rubbish / does not count", (query) => rubbishTo(query), "cut-short at octet"],
  ];
  for (const [title, answer, told] of uselessAnswers) {
    test(title, async () => {
      const dns = internet(() => [one]);
      for (const place of dns.servers.keys()) if (!place.startsWith("192.0.2.53")) dns.servers.set(place, answer);
      const result = tell(await verify(dns));
      expect(result).toStartWith("no-server-answered: ns1.example.org (203.0.113.1) ");
      expect(result).toContain(told);
    });
  }

  test("part of the provider's zone is delegated away / the zone is not the one that is asked", async () => {
    const dns = internet(() => []);
    const away: FakeServer = (query) => ({
      ...reply(query, { authority: [rr("home.example.net", "NS", "ns.elsewhere.example")] }),
      flags: { ...reply(query).flags, aa: false },
    });
    for (const place of dns.servers.keys()) if (!place.startsWith("192.0.2.53")) dns.servers.set(place, away);
    expect(tell(await verify(dns, { apex: name("example.net") }))).toStartWith("zone-not-delegated: ");
  });

  test("answers that do not fit are asked for over TCP", async () => {
    const dns = internet(() => [one]);
    for (const place of dns.servers.keys()) {
      if (place.startsWith("192.0.2.53")) continue;
      dns.servers.set(place, (query, transport) =>
        transport === "tcp"
          ? reply(query, { answer: [one] })
          : { ...reply(query), flags: { ...reply(query).flags, tc: true } },
      );
    }
    expect((await verify(dns))?.kind).toBe("verified");
    expect(dns.questions).toContain("tcp 203.0.113.2:53 home.example.net A no-rd");
  });

  test("listed servers / asked as they are, no resolver needed", async () => {
    const dns = new FakeDns();
    const server = dns.listen(
      "127.0.0.1",
      zoneServer("example.net", () => [one]),
      5353,
    );
    expect(tell(await verify(dns, { rule: { kind: "servers", servers: [server] } }))).toBe(
      "verified by 127.0.0.1:5353 after 0s",
    );
    expect(dns.questions).toEqual(["udp 127.0.0.1:5353 home.example.net A no-rd"]);
  });

  test("ended from outside / no result", async () => {
    const dns = internet(() => [old]);
    const clock = new FakeClock();
    const ending = new AbortController();
    const running = new DnsVerifier({ ...portsOf(dns), clock }).verify(request, ending.signal);
    await clock.advance(Duration.seconds(2));
    ending.abort();
    await settle();
    expect(await running).toBeUndefined();
    expect(clock.pendingCount).toBe(0);
  });

  test("many names of one zone / its servers are looked up once", async () => {
    const dns = internet(() => [one]);
    const clock = new FakeClock();
    const verifier = new DnsVerifier({ ...portsOf(dns), clock });
    const { signal } = new AbortController();
    const asked = { ...request, apex: name("example.net") };
    await Promise.all([verifier.verify(asked, signal), verifier.verify(asked, signal)]);
    await verifier.verify(asked, signal);
    const lookUps = dns.questions.filter((line) => line.includes("example.net NS"));
    expect(lookUps).toHaveLength(1);
    await clock.advance(Duration.minutes(11));
    await verifier.verify(asked, signal);
    expect(dns.questions.filter((line) => line.includes("example.net NS"))).toHaveLength(2);
  });
});

/** The right id and question, then an answer count that nothing follows. */
function rubbishTo(query: Message): Uint8Array {
  const question = query.question[0]?.name.wire ?? new Uint8Array(1);
  const header = [query.id >> 8, query.id & 0xff, 0x84, 0, 0, 1, 0, 9, 0, 0, 0, 0];
  return Uint8Array.of(...header, ...question, 0, 1, 0, 1, 0xc0);
}

describe("finding the servers", () => {
  test("the zone is looked for from the name upwards, past an alias", async () => {
    const dns = new FakeDns();
    const records = [
      rr("home.example.net", "CNAME", "elsewhere.example"),
      rr("example.net", "NS", "ns1.example.org"),
      rr("ns1.example.org", "A", "203.0.113.1"),
    ];
    dns.resolvers.push(
      dns.listen(
        "192.0.2.53",
        zoneServer("example.net", () => records),
      ),
    );
    dns.listen(
      "203.0.113.1",
      zoneServer("example.net", () => [one]),
    );
    expect((await verify(dns))?.kind).toBe("verified");
    expect(dns.questions.slice(0, 3)).toEqual([
      "udp 192.0.2.53:53 home.example.net SOA rd",
      "udp 192.0.2.53:53 example.net SOA rd",
      "udp 192.0.2.53:53 example.net NS rd",
    ]);
  });

  const failures: readonly (readonly [name: string, (dns: FakeDns) => void, told: string])[] = [
    ["no resolver configured / said", () => undefined, "no-server-answered: this host has no resolver configured"],
    [
      "the name's zone does not exist / not delegated",
      (dns) =>
        dns.resolvers.push(
          dns.listen("192.0.2.53", (query) =>
            reply(query, { rcode: "NXDOMAIN", authority: [rr(".", "SOA", "a.root-servers.net")] }),
          ),
        ),
      "zone-not-delegated: home.example.net. does not exist in DNS",
    ],
    [
      "a zone without name servers / not delegated",
      (dns) =>
        dns.resolvers.push(
          dns.listen(
            "192.0.2.53",
            zoneServer("example.net", () => []),
          ),
        ),
      "zone-not-delegated: example.net. has no name servers",
    ],
    [
      "name servers without addresses / said",
      (dns) =>
        dns.resolvers.push(
          dns.listen(
            "192.0.2.53",
            zoneServer("example.net", () => [rr("example.net", "NS", "ns1.example.org")]),
          ),
        ),
      "no-server-answered: no name server of example.net. has an address",
    ],
    [
      "a resolver that fails / said",
      (dns) => dns.resolvers.push(dns.listen("192.0.2.53", (query) => reply(query, { rcode: "SERVFAIL" }))),
      "no-server-answered: the resolver answers SERVFAIL for home.example.net. SOA",
    ],
    [
      "a resolver that answers emptily for ever / the walk ends",
      (dns) => dns.resolvers.push(dns.listen("192.0.2.53", (query) => reply(query))),
      "zone-not-delegated: no zone holds home.example.net.",
    ],
  ];
  for (const [title, arrange, told] of failures) {
    test(title, async () => {
      const dns = new FakeDns();
      arrange(dns);
      expect(tell(await verify(dns))).toBe(told);
    });
  }

  test("the first resolver is down / the second is asked", async () => {
    const dns = internet(() => [one]);
    dns.resolvers.unshift({ address: dns.listen("192.0.2.9", () => "silence").address, port: 53 });
    expect((await verify(dns))?.kind).toBe("verified");
  });

  test("a resolver that lists a thousand servers with a hundred addresses each / eight and two are asked", async () => {
    const dns = new FakeDns();
    const flood: FakeServer = (query) => {
      const asked = query.question[0];
      if (asked?.type === "NS") {
        return reply(query, {
          answer: Array.from({ length: 1_000 }, (_, index) => rr("example.net", "NS", `ns${index}.example.org`)),
        });
      }
      if (asked?.type === "A") {
        const owner = asked.name.hostname;
        return reply(query, {
          answer: Array.from({ length: 100 }, (_, index) => rr(owner, "A", `203.0.113.${index}`)),
        });
      }
      return reply(query, { authority: [rr("example.net", "SOA", "ns1.example.org")] });
    };
    dns.resolvers.push(dns.listen("192.0.2.53", flood));
    for (let last = 0; last < 100; last += 1)
      dns.listen(
        `203.0.113.${last}`,
        zoneServer("example.net", () => [one]),
      );
    const result = await verify(dns);
    expect(result?.kind === "verified" ? result.servers.length : 0).toBe(16);
  });

  test("addresses that are nobody's / are not asked", async () => {
    const dns = new FakeDns();
    const records = [
      rr("example.net", "NS", "ns1.example.org"),
      ...["0.0.0.0", "255.255.255.255", "224.0.0.1", "203.0.113.1"].map((text) => rr("ns1.example.org", "A", text)),
    ];
    dns.resolvers.push(
      dns.listen(
        "192.0.2.53",
        zoneServer("example.net", () => records),
      ),
    );
    dns.listen(
      "203.0.113.1",
      zoneServer("example.net", () => [one]),
    );
    expect(tell(await verify(dns))).toBe("verified by ns1.example.org (203.0.113.1) after 0s");
  });

  test("any octets from servers and resolvers / a result, no exception", async () => {
    const headed = fc.uint8Array({ maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(headed, fc.boolean(), async (noise, fromResolver) => {
        const dns = internet(() => [one]);
        for (const place of dns.servers.keys()) {
          if (place.startsWith("192.0.2.53") !== fromResolver) continue;
          dns.servers.set(place, (query) => {
            const real = rubbishTo(query);
            // Keeps what makes it an answer, so that the noise reaches the decoder.
            return Uint8Array.of(...real.slice(0, -1), ...noise);
          });
        }
        const result = await verify(dns, { limit: Duration.seconds(1) });
        expect(result?.kind).toBe("not-verified");
      }),
      { numRuns: 100 },
    );
  });
});
