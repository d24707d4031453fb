import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { expectOk } from "../../test/support/expect-ok.ts";
import { settle } from "../../test/support/fake-clock.ts";
import { zoneAdded } from "../../test/support/proposals.ts";
import { startUpdateServer, type UpdateServer } from "../../test/support/update-server.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import type { Journal, Origin } from "../core/journal.ts";
import { failure, ok } from "../core/result.ts";
import { addressRdata, rdataAddress } from "../core/rrset.ts";
import type { RRsetChangeWish } from "../core/zone-change.ts";
import { Door } from "./door.ts";

const zone = name("dyn.example");
const origin: Origin = { actor: { kind: "administrator" }, transport: "admin-socket", peer: undefined };

function wish(owner: string, ...addresses: readonly string[]): RRsetChangeWish {
  if (addresses.length === 0) return { kind: "rrset-removed", owner: name(owner), type: "A" };
  const rdata = addresses.map((text) => addressRdata(address(text)));
  return { kind: "rrset-replaced", owner: name(owner), type: "A", ttl: ttl(60), rdata };
}

describe("Door", () => {
  test("what is so already is not written, what differs is", async () => {
    const { door, journal } = await startUpdateServer();
    const wishes = [wish("a.dyn.example", "192.0.2.1"), wish("b.dyn.example", "192.0.2.2")];
    expect(await door.submit(zone, wishes, origin)).toMatchObject({
      ok: true,
      value: { hasChanged: true, revision: 2 },
    });
    const again = [wish("b.dyn.example", "192.0.2.2"), wish("a.dyn.example", "192.0.2.9")];
    expect(await door.submit(zone, again, origin)).toMatchObject({ value: { hasChanged: true, revision: 3 } });
    const [last] = expectOk(await journal.history({ limit: 1 }));
    expect(last?.changes.length).toBe(1);
    expect(await door.submit(zone, again, origin)).toMatchObject({ value: { hasChanged: false, revision: 3 } });
  });

  test("another TTL is a change, another order is not", async () => {
    const { door } = await startUpdateServer();
    const both = wish("a.dyn.example", "192.0.2.1", "192.0.2.2");
    await door.submit(zone, [both], origin);
    const turned = wish("a.dyn.example", "192.0.2.2", "192.0.2.1");
    expect(await door.submit(zone, [turned], origin)).toMatchObject({ value: { hasChanged: false } });
    const longer = { ...turned, ttl: ttl(61) } as RRsetChangeWish;
    expect(await door.submit(zone, [longer], origin)).toMatchObject({ value: { hasChanged: true } });
  });

  test("what would find no memory is not made durable", async () => {
    const { door, journal, room } = await startUpdateServer();
    room.octets = 1_500;
    const both = [wish("a.dyn.example", "192.0.2.1"), wish("b.dyn.example", "192.0.2.2")];
    expect(await door.submit(zone, both, origin)).toMatchObject({ ok: false, code: "memory-full" });
    expect(Number(journal.revision)).toBe(1);
    expect(await door.submit(zone, both.slice(1), origin)).toMatchObject({ ok: true });
  });

  test("a new zone of many small hosts is not refused for memory that it does not take", async () => {
    const { door, room } = await startUpdateServer();
    // A table needs less than 120 octets for a host.
    const createIn = async (octetsPerHost: number, apex: string): Promise<unknown> => {
      const hosts = Array.from({ length: 2_000 }, (_, index) => wish(`h${index}.${apex}`, "192.0.2.1"));
      room.octets = hosts.length * octetsPerHost;
      return door.submitZone(name(apex), () => ok([zoneAdded(), ...hosts]), origin);
    };
    expect(await createIn(120, "a.example")).toMatchObject({ ok: false, code: "memory-full" });
    expect(await createIn(600, "a.example")).toMatchObject({ ok: true });
  });

  test("what would find no memory beside what is still being written is not made durable", async () => {
    const { door, journal, room } = await startUpdateServer();
    room.octets = 1_500;
    const disk = Promise.withResolvers<void>();
    journal.held = disk.promise;
    const first = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin);
    const second = door.submit(zone, [wish("b.dyn.example", "192.0.2.2")], origin);
    disk.resolve();
    expect(await first).toMatchObject({ ok: true });
    expect(await second).toMatchObject({ ok: false, code: "memory-full" });
    expect(await door.submit(zone, [wish("b.dyn.example", "192.0.2.2")], origin)).toMatchObject({ ok: true });
  });

  for (const [when, fail] of [
    ["", (applying: UpdateServer["applying"], bug: Error) => Object.assign(applying, { bug })],
    [
      " to its end",
      (applying: UpdateServer["applying"], bug: Error) => Object.assign(applying, { isDone: Promise.reject(bug) }),
    ],
  ] as const) {
    test(`after an entry that could not be served${when}, nothing is acknowledged any more`, async () => {
      const { applying, door, journal } = await startUpdateServer();
      const bug = new Error("bug");
      fail(applying, bug);
      const waiting = ["a", "b"].map((label) =>
        door.submit(zone, [wish(`${label}.dyn.example`, "192.0.2.1")], origin).catch((error: unknown) => error),
      );
      expect(await Promise.all(waiting)).toEqual([bug, bug]);
      const later = await door.submit(zone, [wish("c.dyn.example", "192.0.2.1")], origin);
      expect(later).toMatchObject({ ok: false, code: "journal-unavailable" });
      expect(Number(journal.revision)).toBe(3);
    });
  }

  test("a zone that is not served is a failure", async () => {
    const { door } = await startUpdateServer();
    const answer = await door.submit(name("other.example"), [wish("a.other.example", "192.0.2.1")], origin);
    expect(answer).toMatchObject({ ok: false, code: "zone-not-served" });
  });

  // The trap: the second wish equals what is served, but not what is on its way to the disk.
  test("setting back what is still being written is not lost", async () => {
    const { door, journal, view } = await startUpdateServer();
    await door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin);
    const disk = Promise.withResolvers<void>();
    journal.held = disk.promise;
    const forth = door.submit(zone, [wish("a.dyn.example", "192.0.2.2")], origin);
    const back = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin);
    disk.resolve();
    expect(await forth).toMatchObject({ value: { hasChanged: true } });
    expect(await back).toMatchObject({ value: { hasChanged: true } });
    expect(view.rrset(name("a.dyn.example"), "A")?.rdata.map((rdata) => String(rdataAddress(rdata)))).toEqual([
      "192.0.2.1",
    ]);
  });

  // The trap: the last wish equals what is served, and the one before it was refused, but the first is on its way.
  test("setting back what is still being written is not lost when another wish failed meanwhile", async () => {
    const { door, journal, room, view } = await startUpdateServer();
    await door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin);
    const disk = Promise.withResolvers<void>();
    journal.held = disk.promise;
    const forth = door.submit(zone, [wish("a.dyn.example", "192.0.2.2")], origin);
    const before = room.octets;
    room.octets = 0;
    const refused = await door.submit(zone, [wish("a.dyn.example", "192.0.2.3")], origin);
    room.octets = before;
    const back = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin);
    disk.resolve();
    expect(refused).toMatchObject({ ok: false, code: "memory-full" });
    expect(await forth).toMatchObject({ value: { hasChanged: true } });
    expect(await back).toMatchObject({ value: { hasChanged: true } });
    expect(view.rrset(name("a.dyn.example"), "A")?.rdata).toEqual([addressRdata(address("192.0.2.1"))]);
  });

  test("what comes behind a large entry waits until that one is served, and is served then", async () => {
    const { applying, door, view } = await startUpdateServer();
    const pieces = Promise.withResolvers<void>();
    applying.isDone = pieces.promise;
    const answers: string[] = [];
    const large = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin).then(() => answers.push("large"));
    await settle();
    applying.isDone = undefined;
    const others = ["192.0.2.2", "192.0.2.3"].map(async (text) => {
      await door.submit(zone, [wish(`b${text.at(-1)}.dyn.example`, text)], origin);
      answers.push(text);
    });
    await settle();
    expect(answers).toEqual([]);
    expect(view.rrset(name("b2.dyn.example"), "A")).toBeUndefined();
    pieces.resolve();
    await Promise.all([large, ...others]);
    expect(answers.toSorted()).toEqual(["192.0.2.2", "192.0.2.3", "large"]);
    expect(view.rrset(name("b3.dyn.example"), "A")).toBeDefined();
  });

  test("what is acknowledged before an earlier entry is not done before it is served", async () => {
    const { journal, view, clock } = await startUpdateServer();
    const earlier = Promise.withResolvers<void>();
    const outOfOrder: Pick<Journal, "append"> = {
      append: async (...proposed) => {
        const appended = await journal.append(...proposed);
        if (appended.ok && Number(appended.value) === 2) await earlier.promise;
        return appended;
      },
    };
    const door = new Door({
      journal: Object.assign(Object.create(journal) as Journal, outOfOrder),
      view,
      clock,
      apply: (entry) => {
        view.apply(entry);
        return undefined;
      },
      octetsLeft: () => Number.POSITIVE_INFINITY,
    });
    const answers: string[] = [];
    const work = ["a", "b"].map(async (label) => {
      await door.submit(zone, [wish(`${label}.dyn.example`, "192.0.2.1")], origin);
      answers.push(label);
    });
    await settle();
    expect(answers).toEqual([]);
    expect(view.rrset(name("b.dyn.example"), "A")).toBeUndefined();
    earlier.resolve();
    await Promise.all(work);
    expect(answers.toSorted()).toEqual(["a", "b"]);
    expect(view.rrset(name("b.dyn.example"), "A")).toBeDefined();
  });

  test("while a decision about a zone takes its time, updates of the zone wait, and those of others do not", async () => {
    const { door } = await startUpdateServer();
    const other = name("other.example");
    await door.submitZone(other, () => ok([zoneAdded()]), origin);
    const deciding = Promise.withResolvers<void>();
    const answers: string[] = [];
    const whole = door.submitZone(
      zone,
      async () => {
        await deciding.promise;
        return ok([wish("a.dyn.example", "192.0.2.1")]);
      },
      origin,
    );
    const same = door.submit(zone, [wish("b.dyn.example", "192.0.2.2")], origin).then(() => answers.push("same"));
    await door.submit(other, [wish("c.other.example", "192.0.2.3")], origin).then(() => answers.push("other"));
    await settle();
    expect(answers).toEqual(["other"]);
    deciding.resolve();
    await Promise.all([whole, same]);
    expect(answers).toEqual(["other", "same"]);
  });

  test("the same wish twice at once is one entry, and both wait until it is durable", async () => {
    const { door, journal } = await startUpdateServer();
    const disk = Promise.withResolvers<void>();
    journal.held = disk.promise;
    const answers: string[] = [];
    const first = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin).then(() => answers.push("first"));
    const second = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin).then((r) => {
      answers.push("second");
      return r;
    });
    await settle();
    expect(answers).toEqual([]);
    disk.resolve();
    await first;
    expect(await second).toMatchObject({ ok: true, value: { hasChanged: false, revision: 2 } });
    expect(Number(journal.revision)).toBe(2);
  });

  test("when the write that was waited for fails, the waiting wish is written itself", async () => {
    const { door, journal } = await startUpdateServer();
    const disk = Promise.withResolvers<void>();
    journal.held = disk.promise;
    journal.refusal = { code: "journal-full", detail: "test" };
    const first = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin);
    const second = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin);
    disk.resolve();
    expect(await first).toMatchObject({ ok: false, code: "journal-full" });
    expect(await second).toMatchObject({ ok: false, code: "journal-full" });
    journal.refusal = undefined;
    expect(await door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin)).toMatchObject({ ok: true });
  });

  test("a wish that shares a failing write with others is not called done", async () => {
    const { door, journal, view } = await startUpdateServer();
    const disk = Promise.withResolvers<void>();
    journal.held = disk.promise;
    journal.refusal = { code: "journal-full", detail: "test" };
    const first = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin);
    const both = door.submit(zone, [wish("a.dyn.example", "192.0.2.1"), wish("b.dyn.example", "192.0.2.2")], origin);
    await settle();
    disk.resolve();
    expect(await first).toMatchObject({ ok: false });
    expect(await both).toMatchObject({ ok: false, code: "journal-full" });
    expect(view.rrset(name("b.dyn.example"), "A")).toBeUndefined();
  });

  test("a whole-zone decision sees all that came before, and later wishes see it", async () => {
    const { door, journal, view } = await startUpdateServer();
    const disk = Promise.withResolvers<void>();
    journal.held = disk.promise;
    const before = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin);
    let seen: number | undefined;
    const whole = door.submitZone(
      zone,
      () => {
        seen = [...view.rrsets(zone)].length;
        return ok([{ kind: "rrset-removed", owner: name("a.dyn.example"), type: "A" }]);
      },
      origin,
    );
    const after = door.submit(zone, [wish("a.dyn.example", "192.0.2.1")], origin);
    await settle();
    expect(seen).toBeUndefined();
    disk.resolve();
    await Promise.all([before, whole, after]);
    expect(seen).toBe(1);
    expect(await after).toMatchObject({ value: { hasChanged: true, revision: 4 } });
    expect(view.rrset(name("a.dyn.example"), "A")).toBeDefined();
  });

  test("a decision that refuses writes nothing", async () => {
    const { door, journal } = await startUpdateServer();
    const refused = await door.submitZone(zone, () => failure({ code: "zone-exists", detail: "dyn.example" }), origin);
    expect(refused).toMatchObject({ ok: false, code: "zone-exists" });
    expect(Number(journal.revision)).toBe(1);
  });

  test("whatever the order of wishes and disk, the last wish of each name is served and in the journal", async () => {
    const step = fc.record({
      owner: fc.constantFrom("a", "b"),
      value: fc.integer({ min: 0, max: 3 }),
      holds: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { door, journal, view } = await startUpdateServer();
        const last = new Map<string, string>();
        const releases: (() => void)[] = [];
        const submitted = [];
        for (const { owner, value, holds } of steps) {
          if (holds) {
            const disk = Promise.withResolvers<void>();
            journal.held = disk.promise;
            releases.push(() => disk.resolve());
          }
          const text = `192.0.2.${value}`;
          last.set(owner, text);
          submitted.push(door.submit(zone, [wish(`${owner}.dyn.example`, text)], origin));
        }
        await settle();
        for (const release of releases) release();
        journal.held = undefined;
        for (const answer of await Promise.all(submitted)) expect(answer.ok).toBe(true);
        for (const [owner, text] of last) {
          const served = view.rrset(name(`${owner}.dyn.example`), "A");
          expect(served?.rdata.map((rdata) => String(rdataAddress(rdata)))).toEqual([text]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
