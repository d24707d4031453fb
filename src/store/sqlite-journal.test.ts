import { expect, test } from "bun:test";
import { describeJournal } from "../../test/contract/journal.contract.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { pointed, proposal, zoneAdded } from "../../test/support/proposals.ts";
import { temporaryState } from "../../test/support/temporary-state.ts";
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
