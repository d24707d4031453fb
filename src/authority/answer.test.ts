import { heapStats } from "bun:jsc";
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { AnsweringZones, linesOf, queryOf } from "../../test/support/answering-zones.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import { entryItem } from "../../test/support/zone-histories.ts";
import type { OwnerName } from "../core/name.ts";
import type { ZoneChange } from "../core/zone-change.ts";
import { decodeMessage } from "../wire/message.ts";
import { CookieSecretMemory } from "../wire/cookie-secrets.ts";
import { largestDatagram } from "./answer.ts";
import type { Querier } from "./compose.ts";

/** What holds for any message, however malformed; what well-formed ones get is in `phenomena/`. */

const secrets = new CookieSecretMemory();
secrets.write({ present: new Uint8Array(16).fill(1), previous: new Uint8Array(16).fill(2) });

const zones = new AnsweringZones(
  [
    `
    $ORIGIN example.
    @      3600 SOA   ns admin 1 3600 600 86400 300
    @      3600 NS    ns
    @      3600 MX    10 ns
    ns     3600 A     192.0.2.53
    www    60   CNAME ns
    *.wild 60   TXT   "x"
    cut    60   NS    ns.cut
    ns.cut 60   AAAA  2001:db8::1
    ring   60   CNAME ring
    old    60   DNAME wild
    again  60   DNAME old.again
    `,
  ],
  {
    reflecting: ["whoami.example."],
    identity: { version: "1", hostname: "ns.example" },
    cookieSecrets: secrets.buffer,
    streamIdleMs: 10_000,
    clock: new FakeClock(),
  },
);

const questions = fc
  .tuple(
    fc.constantFrom(
      "example.",
      "www.example.",
      "x.y.wild.example.",
      "a.cut.example.",
      "ring.example.",
      "x.old.example.",
      "x.again.example.",
      "whoami.example.",
      "version.bind.",
    ),
    fc.constantFrom("A", "AAAA", "MX", "NS", "SOA", "TXT", "ANY", "OPT", "AXFR"),
    fc.constantFrom(
      "",
      " +edns",
      " +do",
      " +edns=512",
      " CH",
      " opcode=UPDATE",
      " +version=3",
      " +cookie=0102030405060708",
      " +nsid",
    ),
  )
  .map(([name, type, rest]) => queryOf(`${name} ${type}${rest}`));

/** Well-formed messages with some octets changed, cut off or added, which get further than noise does. */
const damaged = fc
  .tuple(
    questions,
    fc.array(fc.tuple(fc.nat(80), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
    fc.nat(20),
    fc.uint8Array({ maxLength: 30 }),
  )
  .map(([query, changes, cut, tail]) => {
    const octets = Uint8Array.from([...query.slice(0, Math.max(0, query.length - (cut > 12 ? cut - 12 : 0))), ...tail]);
    for (const [at, octet] of changes) if (at < octets.length) octets[at] = octet;
    return octets;
  });

const querier = { address: address("192.0.2.53") };

describe("any octets", () => {
  const messages = fc.oneof(questions, damaged, fc.uint8Array({ maxLength: 600 }));

  test("get no answer, or one that is well-formed, fits, and belongs to them", () => {
    fc.assert(
      fc.property(messages, (octets) => {
        const answer = zones.answer(octets);
        const mayBeAnswered = octets.length >= 12 && ((octets[2] ?? 0) & 0x80) === 0;
        expect(answer !== undefined).toBe(mayBeAnswered);
        if (answer === undefined) return;
        expect(answer.length).toBeLessThanOrEqual(largestDatagram);
        expect([answer[0], answer[1]]).toEqual([octets[0], octets[1]]);
        // QR set, opcode and RD repeated; Z, AD and CD clear, RA too.
        expect((answer[2] ?? 0) & 0xf9).toBe(0x80 | ((octets[2] ?? 0) & 0x79));
        expect((answer[3] ?? 0) & 0xf0).toBe(0);
        const decoded = decodeMessage(answer);
        expect(decoded.ok).toBe(true);
        if (decoded.ok && decoded.value.question.length > 0) {
          const end = 16 + (decoded.value.question[0]?.name.wire.length ?? 0);
          expect(answer.slice(12, end)).toEqual(octets.slice(12, end));
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test("get the same answer inside a larger buffer", () => {
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 300 }), (octets, offset) => {
        const expected = zones.answer(octets) ?? new Uint8Array();
        const buffer = new Uint8Array(4_096).fill(0xee);
        buffer.set(octets, offset);
        const end = offset + octets.length;
        const length = zones.answerer.answer(buffer, offset, end, "datagram", querier);
        expect<Uint8Array>(buffer.slice(offset, offset + length)).toEqual(expected);
        expect(buffer.slice(0, offset).every((octet) => octet === 0xee)).toBe(true);
        expect(buffer.slice(Math.max(end, offset + length)).every((octet) => octet === 0xee)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("an answer", () => {
  const served = new AnsweringZones(
    [
      `
      $ORIGIN example.
      @   3600 SOA   ns admin 1 3600 600 86400 300
      @   3600 NS    ns
      me  1    CNAME whoami
      bad 60   A     192.0.2.1
      `,
    ],
    { reflecting: ["whoami.example."] },
  );
  let changes = 0;
  /** Publishes a change just when the answer is half done: this is asked for after the alias was copied. */
  const meddler = (isMeddling: () => boolean): Querier => ({
    get address() {
      if (isMeddling()) {
        changes += 1;
        served.change("example.", `me.example. ${changes + 1} CNAME whoami.example.`);
      }
      return address("198.51.100.7");
    },
  });
  const ask = (querier: Querier): readonly string[] => {
    const query = queryOf("me.example. A");
    const message = new Uint8Array(512);
    message.set(query);
    const length = served.answerer.answer(message, 0, query.length, "datagram", querier);
    return linesOf(expectOk(decodeMessage(message.slice(0, length))));
  };

  test("that a change overtakes is made anew from the new state", () => {
    const meddling = [true, true, false];
    expect(ask(meddler(() => meddling.shift() ?? false))).toEqual([
      "NOERROR aa",
      "answer me.example. 3 CNAME whoami.example.",
      "answer whoami.example. 0 A 198.51.100.7",
    ]);
  });

  test("that changes overtake without end is given up", () => {
    const before = changes;
    expect(ask(meddler(() => true))).toEqual(["SERVFAIL"]);
    expect(changes - before).toBe(100);
    expect(ask(meddler(() => false))[0]).toBe("NOERROR aa");
  });

  test("costs no object, so that no load makes the collector stop us", () => {
    const queries = [
      "www.example. A",
      "x.y.wild.example. TXT",
      "a.cut.example. A +do",
      "nx.example. A",
      "example. MX +edns",
    ];
    const asked = queries.map(queryOf);
    const message = new Uint8Array(largestDatagram);
    const askAll = (rounds: number): void => {
      for (let round = 0; round < rounds; round += 1) {
        for (const query of asked) {
          message.set(query);
          zones.answerer.answer(message, 0, query.length, "datagram", querier);
        }
      }
    };
    askAll(20_000);
    Bun.gc(true);
    const before = heapStats().heapSize;
    askAll(40_000);
    // Less than one octet for each of 200 000 answers: what the compiler itself leaves behind.
    expect(heapStats().heapSize - before).toBeLessThan(200_000);
  });

  test("is right although the arena grows, and everything in it moves, between two looks at it", () => {
    const own = new AnsweringZones(["$ORIGIN example.\n@ 60 SOA ns admin 1 2 3 4 5\n@ 60 NS ns"], {
      reflecting: ["whoami.example."],
    });
    const query = queryOf("whoami.example. A");
    const expected = own.ask("whoami.example. A from=2001:db8::1");
    const last: ZoneChange = {
      kind: "rrset-removed",
      type: "A",
      // The writer stops in the middle of a large entry, as one does that the system has interrupted.
      get owner(): OwnerName {
        throw new Error("interrupted");
      },
    };
    const base = { kind: "rrset-replaced", type: "TXT", ttl: ttl(60), rdata: [new Uint8Array(99)] } as const;
    const hosts = Array.from(
      { length: 20_000 },
      (_, index): ZoneChange => ({ ...base, owner: name(`h${index}.example`) }),
    );
    const apex: ZoneChange = { ...base, owner: name("example") };
    let isInterrupted = false;
    const querier: Querier = {
      get address() {
        const entry = entryItem(9, { zone: name("example"), changes: [...hosts, apex, last] });
        if (!isInterrupted) expect(() => own.table.apply([entry])).toThrow("interrupted");
        isInterrupted = true;
        return address("2001:db8::1");
      },
    };
    const message = new Uint8Array(512);
    message.set(query);
    const length = own.answerer.answer(message, 0, query.length, "datagram", querier);
    expect(linesOf(expectOk(decodeMessage(message.slice(0, length))))).toEqual([...expected]);
  });

  test("follows an alias no further whose RDATA is no name", () => {
    const rdata = [Uint8Array.of(9, 0x61)];
    served.replace("example.", { owner: name("bad.example"), type: "CNAME", ttl: ttl(60), rdata });
    const answer = served.answer(queryOf("bad.example. A")) ?? new Uint8Array();
    expect([(answer[3] ?? 0) & 15, answer[7]]).toEqual([0, 1]);
    served.replace("example.", { owner: name("bad.example"), type: "MX", ttl: ttl(60), rdata });
    expect(served.answer(queryOf("bad.example. MX"))?.[11]).toBe(0);
  });
});
