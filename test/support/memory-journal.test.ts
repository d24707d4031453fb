import { describe, expect, test } from "bun:test";
import { describeJournal } from "../contract/journal.contract.ts";
import { expectOk } from "./expect-ok.ts";
import { MemoryJournal } from "./memory-journal.ts";
import { proposal, zoneAdded } from "./proposals.ts";

describeJournal("in memory", async () => {
  const { disk } = new MemoryJournal();
  return { open: async () => new MemoryJournal(disk), remove: async () => undefined };
});

describe("what a test may do with the journal in memory", () => {
  test("let appends wait", async () => {
    const journal = new MemoryJournal();
    const gate = Promise.withResolvers<void>();
    journal.held = gate.promise;
    const call = journal.append(proposal("example", zoneAdded()));
    await Promise.resolve();
    expect(Number(journal.revision)).toBe(0);
    gate.resolve();
    expect(Number(expectOk(await call))).toBe(1);
  });

  test("let appends fail", async () => {
    const journal = new MemoryJournal();
    journal.refusal = { code: "journal-full", detail: "no space" };
    expect(await journal.append(proposal("example", zoneAdded()))).toMatchObject({ ok: false, code: "journal-full" });
    journal.refusal = undefined;
    expect(Number(expectOk(await journal.append(proposal("example", zoneAdded()))))).toBe(1);
  });
});
