import { writeSync } from "node:fs";
import { ok } from "../../src/core/result.ts";
import { openStateDirectory } from "../../src/store/open-store.ts";
import { expectOk } from "./expect-ok.ts";
import { numberedProposal } from "./numbered-proposal.ts";

/**
 * A program that appends as fast as it can and prints the revision of each entry once that is acknowledged, one per
 * line. It ends only by being killed. Argument: the state directory.
 */

const [directory = ""] = process.argv.slice(2);
const state = expectOk(await openStateDirectory(directory, async () => ok({ release: async () => undefined })));
const { journal } = expectOk(await state.openServer({ foldAfterEntries: 100 }));
let number: number = journal.revision;

async function append(): Promise<never> {
  for (;;) {
    number += 1;
    const own = number;
    const revision = expectOk(await journal.append(numberedProposal(own)));
    writeSync(1, `${revision} ${own}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, append));
