import { join } from "node:path";
import { compile } from "./harness/compiled.ts";
import { memoryUse } from "./harness/process-tree.ts";
import { Program } from "./harness/program.ts";
import { type Answer, Findings, type Question, type Session } from "./harness/question.ts";

/** Memory of one DNS service out of all there are. */
export const catalogue: Question = {
  name: "catalogue",
  asks: "how much memory does the DNS service take that an agent uses, of all that it could use?",
  needs: [],
  needsRoot: false,
  run,
};

/** Nothing first; then a service of each family, the largest declarations among them. */
const subjects = ["none", "duckdns", "strato", "cloudflare", "route53", "tencentcloud", "rfc2136"] as const;

/** Processes per round: what is mapped of the executable differs by a megabyte from one to the next. */
const processesPerRound = 5;

async function run({ folder, rounds, say }: Session): Promise<Answer> {
  const command = await compile(["bench/load/one-service.ts"], join(folder, "one-service"));
  const findings = new Findings();
  for (let round = 1; round <= rounds; round += 1) {
    for (let process = 0; process < processesPerRound; process += 1) {
      for (const subject of subjects) findings.note(subject, await measure([...command, subject]));
    }
    say(`round ${round} of ${rounds}`);
  }
  return {
    columns: [
      { key: "resident", title: "resident", unit: "MiB", digits: 1 },
      { key: "anonymous", title: "anonymous", unit: "MiB", digits: 2 },
    ],
    rows: findings.rows,
    versions: {},
    remarks: ["The modules of an agent are loaded in all of them, so that only the service makes the difference."],
  };
}

async function measure(command: readonly string[]): Promise<{ readonly resident: number; readonly anonymous: number }> {
  const program = Program.start(command, undefined);
  await program.until(() => program.output.includes("ready"));
  await Bun.sleep(300);
  const { resident, anonymous } = memoryUse(program.pid);
  await program.stop();
  return { resident: resident / 1_024, anonymous: anonymous / 1_024 };
}
