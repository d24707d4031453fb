import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { compileHoldfast } from "./harness/compiled.ts";
import {
  fromSources,
  type HoldfastCommand,
  runHoldfast,
  serverConfiguration,
  startHoldfast,
  stateOf,
} from "./harness/holdfast.ts";
import { writeZone } from "./harness/hosts.ts";
import { type MemoryUse, memoryUse } from "./harness/process-tree.ts";
import { Program } from "./harness/program.ts";
import { type Answer, Findings, type Question, type Session } from "./harness/question.ts";
import type { IdleAgent, IdleScene } from "./load/idle-scene.ts";

/** Memory of what runs for months and has nothing to do. */
export const idle: Question = {
  name: "idle",
  asks: "how much memory do an agent and a server take that have nothing to do?",
  needs: [
    ["ip", "iproute2"],
    ["unshare", "util-linux"],
  ],
  needsRoot: true,
  run,
};

const idleSeconds = 60;
const updateCount = 200;
const serverHosts = [0, 100_000] as const;

async function run(session: Session): Promise<Answer> {
  const { folder, rounds, say } = session;
  const compiled = await compileHoldfast(folder);
  const commands: Readonly<Record<string, HoldfastCommand>> = { sources: fromSources, compiled };
  const findings = new Findings();
  for (let round = 1; round <= rounds; round += 1) {
    const own = join(folder, `round-${round}`);
    mkdirSync(own);
    // Memory does not depend on who else runs, so all wait at the same time.
    const agents = Promise.all(
      (["off", "15s"] as const).map((beacon) => measureAgents(own, beacon, commands, session)),
    );
    const servers = serverHosts.flatMap((hostCount) =>
      Object.entries(commands).map(([name, command]) =>
        measureServer(own, hostCount, name, command, findings, session),
      ),
    );
    await Promise.all(servers);
    for (const { name, afterIdle, afterUpdates } of (await agents).flat()) {
      const isShort = session.roundSeconds < 5;
      note(findings, `${name}, after ${isShort ? "some" : idleSeconds} s`, afterIdle);
      note(findings, `${name}, after ${isShort ? "some" : updateCount} updates`, afterUpdates);
      say(`round ${round}: ${name} ${megabytes(afterIdle)} MiB, then ${megabytes(afterUpdates)} MiB`);
    }
  }
  return {
    columns: [
      { key: "resident", title: "resident", unit: "MiB", digits: 1 },
      { key: "proportional", title: "proportional (PSS)", unit: "MiB", digits: 1 },
      { key: "anonymous", title: "anonymous", unit: "MiB", digits: 1 },
    ],
    rows: findings.rows,
    versions: {},
    remarks: [
      "Resident memory counts pages of files, mostly the executable, which the system may take back at any time.",
      "Proportional memory divides pages among the processes that map them; several of one executable run here.",
    ],
  };
}

/** A tenth of the time when somebody only wants to see that all works. */
function scaled(value: number, { roundSeconds }: Session): number {
  return roundSeconds < 5 ? value / 10 : value;
}

async function measureAgents(
  parent: string,
  beacon: IdleScene["beacon"],
  commands: Readonly<Record<string, HoldfastCommand>>,
  session: Session,
): Promise<readonly (IdleAgent & { readonly name: string })[]> {
  const folder = join(parent, `agents-${beacon}`);
  mkdirSync(folder);
  const scene: IdleScene = {
    folder,
    beacon,
    commands,
    idleSeconds: scaled(idleSeconds, session),
    updateCount: scaled(updateCount, session),
  };
  const file = join(import.meta.dir, "load/idle-scene.ts");
  const command = ["unshare", "--net", "--mount", process.execPath, file, JSON.stringify(scene)];
  const output = await Program.start(command, undefined).finish();
  const measured = JSON.parse(output.trim().split("\n").at(-1) ?? "") as readonly IdleAgent[];
  const also = beacon === "off" ? "" : ` with beacons every ${beacon}`;
  return measured.map((agent) => ({ ...agent, name: `agent from ${agent.subject}${also}` }));
}

async function measureServer(
  parent: string,
  hostCount: number,
  name: string,
  command: HoldfastCommand,
  findings: Findings,
  session: Session,
): Promise<void> {
  const folder = join(parent, `server-${name}-${hostCount}`);
  mkdirSync(folder);
  const zoneFile = join(folder, "zone");
  writeZone(zoneFile, hostCount);
  await runHoldfast(["zone", "import", zoneFile, "--state", stateOf(folder)], undefined);
  const server = await startHoldfast({ command, folder, configuration: serverConfiguration, processors: undefined });
  const subject = `server from ${name}, ${hostCount.toLocaleString("en")} hosts`;
  await Bun.sleep(1_000);
  note(findings, `${subject}, after start`, memoryUse(server.program.pid));
  await Bun.sleep(scaled(idleSeconds, session) * 1_000);
  note(findings, `${subject}, settled`, memoryUse(server.program.pid));
  await server.program.stop();
}

function note(findings: Findings, subject: string, { resident, proportional, anonymous }: MemoryUse): void {
  findings.note(subject, {
    resident: resident / 1_024,
    proportional: proportional / 1_024,
    anonymous: anonymous / 1_024,
  });
}

function megabytes({ resident }: MemoryUse): string {
  return (resident / 1_024).toFixed(1);
}
