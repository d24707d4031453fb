import { describe, expect, test } from "bun:test";
import { apex, CopyWorld, ScriptedPrimary, soa } from "../../test/support/copy-world.ts";
import { pointed } from "../../test/support/proposals.ts";
import { address } from "../../test/support/values.ts";
import type { RRsetChangeWish } from "../core/zone-change.ts";

/** Refresh, retry and expiry of a copy, told with a clock that a test moves. */

async function following(...records: readonly string[]): Promise<{ primary: ScriptedPrimary; world: CopyWorld }> {
  const primary = new ScriptedPrimary(1);
  primary.has(10, ...records);
  return { primary, world: await CopyWorld.begin([primary]) };
}

describe("a copy at its start", () => {
  test("without content asks for the whole zone, and has its serial", async () => {
    const { primary, world } = await following("@ 60 NS ns", "ns 60 A 192.0.2.9");
    expect(primary.asked).toEqual(["AXFR"]);
    expect([world.serial, world.lines]).toEqual([10, ["z.example 60 NS ns.z.example.", "ns.z.example 60 A 192.0.2.9"]]);
    expect([world.told, world.entryCount]).toEqual([["whole 10"], 1]);
  });

  test("with content asks for the serial only, and writes nothing where that is the same", async () => {
    const { primary, world } = await following("a 60 A 192.0.2.1");
    await world.copy.stop();
    const again = await CopyWorld.begin([primary], { disk: world.journal.disk, clock: world.clock });
    expect(primary.asked).toEqual(["AXFR", "SOA"]);
    expect([again.serial, again.entryCount, again.told]).toEqual([10, 1, []]);
  });

  test("serves what it has while no primary answers", async () => {
    const { primary, world } = await following("a 60 A 192.0.2.1");
    await world.copy.stop();
    primary.serial = undefined;
    primary.transfer = () => "timed-out";
    const again = await CopyWorld.begin([primary], { disk: world.journal.disk, clock: world.clock });
    await again.after(30);
    expect([again.serial, again.lines, again.isWithheld]).toEqual([10, ["a.z.example 60 A 192.0.2.1"], false]);
    expect(again.copy.status.failure?.code).toBe("timed-out");
  });

  test("without content and without a primary tries again, ever more seldom and within ten minutes", async () => {
    const primary = new ScriptedPrimary(1);
    primary.transfer = () => "connection-refused";
    const world = await CopyWorld.begin([primary]);
    await world.after(60);
    expect(primary.asked.length).toBeGreaterThan(3);
    const before = primary.asked.length;
    await world.after(3_600);
    const inAnHour = primary.asked.length - before;
    expect(inAnHour).toBeGreaterThanOrEqual(5);
    expect(inAnHour).toBeLessThan(60);
    // Said once, however often it is so.
    expect(world.told).toEqual(["connection-refused"]);
    primary.has(10);
    await world.after(600);
    expect(world.serial).toBe(10);
  });
});

describe("refreshing", () => {
  test("asks after nine to ten tenths of the interval, and takes the difference as one entry", async () => {
    const { primary, world } = await following("a 60 A 192.0.2.1", "b 60 A 192.0.2.2");
    primary.serial = 13;
    primary.transfer = (_, since) => [
      [soa(13), soa(since), "a 60 A 192.0.2.1", soa(12), "c 60 A 192.0.2.3", soa(12)],
      ["c 60 A 192.0.2.3", soa(13), "a 90 A 192.0.2.7", soa(13)],
    ];
    await world.after(89);
    expect(primary.asked).toEqual(["AXFR"]);
    await world.after(11);
    expect(primary.asked).toEqual(["AXFR", "SOA", "IXFR"]);
    expect([world.serial, world.lines]).toEqual([13, ["a.z.example 90 A 192.0.2.7", "b.z.example 60 A 192.0.2.2"]]);
    expect([world.told, world.entryCount]).toEqual([["whole 10", "difference 13"], 2]);
  });

  test("a difference with other timers in its SOA brings them", async () => {
    const { primary, world } = await following();
    primary.serial = 11;
    primary.transfer = (_, since) => [[soa(11, "7 5 50"), soa(since), soa(11, "7 5 50"), soa(11, "7 5 50")]];
    await world.after(100);
    primary.asked.length = 0;
    await world.after(7);
    expect([world.serial, primary.asked]).toEqual([11, ["SOA"]]);
  });

  test("an answer to IXFR with the whole zone is taken as such", async () => {
    const { primary, world } = await following("a 60 A 192.0.2.1");
    primary.has(11, "b 60 A 192.0.2.2");
    await world.after(100);
    expect([world.serial, world.lines, world.told]).toEqual([
      11,
      ["b.z.example 60 A 192.0.2.2"],
      ["whole 10", "whole 11"],
    ]);
  });

  test("a zone whose serial wraps is followed", async () => {
    const primary = new ScriptedPrimary(1);
    primary.has(4_294_967_295, "a 60 A 192.0.2.1");
    const world = await CopyWorld.begin([primary]);
    primary.has(1, "a 60 A 192.0.2.2");
    await world.after(100);
    expect(world.serial).toBe(1);
  });

  for (const [title, script] of [
    ["refuses IXFR", [{ rcode: "NOTIMP", answer: [] }]],
    ["gives a difference from another zone than ours", [[soa(11), soa(10), "x 60 A 192.0.2.1", soa(11), soa(11)]]],
    ["repeats in a difference what is here", [[soa(11), soa(10), soa(11), "a 60 A 192.0.2.1", soa(11)]]],
    ["breaks off", "connection-reset"],
  ] as const) {
    test(`a primary that ${title} is asked for the whole zone`, async () => {
      const { primary, world } = await following("a 60 A 192.0.2.1");
      primary.serial = 11;
      primary.transfer = (kind) => (kind === "IXFR" ? script : [[soa(11), "b 60 A 192.0.2.2", soa(11)]]);
      await world.after(100);
      expect(primary.asked).toEqual(["AXFR", "SOA", "IXFR", "AXFR"]);
      expect([world.serial, world.lines]).toEqual([11, ["b.z.example 60 A 192.0.2.2"]]);
    });
  }

  test("where UDP is blocked, TCP tells whether there is something new", async () => {
    const { primary, world } = await following("a 60 A 192.0.2.1");
    primary.serial = undefined;
    primary.transfer = () => [[soa(10)]];
    await world.after(120);
    expect(primary.asked).toEqual(["AXFR", "SOA", "SOA", "IXFR"]);
    expect(world.copy.status.failure).toBeUndefined();
  });

  test("after a failure asks after the retry interval", async () => {
    const { primary, world } = await following();
    primary.soaAnswer = { rcode: "REFUSED", answer: [] };
    await world.after(100);
    primary.asked.length = 0;
    await world.after(20);
    expect(primary.asked.length).toBeGreaterThanOrEqual(1);
    expect(world.copy.status.failure?.code).toBe("answer-refused");
    primary.soaAnswer = undefined;
    await world.after(20);
    expect(world.copy.status.failure).toBeUndefined();
  });

  test("timers of nothing do not make it ask all the time", async () => {
    const primary = new ScriptedPrimary(1);
    primary.serial = 1;
    primary.transfer = () => [[soa(1, "0 0 0"), soa(1, "0 0 0")]];
    const world = await CopyWorld.begin([primary]);
    await world.after(60);
    expect(primary.asked.length).toBeLessThan(40);
  });
});

describe("several primaries", () => {
  test("are asked in turn until one can be followed, which is asked first from then on", async () => {
    const [first, second] = [new ScriptedPrimary(1), new ScriptedPrimary(2)];
    first.transfer = () => "connection-refused";
    second.has(5);
    const world = await CopyWorld.begin([first, second]);
    expect([first.asked, second.asked, world.serial]).toEqual([["AXFR"], ["AXFR"], 5]);
    await world.after(100);
    expect([first.asked, second.asked]).toEqual([["AXFR"], ["AXFR", "SOA"]]);
  });

  test("one that is behind is passed over for one that is not", async () => {
    const [first, second] = [new ScriptedPrimary(1), new ScriptedPrimary(2)];
    first.has(10, "a 60 A 192.0.2.1");
    second.has(10, "a 60 A 192.0.2.1");
    const world = await CopyWorld.begin([first, second]);
    first.serial = 9;
    second.has(11, "b 60 A 192.0.2.2");
    await world.after(100);
    expect([world.serial, world.lines, world.told]).toEqual([
      11,
      ["b.z.example 60 A 192.0.2.2"],
      ["whole 10", "serial-behind", "whole 11"],
    ]);
  });

  test("the one that tells of a change is asked first", async () => {
    const [first, second] = [new ScriptedPrimary(1), new ScriptedPrimary(2)];
    first.has(10);
    second.has(11);
    const world = await CopyWorld.begin([first, second]);
    world.copy.check({ from: address("192.0.2.2") });
    await world.after(1);
    expect([first.asked, second.asked, world.serial]).toEqual([["AXFR"], ["SOA", "IXFR"], 11]);
  });
});

describe("being told", () => {
  test("a thousand times in a moment asks a few times", async () => {
    const { primary, world } = await following();
    for (let count = 0; count < 1_000; count += 1) {
      world.copy.check();
      if (count % 100 === 0) await world.after(0.01);
    }
    await world.after(1);
    expect(primary.asked.length).toBeLessThan(5);
  });

  test("while asking asks once more afterwards", async () => {
    const { primary, world } = await following("a 60 A 192.0.2.1");
    primary.serial = undefined;
    primary.transfer = () => "connection-refused";
    world.copy.check();
    await world.after(1);
    primary.has(11, "b 60 A 192.0.2.2");
    world.copy.check();
    await world.after(7);
    expect(world.serial).toBe(11);
  });

  test("to take everything takes it, whatever its serial", async () => {
    const { primary, world } = await following("a 60 A 192.0.2.1");
    primary.has(3, "b 60 A 192.0.2.2");
    world.copy.check({ isWhole: true });
    await world.after(1);
    expect([world.serial, world.lines]).toEqual([3, ["b.z.example 60 A 192.0.2.2"]]);
  });
});

describe("expiry", () => {
  test("comes when no primary has confirmed the copy for as long as its SOA says, and ends when one does", async () => {
    const { primary, world } = await following("a 60 A 192.0.2.1");
    await world.after(95);
    primary.serial = undefined;
    primary.transfer = () => "timed-out";
    await world.after(400);
    expect([world.isWithheld, world.copy.status.hasExpired]).toEqual([false, false]);
    await world.after(110);
    expect([world.isWithheld, world.copy.status.hasExpired]).toEqual([true, true]);
    expect(world.told).toEqual(["whole 10", "timed-out", "expired"]);
    primary.serial = 10;
    await world.after(30);
    expect([world.isWithheld, world.told.at(-1)]).toEqual([false, "revived"]);
  });

  test("counts from the last time it was confirmed, whatever was started again since", async () => {
    const { primary, world } = await following("a 60 A 192.0.2.1");
    await world.copy.stop();
    primary.serial = undefined;
    primary.transfer = () => "timed-out";
    const [checkedAt] = world.remembered;
    if (checkedAt === undefined) throw new Error("nothing was remembered");
    world.clock.jumpWall(501_000);
    const again = await CopyWorld.begin([primary], { disk: world.journal.disk, clock: world.clock, checkedAt });
    expect([again.isWithheld, again.told]).toEqual([true, ["expired"]]);
  });

  test("is noticed after the host has slept", async () => {
    const { primary, world } = await following("a 60 A 192.0.2.1");
    primary.serial = undefined;
    primary.transfer = () => "timed-out";
    world.clock.jumpWall(600_000);
    await world.after(60);
    expect(world.isWithheld).toBe(true);
  });
});

describe("a copy is its primary's", () => {
  test("everybody else's changes are refused", async () => {
    const { world } = await following("a 60 A 192.0.2.1");
    const origin = { actor: { kind: "administrator" }, transport: "admin-socket", peer: undefined } as const;
    const wish = pointed("a.z.example", "192.0.2.1") as RRsetChangeWish;
    expect(await world.zones.door.submit(apex, [wish], origin)).toMatchObject({ code: "zone-is-copy" });
    const decided = await world.zones.door.submitDecided(apex, () => ({ ok: true, value: [wish] }), origin);
    expect(decided).toMatchObject({ code: "zone-is-copy" });
    const whole = await world.zones.door.submitZone(apex, () => ({ ok: true, value: [wish] }), origin);
    expect(whole).toMatchObject({ code: "zone-is-copy" });
    expect(world.entryCount).toBe(1);
  });

  test("nothing of it runs after its end", async () => {
    const { primary, world } = await following();
    primary.serial = undefined;
    world.copy.check();
    await world.after(1);
    await world.copy.stop();
    expect(world.clock.pendingCount).toBe(0);
  });
});
