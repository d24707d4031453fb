import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Instant } from "../../src/core/clock.ts";
import type { Entry, HistoryQuery, Journal, Proposal, ReplayItem, Revision } from "../../src/core/journal.ts";
import { typeOfCode } from "../../src/core/rr-type.ts";
import { expectOk } from "../support/expect-ok.ts";
import { plainEntry } from "../support/plain.ts";
import { pointed, proposal, unpointed, zoneAdded, zoneRemoved } from "../support/proposals.ts";
import { address, name, ttl } from "../support/values.ts";
import { anyProposal } from "../support/any-proposal.ts";
import { ZoneModel } from "../support/zone-model.ts";

/** What every journal promises, whatever it is made of. */

/** Somewhere a journal lies. What was acknowledged is still there when it is opened again after a close. */
export interface JournalPlace {
  open(): Promise<Journal>;
  /** Takes the place away; what was opened is closed by then. */
  remove(): Promise<void>;
}

/** Runs the suite; `makePlace` gives a new, empty place each time. */
export function describeJournal(label: string, makePlace: () => Promise<JournalPlace>): void {
  describe(`journal contract: ${label}`, () => {
    let place: JournalPlace;
    let journal: Journal;

    beforeEach(async () => {
      place = await makePlace();
      journal = await place.open();
    });

    afterEach(async () => {
      await journal.close();
      await place.remove();
    });

    async function reopen(): Promise<void> {
      await journal.close();
      journal = await place.open();
    }

    test("a new journal is empty", async () => {
      expect(journal.revision).toBe(0 as Revision);
      expect(await replayed(journal)).toEqual([]);
      expect(expectOk(await journal.history({ limit: 10 }))).toEqual([]);
      expect(await journal.snapshot()).toMatchObject({ ok: true });
    });

    test("concurrent appends get consecutive revisions in the order of the calls", async () => {
      const texts = Array.from({ length: 100 }, (_, index) => `h${index}.example.`);
      const calls = texts.map((text) => journal.append(proposal("example", pointed(text, "192.0.2.1"))));
      const revisions = (await Promise.all(calls)).map(expectOk);
      expect(revisions).toEqual(texts.map((_, index) => (index + 1) as Revision));
      expect(journal.revision).toBe(100 as Revision);
      expect((await entriesInOrder(journal)).flatMap(owners)).toEqual(texts);
    });

    test("what was acknowledged is there after opening again, and the count goes on", async () => {
      expectOk(await journal.append(proposal("example", zoneAdded(7), pointed("a.example", "192.0.2.1"))));
      await reopen();
      expect(journal.revision).toBe(1 as Revision);
      expect(expectOk(await journal.append(proposal("example", unpointed("a.example"))))).toBe(2 as Revision);
      await reopen();
      expect((await entriesInOrder(journal)).map((entry) => Number(entry.revision))).toEqual([1, 2]);
    });

    test("appends that were not waited for are durable once the journal is closed", async () => {
      const calls = Array.from({ length: 50 }, () => journal.append(proposal("example", zoneAdded())));
      await reopen();
      expect((await Promise.all(calls)).every((result) => result.ok)).toBe(true);
      expect(journal.revision).toBe(50 as Revision);
    });

    for (const isFolded of [false, true]) {
      test(`an entry comes back exactly as proposed (${isFolded ? "folded" : "not folded"})`, async () => {
        for (const sample of oddProposals) expectOk(await journal.append(sample));
        if (isFolded) expectOk(await journal.snapshot());
        await reopen();
        const expected = oddProposals.map((sample, index) =>
          plainEntry({ ...sample, revision: (index + 1) as Revision }),
        );
        expect((await entriesInOrder(journal)).map(plainEntry)).toEqual(expected);
        for (const entry of entriesOf(await replayed(journal))) {
          expect(plainEntry(entry)).toEqual(expected[entry.revision - 1] ?? {});
        }
      });
    }

    test("changing the octets after the call changes nothing", async () => {
      const rdata = Uint8Array.of(192, 0, 2, 1);
      const call = journal.append(
        proposal("example", {
          kind: "rrset-replaced",
          owner: name("a.example"),
          type: "A",
          ttl: ttl(60),
          rdata: [rdata],
        }),
      );
      rdata.fill(0);
      expectOk(await call);
      const [entry] = expectOk(await journal.history({ limit: 1 }));
      expect(entry?.changes[0]).toMatchObject({ rdata: [Uint8Array.of(192, 0, 2, 1)] });
    });

    describe("expected revision", () => {
      const added = proposal("a.example", zoneAdded());
      const removed = proposal("a.example", zoneRemoved);
      const other = proposal("b.example", zoneAdded());
      const rows: readonly [string, { before: readonly Proposal[]; expected: number | undefined; is: string }][] = [
        ["none is asked for", { before: [added, other], expected: undefined, is: "written" }],
        ["the zone is new", { before: [], expected: 0, is: "written" }],
        ["the zone is new beside another", { before: [other], expected: 0, is: "written" }],
        ["the zone was added meanwhile", { before: [added], expected: 0, is: "conflict" }],
        ["the zone stands where the caller saw it", { before: [other, added], expected: 2, is: "written" }],
        ["only another zone moved on", { before: [added, other], expected: 1, is: "written" }],
        ["the zone moved on", { before: [added, added], expected: 1, is: "conflict" }],
        ["the caller saw a later revision of the whole", { before: [added, other, other], expected: 3, is: "written" }],
        ["the zone was removed meanwhile", { before: [added, removed], expected: 1, is: "conflict" }],
        ["the zone was removed long ago", { before: [added, removed], expected: 0, is: "written" }],
        ["the zone was added again", { before: [added, removed, added], expected: 0, is: "conflict" }],
        [
          "removed and added at once",
          {
            before: [proposal("a.example", zoneRemoved, zoneAdded())],
            expected: 0,
            is: "conflict",
          },
        ],
        [
          "the name is written in capitals",
          { before: [proposal("A.EXAMPLE", zoneAdded())], expected: 0, is: "conflict" },
        ],
      ];
      for (const [label_, { before, expected, is }] of rows) {
        for (const moment of ["at once", "after a snapshot and a restart"]) {
          test(`${label_} / ${is} (${moment})`, async () => {
            for (const earlier of before) expectOk(await journal.append(earlier));
            if (moment !== "at once") {
              expectOk(await journal.snapshot());
              await reopen();
            }
            const result = await journal.append(added, expected as Revision | undefined);
            expect(result.ok ? "written" : result.code).toBe(is);
            expect(journal.revision).toBe((before.length + (is === "written" ? 1 : 0)) as Revision);
          });
        }
      }

      test("of two that decided on the same revision the first wins, and nobody else suffers", async () => {
        const calls = [
          journal.append(added, 0 as Revision),
          journal.append(added, 0 as Revision),
          journal.append(other, 0 as Revision),
          journal.append(removed, 1 as Revision),
        ];
        const results = await Promise.all(calls);
        expect(results.map((result) => (result.ok ? Number(result.value) : result.code))).toEqual([
          1,
          "conflict",
          2,
          3,
        ]);
        expect((await entriesInOrder(journal)).map((entry) => entry.zone.key)).toEqual([
          "a.example.",
          "b.example.",
          "a.example.",
        ]);
      });
    });

    describe("replay", () => {
      test("a snapshot stands for the entries before it", async () => {
        expectOk(await journal.append(proposal("example", zoneAdded(9), pointed("a.example", "192.0.2.1"))));
        expectOk(await journal.append(proposal("example", pointed("b.example", "192.0.2.2"))));
        expectOk(await journal.snapshot());
        await reopen();
        expectOk(await journal.append(proposal("example", unpointed("a.example"))));
        const items = await replayed(journal);
        const [first] = items;
        expect(first?.kind === "state" ? first.changes[0] : first).toEqual(zoneAdded(9));
        expect(entriesOf(items).every((entry) => entry.revision > 2)).toBe(true);
        expect(stateOf(items).plain).toEqual(["example. base 9 revision 3", expect.stringContaining("b.example.")]);
      });

      test("a zone that was removed leaves nothing, and one added again starts empty", async () => {
        expectOk(await journal.append(proposal("a.test", zoneAdded(1), pointed("x.a.test", "192.0.2.1"))));
        expectOk(await journal.append(proposal("b.test", zoneAdded(2), pointed("x.b.test", "192.0.2.2"))));
        expectOk(await journal.snapshot());
        expectOk(await journal.append(proposal("a.test", zoneRemoved)));
        expectOk(await journal.append(proposal("b.test", zoneRemoved)));
        expectOk(await journal.append(proposal("b.test", zoneAdded(3))));
        expectOk(await journal.snapshot());
        await reopen();
        expect(stateOf(await replayed(journal)).plain).toEqual(["b.test. base 3 revision 5"]);
      });

      test("includes what is acknowledged while it runs, once and in order", async () => {
        const append = async (): Promise<void> => {
          const owner = `h${journal.revision}.example`;
          expectOk(await journal.append(proposal("example", zoneAdded(), pointed(owner, "192.0.2.1"))));
        };
        for (let count = 0; count < 20; count += 1) await append();
        const items: ReplayItem[] = [];
        for await (const piece of journal.replay()) {
          items.push(...expectOk(piece));
          if (journal.revision < 30) await append();
        }
        expect(journal.revision).toBeGreaterThan(20);
        expect(stateOf(items).zones[0]?.rrsets.size).toBe(journal.revision);
        const revisions = items.map((item) => Number(item.kind === "state" ? item.revision : item.entry.revision));
        expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
        expect(new Set(revisions).size).toBe(revisions.length);
      });

      test("a snapshot asked for during a replay does not disturb it", async () => {
        const model = new ZoneModel();
        for (let index = 0; index < 30; index += 1) {
          const changes = [zoneAdded(), pointed(`h${index % 7}.example`, `192.0.2.${index}`)];
          model.apply(name("example"), expectOk(await journal.append(proposal("example", ...changes))), changes);
          if (index === 9) expectOk(await journal.snapshot());
        }
        const replay = journal.replay();
        const items: ReplayItem[] = [];
        let folded: Promise<unknown> | undefined;
        for await (const piece of replay) {
          items.push(...expectOk(piece));
          folded ??= journal.snapshot();
        }
        await folded;
        expect(stateOf(items).plain).toEqual(model.plain);
        expect(stateOf(await replayed(journal)).plain).toEqual(model.plain);
      });

      test("one that is left early holds nothing up", async () => {
        expectOk(await journal.append(proposal("a.example", zoneAdded())));
        expectOk(await journal.append(proposal("b.example", zoneAdded())));
        for await (const piece of journal.replay()) {
          expectOk(piece);
          break;
        }
        expectOk(await journal.snapshot());
        expect((await replayed(journal)).map((item) => item.kind)).toEqual(["state", "state"]);
      });

      test("two at once see the same", async () => {
        expectOk(await journal.append(proposal("example", zoneAdded(), pointed("a.example", "192.0.2.1"))));
        const [first, second] = await Promise.all([replayed(journal), replayed(journal)]);
        expect(stateOf(first).plain).toEqual(stateOf(second).plain);
        expect(first).toHaveLength(1);
      });

      test("a large entry comes back whole", async () => {
        const changes = Array.from({ length: 20_000 }, (_, index) =>
          pointed(`host-${index}.example`, `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`),
        );
        expectOk(await journal.append(proposal("example", zoneAdded(), ...changes)));
        expectOk(await journal.append(proposal("example", unpointed("host-19999.example"))));
        expect(stateOf(await replayed(journal)).zones[0]?.rrsets.size).toBe(19_999);
        expectOk(await journal.snapshot());
        expect(stateOf(await replayed(journal)).zones[0]?.rrsets.size).toBe(19_999);
        expect(expectOk(await journal.history({ owner: name("host-777.example"), limit: 2 }))).toHaveLength(1);
      });

      // The law of the whole store: folding may happen at any moment and changes nothing that anybody can see.
      test("gives the state that all entries in order give, whenever it was folded or opened", async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(steps, { maxLength: 30 }), async (list) => {
            const own = await makePlace();
            let current = await own.open();
            const model = new ZoneModel();
            const touching: number[] = [];
            for (const step of list) {
              if (step === "fold") expectOk(await current.snapshot());
              if (step === "reopen") {
                await current.close();
                current = await own.open();
              }
              if (typeof step === "string") continue;
              const revision = expectOk(await current.append(step));
              model.apply(step.zone, revision, step.changes);
              if (owners(step).some((owner) => name(owner).equals(watched))) touching.unshift(revision);
            }
            expect(stateOf(await replayed(current)).plain).toEqual(model.plain);
            const history = expectOk(await current.history({ owner: watched, limit: 1000 }));
            expect(history.map((entry) => Number(entry.revision))).toEqual(touching);
            await current.close();
            await own.remove();
          }),
          { numRuns: 40 },
        );
      });
    });

    describe("history", () => {
      const rows: readonly [string, HistoryQuery, readonly number[]][] = [
        ["everything, newest first", { limit: 1000 }, [6, 5, 4, 3, 2, 1]],
        ["no more than asked for", { limit: 2 }, [6, 5]],
        ["the page before", { limit: 2, before: 5 as Revision }, [4, 3]],
        ["before the first", { limit: 2, before: 1 as Revision }, []],
        ["one owner", { limit: 10, owner: name("a.example") }, [5, 4, 2]],
        ["one owner in capitals", { limit: 10, owner: name("A.EXAMPLE") }, [5, 4, 2]],
        ["one owner, a page", { limit: 1, owner: name("a.example"), before: 5 as Revision }, [4]],
        ["an owner that a removed zone took along", { limit: 10, owner: name("b.example") }, [4]],
        ["the apex, with the zone's beginning and end", { limit: 10, owner: name("example") }, [6, 1]],
        ["an owner nobody touched", { limit: 10, owner: name("c.example") }, []],
        ["a name that ends like one that was touched", { limit: 10, owner: name("ple") }, []],
      ];
      for (const foldedAt of [0, 3, 6]) {
        for (const [label_, query, expected] of rows) {
          test(`${label_} (folded after ${foldedAt})`, async () => {
            const entries = [
              proposal("example", zoneAdded()),
              proposal("example", pointed("a.example", "192.0.2.1")),
              proposal("other.test", zoneAdded()),
              proposal("example", pointed("b.example", "192.0.2.2"), pointed("A.example", "192.0.2.3")),
              proposal("example", unpointed("a.example")),
              proposal("example", zoneRemoved),
            ];
            for (const [index, entry] of entries.entries()) {
              if (index === foldedAt) expectOk(await journal.snapshot());
              expectOk(await journal.append(entry));
            }
            if (foldedAt === entries.length) expectOk(await journal.snapshot());
            const found = expectOk(await journal.history(query));
            expect(found.map((entry) => Number(entry.revision))).toEqual([...expected]);
          });
        }
      }
    });

    test("after the close every call fails by value, and closing again is harmless", async () => {
      await journal.close();
      await journal.close();
      const unavailable = { ok: false, code: "journal-unavailable" };
      expect(await journal.append(proposal("example", zoneAdded()))).toMatchObject(unavailable);
      expect(await journal.history({ limit: 1 })).toMatchObject(unavailable);
      expect(await journal.snapshot()).toMatchObject(unavailable);
      const pieces = await Array.fromAsync(journal.replay());
      expect(pieces).toEqual([expect.objectContaining(unavailable)]);
    });
  });
}

/** Every kind of actor, transport, peer and change, with the values that codecs get wrong. */
const oddProposals: readonly Proposal[] = [
  {
    at: Instant.ofMs(0),
    actor: { kind: "token", tokenId: "aB3", host: name("Home.Example") },
    transport: "dyndns2",
    peer: address("192.0.2.1"),
    zone: name("Example"),
    changes: [],
  },
  {
    at: Instant.ofMs(8_640_000_000_000_000),
    actor: { kind: "configuration" },
    transport: "start",
    peer: undefined,
    zone: name("."),
    changes: [zoneAdded(0xffff_ffff), zoneRemoved, zoneAdded(0)],
  },
  {
    at: Instant.ofMs(-1),
    actor: { kind: "administrator" },
    transport: "dns-update",
    peer: address("2001:db8::1"),
    zone: name("\\000\\255\\.x.Y"),
    changes: [
      {
        kind: "rrset-replaced",
        owner: name("*.\\000\\255\\.x.y"),
        type: "TXT",
        ttl: ttl(0),
        rdata: [new Uint8Array()],
      },
      {
        kind: "rrset-replaced",
        owner: name("LongRdata.y"),
        type: typeOfCode(65_535),
        ttl: ttl(0x7fff_ffff),
        rdata: [new Uint8Array(65_535).fill(0xa5), Uint8Array.of(0, 192, 0), Uint8Array.of(3)],
      },
      { kind: "rrset-removed", owner: name("Ünï.y"), type: typeOfCode(0) },
    ],
  },
  { ...proposal("rest.example", zoneAdded()), transport: "rest", peer: address("::ffff:192.0.2.9") },
  { ...proposal("offline.example", zoneAdded()), transport: "offline" },
];

/** The owner whose history the property follows. */
const watched = name("h1.example");

const steps: fc.Arbitrary<Proposal | "fold" | "reopen"> = fc.oneof(
  { weight: 2, arbitrary: fc.constant("fold" as const) },
  { weight: 1, arbitrary: fc.constant("reopen" as const) },
  { weight: 8, arbitrary: anyProposal },
);

async function replayed(journal: Journal): Promise<readonly ReplayItem[]> {
  return (await Array.fromAsync(journal.replay())).flatMap((piece) => expectOk(piece));
}

/** Every entry, oldest first; a replay would leave out what the journal has folded by itself. */
async function entriesInOrder(journal: Journal): Promise<readonly Entry[]> {
  return expectOk(await journal.history({ limit: 1000 })).toReversed();
}

function entriesOf(items: readonly ReplayItem[]): readonly Entry[] {
  return items.flatMap((item) => (item.kind === "entry" ? [item.entry] : []));
}

function owners(entry: Proposal): readonly string[] {
  return entry.changes.flatMap((change) => ("owner" in change ? [change.owner.toString()] : []));
}

function stateOf(items: readonly ReplayItem[]): ZoneModel {
  const model = new ZoneModel();
  for (const item of items) model.applyItem(item);
  return model;
}
