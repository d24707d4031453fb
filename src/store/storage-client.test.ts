import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { expectOk } from "../../test/support/expect-ok.ts";
import { pointed, proposal, zoneAdded } from "../../test/support/proposals.ts";
import { temporaryState, type TemporaryState } from "../../test/support/temporary-state.ts";
import { Instant } from "../core/clock.ts";
import type { Revision } from "../core/journal.ts";
import { SqliteJournal } from "./sqlite-journal.ts";
import { StorageClient } from "./storage-client.ts";
import { startThread } from "./storage-thread.ts";

let state: TemporaryState;
let storage: StorageClient;

beforeEach(async () => {
  state = await temporaryState();
  storage = new StorageClient(startThread);
});

afterEach(async () => {
  storage.stop();
  await state.remove();
});

async function openJournal(): Promise<Awaited<ReturnType<StorageClient["openJournal"]>>> {
  return storage.openJournal(join(state.directory, "journal.db"), {
    foldAfterEntries: 100,
    foldAfterOctets: 1_000_000,
  });
}

describe("a thread that is gone", () => {
  test("stopped in the middle: what waits and what comes later fails by value", async () => {
    const { line } = expectOk(await openJournal());
    const journal = new SqliteJournal(line, 0 as Revision);
    const waiting = Array.from({ length: 100 }, () => journal.append(proposal("example", zoneAdded())));
    await Promise.resolve();
    const replay = Array.fromAsync(journal.replay());
    storage.stop();
    const unavailable = { ok: false, code: "journal-unavailable" };
    for (const result of await Promise.all(waiting)) expect(result).toMatchObject(unavailable);
    expect(await replay).toEqual([expect.objectContaining(unavailable)]);
    expect(await journal.append(proposal("example", zoneAdded()))).toMatchObject(unavailable);
    expect(await journal.snapshot()).toMatchObject(unavailable);
    await journal.close();
    expect(await storage.ended).toMatchObject({ code: "unavailable" });
  });

  test("ended by a bug of its own: the same, and the reason is told", async () => {
    const { line } = expectOk(await openJournal());
    const journal = new SqliteJournal(line, 0 as Revision);
    const [append, broken] = await Promise.all([
      journal.append(proposal("example", zoneAdded())),
      // No caller can send this: the other end's assertion stands for any bug there.
      line.call("history", { ownerKey: "a..b", limit: 1 }),
    ]);
    expect(append).toMatchObject({ ok: false, code: "journal-unavailable" });
    expect(broken.answer).toMatchObject({ ok: false, code: "unavailable" });
    expect((await storage.ended).detail).toContain("the key of an owner is a name");
    expect(await journal.history({ limit: 1 })).toMatchObject({ ok: false, code: "journal-unavailable" });
  });

  test("never started: stopping it is harmless", async () => {
    storage.stop();
    expect(await openJournal()).toMatchObject({ ok: false, code: "unavailable" });
  });
});

test("what was written before the thread was stopped is there afterwards", async () => {
  const { line } = expectOk(await openJournal());
  const journal = new SqliteJournal(line, 0 as Revision);
  expectOk(await journal.append(proposal("example", zoneAdded(), pointed("a.example", "192.0.2.1"))));
  storage.stop();
  await storage.ended;
  storage = new StorageClient(startThread);
  expect(expectOk(await openJournal()).revision).toBe(1);
});

test("calls of one turn travel together and come back to their callers, large ones among small", async () => {
  const { line } = expectOk(await openJournal());
  const journal = new SqliteJournal(line, 0 as Revision);
  const large = Array.from({ length: 30_000 }, (_, index) => pointed(`h${index}.example`, "192.0.2.1"));
  const calls = [
    journal.append(proposal("example", zoneAdded(1))),
    journal.append(proposal("example", ...large)),
    journal.append(proposal("example", zoneAdded(3)), 1 as Revision),
    journal.append(proposal("example", pointed("z.example", "192.0.2.3")), 2 as Revision),
  ];
  const results = await Promise.all(calls);
  expect(results.map((result) => (result.ok ? Number(result.value) : result.code))).toEqual([1, 2, "conflict", 3]);
  const [third, second] = expectOk(await journal.history({ limit: 2 }));
  expect([third?.changes.length, second?.changes.length]).toEqual([1, 30_000]);
  expect(third?.at).toBe(Instant.ofMs(Date.UTC(2026, 10, 20)));
});
