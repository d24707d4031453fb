import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeMachine } from "./harness/machine.ts";
import { divideProcessors } from "./harness/processors.ts";
import { type Question, type Session, WrongAnswer } from "./harness/question.ts";
import { checkedOutCommit, type Circumstances, keep, tableOf } from "./harness/report.ts";
import { questions } from "./questions.ts";

/**
 * `npm run bench [-- question …]`: asks the questions, prints a table for each and appends what was found to
 * `bench/results/`. `--quick` measures each thing once and briefly, to see that all works, and keeps nothing.
 */

const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, rounds: { type: "string" } },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const unknown = wanted.filter((name) => !questions.some((question) => question.name === name));
const rounds = Number(flags.rounds ?? (flags.quick ? 1 : 5));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  say(`usage: npm run bench [-- [--quick] [--rounds N] [question …]]; unknown: ${unknown.join(", ") || "rounds"}`);
  for (const { name, asks } of questions) say(`  ${name.padEnd(8)} ${asks}`);
  process.exit(2);
}

const processors = divideProcessors();
const circumstances: Circumstances = {
  at: new Date().toISOString(),
  commit: checkedOutCommit(),
  machine: describeMachine(),
};
const { machine } = circumstances;
say(
  `${machine.processorCount} × ${machine.processor}${machine.isVirtual ? ", virtual" : ""}, ${machine.memoryMib} MiB`,
);
say(`${machine.system}, Linux ${machine.kernel}, Bun ${machine.bun}, 4 KiB durable in ${machine.syncMicroseconds} µs`);
if (processors.measured === undefined) say("nothing is pinned: one processor only, or no taskset");

let failed = 0;
for (const question of questions.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  say(`\n${question.name}: ${question.asks}`);
  const reason = hindrance(question);
  if (reason !== undefined) {
    say(`  skipped: ${reason}`);
    continue;
  }
  failed += (await ask(question)) ? 0 : 1;
}
process.exit(failed === 0 ? 0 : 1);

async function ask(question: Question): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), `holdfast-bench-${question.name}-`));
  const session: Session = {
    rounds,
    roundSeconds: flags.quick ? 1 : 5,
    processors,
    folder,
    say: (line) => say(`  ${line}`),
  };
  try {
    const answer = await question.run(session);
    say(`\n${tableOf(answer)}`);
    for (const remark of answer.remarks) say(`  ${remark}`);
    if (!flags.quick) say(`  kept in ${keep(question, answer, circumstances, join(import.meta.dir, "results"))}`);
    return true;
  } catch (error) {
    if (!(error instanceof WrongAnswer)) throw error;
    say(`  WRONG: ${error.message}`);
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why a question cannot be asked here; undefined when it can. */
function hindrance({ needs, needsRoot }: Question): string | undefined {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  const missing = needs.filter(([program]) => Bun.which(program, { PATH: path }) === null);
  if (missing.length > 0) {
    return `not installed: ${missing.map(([program, debianPackage]) => `${program} (${debianPackage})`).join(", ")}`;
  }
  if (process.platform !== "linux") return "measures with what Linux tells";
  return needsRoot && process.getuid?.() !== 0 ? "needs root to build network namespaces" : undefined;
}
