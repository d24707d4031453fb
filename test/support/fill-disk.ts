import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Journal } from "../../src/core/journal.ts";
import { ok } from "../../src/core/result.ts";
import { openStateDirectory } from "../../src/store/open-store.ts";
import { expectOk } from "./expect-ok.ts";
import { pointed, proposal, zoneAdded } from "./proposals.ts";

/**
 * A program that fills the small disk its state directory lies on, makes room again, and prints what the journal said.
 * Argument: the directory.
 */

const [directory = ""] = process.argv.slice(2);
const ballast = join(directory, "ballast");
writeFileSync(ballast, new Uint8Array(16 * 1024 * 1024));

const lock = async () => ok({ release: async () => undefined });
const state = expectOk(await openStateDirectory(directory, lock));
const { journal, accounts } = expectOk(await state.openServer());
const agent = expectOk(await state.openAgent());
const large = Array.from({ length: 2_000 }, (_, index) => pointed(`h${index}.example`, "192.0.2.1"));

/** Appends large entries until one is refused, then smaller ones until nothing at all fits; gives the last words. */
async function fill(to: Journal): Promise<string> {
  for (const changes of [large, large.slice(0, 100), large.slice(0, 1)]) {
    for (;;) {
      const result = await to.append(proposal("example", zoneAdded(), ...changes));
      if (result.ok) continue;
      if (changes.length === 1) return result.code;
      break;
    }
  }
  return "never full";
}

const said = {
  append: await fill(journal),
  group: (await Promise.all([1, 2, 3].map(() => journal.append(proposal("example", ...large))))).map(codeOf),
  revision: journal.revision,
  history: codeOf(await journal.history({ limit: 1 })),
  replay: (await Array.fromAsync(journal.replay())).every((piece) => piece.ok),
  token: codeOf(await accounts.token("t")),
  record: codeOf(
    await agent.record({ kind: "addresses-unknown", at: proposal("x").at, family: "ipv4", reason: "not-asked-yet" }),
  ),
  snapshot: codeOf(await journal.snapshot()),
};
rmSync(ballast);
const later = {
  append: codeOf(await journal.append(proposal("example", unique()))),
  snapshot: codeOf(await journal.snapshot()),
  record: codeOf(await agent.record({ kind: "stopped", at: proposal("x").at })),
};
await state.close();

const reopened = expectOk(await openStateDirectory(directory, lock));
const again = expectOk(await reopened.openServer()).journal;
const newest = expectOk(await again.history({ limit: 1 }))[0];
const after = { revision: again.revision, isNewest: newest?.changes.length === 1 };
await reopened.close();
process.stdout.write(JSON.stringify({ said, later, after }));

function unique(): ReturnType<typeof pointed> {
  return pointed("after.example", "192.0.2.9");
}

function codeOf(result: { readonly ok: boolean; readonly code?: string }): string {
  return result.ok ? "ok" : (result.code ?? "");
}
