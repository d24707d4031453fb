import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { expectOk } from "../../test/support/expect-ok.ts";
import { numberedProposal } from "../../test/support/numbered-proposal.ts";
import { plainChange } from "../../test/support/plain.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { temporaryState } from "../../test/support/temporary-state.ts";
import { ZoneModel } from "../../test/support/zone-model.ts";
import type { Entry, Journal } from "../core/journal.ts";

const program = fileURLToPath(new URL("../../test/support/append-until-killed.ts", import.meta.url));

/** Runs the program until so many appends are acknowledged, kills it, and gives the acknowledgements it got out. */
async function runUntilKilled(directory: string, lineCount: number): Promise<ReadonlyMap<number, number>> {
  const child = spawn(process.execPath, [program, directory], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  const acknowledged = new Map<number, number>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [revision = 0, number = 0] = line.split(" ").map(Number);
    acknowledged.set(revision, number);
    if (acknowledged.size === lineCount) child.kill("SIGKILL");
  }
  await exit;
  return acknowledged;
}

async function allEntries(journal: Journal): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const oldest = entries.at(-1)?.revision;
    const page = expectOk(await journal.history({ limit: 1000, ...(oldest !== undefined && { before: oldest }) }));
    if (page.length === 0) return entries.toReversed();
    entries.push(...page);
  }
}

test("kill -9 at any moment loses nothing that was acknowledged, and folds nothing twice", async () => {
  const state = await temporaryState();
  const random = new SeededRandom(20261120);
  const acknowledged = new Map<number, number>();
  for (let round = 0; round < 6; round += 1) {
    const lineCount = 50 + Math.floor(random.fraction() * 1500);
    for (const [revision, number] of await runUntilKilled(state.directory, lineCount)) {
      // A revision that was acknowledged is never given to another entry.
      expect(acknowledged.get(revision)).toBeUndefined();
      acknowledged.set(revision, number);
    }
    const { journal } = expectOk(await (await state.open()).openServer());
    const entries = await allEntries(journal);
    expect(entries.map((entry) => Number(entry.revision))).toEqual(entries.map((_, index) => index + 1));
    for (const [revision, number] of acknowledged) {
      const expected = numberedProposal(number).changes.map(plainChange);
      expect(entries[revision - 1]?.changes.map(plainChange)).toEqual(expected);
    }
    const whole = new ZoneModel();
    for (const entry of entries) whole.apply(entry.zone, entry.revision, entry.changes);
    const replayed = new ZoneModel();
    for await (const piece of journal.replay()) for (const item of expectOk(piece)) replayed.applyItem(item);
    expect(replayed.plain).toEqual(whole.plain);
    await state.close();
    const sqlite = new DatabaseSync(join(state.directory, "journal.db"), { readOnly: true });
    expect(sqlite.prepare("PRAGMA integrity_check").all()).toMatchObject([{ integrity_check: "ok" }]);
    sqlite.close();
  }
  await state.remove();
}, 60_000);
