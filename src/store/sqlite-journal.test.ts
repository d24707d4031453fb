import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { describeJournal } from "../../test/contract/journal.contract.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { pointed, proposal, zoneAdded, zoneRemoved } from "../../test/support/proposals.ts";
import { type TemporaryState, temporaryState } from "../../test/support/temporary-state.ts";
import { name, ttl } from "../../test/support/values.ts";
import type { Revision } from "../core/journal.ts";
import type { ZoneChange } from "../core/zone-change.ts";
import { SqliteJournal } from "./sqlite-journal.ts";
import { StorageClient } from "./storage-client.ts";
import { startInline } from "./storage-inline.ts";
import { startThread } from "./storage-thread.ts";

for (const [label, startPlace, options] of [
  ["in a thread, as a server uses it", startThread, {}],
  ["inline, folding all the time", startInline, { foldAfterEntries: 1 }],
] as const) {
  describeJournal(`SQLite ${label}`, async () => {
    const state = await temporaryState(startPlace);
    return {
      open: async () => expectOk(await (await state.open()).openServer(options)).journal,
      remove: () => state.remove(),
    };
  });
}

describe("limits", () => {
  let state: TemporaryState;
  let storage: StorageClient;
  let journal: SqliteJournal;
  const entry = proposal("example", zoneAdded());

  beforeEach(async () => {
    state = await temporaryState();
    storage = new StorageClient(startInline);
    const options = { foldAfterEntries: 100, foldAfterOctets: 1_000_000 };
    const { line } = expectOk(await storage.openJournal(join(state.directory, "journal.db"), options));
    journal = new SqliteJournal(line, 0 as Revision, { largestEntryOctets: 10, mostWaitingAppends: 3 });
  });

  afterEach(async () => {
    await journal.close();
    storage.stop();
    await state.remove();
  });

  test("appends beyond what may wait are refused at once, the others are written, and it is over then", async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => journal.append(entry)));
    const refused = "journal-unavailable";
    expect(results.map((result) => (result.ok ? "written" : result.code))).toEqual([
      "written",
      "written",
      "written",
      refused,
      refused,
    ]);
    expect(Number(expectOk(await journal.append(entry)))).toBe(4);
  });

  test("an entry may be as large as the limit and no larger", async () => {
    expectOk(await journal.append(proposal("example", zoneAdded(), zoneAdded())));
    const result = await journal.append(proposal("example", zoneAdded(), zoneAdded(), zoneRemoved));
    expect(result).toMatchObject({ ok: false, code: "entry-too-large", detail: "11 octets, at most 10" });
    expect(Number(journal.revision)).toBe(1);
  });
});

test("an entry of many changes lets other work go on, but no append overtake it", async () => {
  const state = await temporaryState();
  const { journal } = expectOk(await (await state.open()).openServer());
  const many = Array.from({ length: 5_000 }, (_, index) => pointed(`h${index}.example`, "192.0.2.1"));
  const large = journal.append(proposal("example", zoneAdded(), ...many));
  const small = journal.append(proposal("other", zoneAdded()));
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  });
  expect([Number(expectOk(await large)), Number(expectOk(await small))]).toEqual([1, 2]);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(0);
  const entries = expectOk(await journal.history({ limit: 2 }));
  expect(entries.map(({ changes }) => changes.length)).toEqual([1, 5_001]);
  await state.remove();
});

test("a page of history ends early where entries are large, and the next one goes on", async () => {
  const state = await temporaryState();
  const { journal } = expectOk(await (await state.open()).openServer());
  const text = new Uint8Array(65_535);
  const rdata = Array.from({ length: 160 }, () => text);
  const large: ZoneChange = { kind: "rrset-replaced", owner: name("a.example"), type: "TXT", ttl: ttl(60), rdata };
  for (let count = 0; count < 5; count += 1) expectOk(await journal.append(proposal("example", large)));
  for (const isFolded of [false, true]) {
    if (isFolded) expectOk(await journal.snapshot());
    for (const query of [{}, { owner: name("a.example") }]) {
      const first = expectOk(await journal.history({ ...query, limit: 5 })).map((entry) => Number(entry.revision));
      expect(first).toEqual([5, 4, 3, 2]);
      const second = expectOk(await journal.history({ ...query, limit: 5, before: 2 as Revision }));
      expect(second.map((entry) => Number(entry.revision))).toEqual([1]);
    }
  }
  await state.remove();
}, 30_000);

test("a zone of 200 000 names is one entry, and single appends go on while it is folded", async () => {
  const state = await temporaryState(startThread);
  const { journal } = expectOk(await (await state.open()).openServer());
  const names = Array.from({ length: 200_000 }, (_, index) => pointed(`h${index}.example`, "192.0.2.1"));
  expectOk(await journal.append(proposal("example", zoneAdded(), ...names)));
  let isFolded = false;
  const folding = journal.snapshot().then((result) => {
    isFolded = true;
    return result;
  });
  let appended = 0;
  for (; !isFolded; appended += 1)
    expectOk(await journal.append(proposal("example", pointed("h7.example", "192.0.2.2"))));
  expectOk(await folding);
  // The fold takes some thousand steps, and an append fits between any two of them.
  expect(appended).toBeGreaterThan(20);
  let count = 0;
  for await (const piece of journal.replay()) {
    for (const item of expectOk(piece)) count += item.kind === "state" ? item.changes.length : 0;
  }
  expect(count).toBe(200_001);
  await state.remove();
}, 30_000);
