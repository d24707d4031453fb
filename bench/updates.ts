import { compareWithDns, createHosts, loadUpdates, type UpdatedHosts } from "./harness/checked-updates.ts";
import { type RunningHoldfast, serverConfiguration, startHoldfast } from "./harness/holdfast.ts";
import { processorTime } from "./harness/process-tree.ts";
import { type Answer, Findings, type Question, type Session } from "./harness/question.ts";
import { undisturbed } from "./harness/undisturbed.ts";
import type { UpdateDialect } from "./load/update-requests.ts";

/** What an update costs, through the whole of HTTP, rights, journal, disk and zone table. */
export const updates: Question = {
  name: "updates",
  asks: "how many updates a second are durable and answered, how long does one take, and what does it cost?",
  needs: [],
  needsRoot: false,
  run,
};

const hostCount = 10_000;

interface Case {
  readonly dialect: UpdateDialect;
  readonly isChange: boolean;
  readonly connections: number;
}

/** One client, as many as a busy evening has, and as many as fill groups. */
const connectionCounts = [1, 16, 256] as const;

const cases: readonly Case[] = [true, false].flatMap((isChange) =>
  (["dyndns2", "rest"] as const).flatMap((dialect) =>
    connectionCounts.map((connections) => ({ dialect, isChange, connections })),
  ),
);

async function run(session: Session): Promise<Answer> {
  const { folder, processors, say } = session;
  const options = { folder, configuration: serverConfiguration, processors: processors.measured };
  const findings = new Findings();
  const server = await startHoldfast(options);
  let hosts: UpdatedHosts;
  try {
    hosts = await createHosts(server.administration, 0, hostCount, folder);
    // Every host gets an address first, so that there is something to leave unchanged.
    await measure(server, hosts, { dialect: "dyndns2", isChange: true, connections: 64 }, undefined, session);
    for (let round = 1; round <= session.rounds; round += 1) {
      for (const kind of cases) {
        const found = await undisturbed(() => measure(server, hosts, kind, session.roundSeconds, session));
        findings.note(nameOf(kind), { ...found.value, others: found.othersPercent });
        say(`round ${round} ${nameOf(kind)}: ${Math.round(found.value["perSecond"] ?? 0)}/s`);
      }
    }
    await compareWithDns(hosts, server.dnsPort ?? 0);
  } finally {
    await server.program.stop("SIGKILL");
  }
  const again = await startHoldfast(options);
  const compared = await compareWithDns(hosts, again.dnsPort ?? 0).finally(() => again.program.stop());
  say(`after kill -9 and a new start, DNS answers the acknowledged address of all ${compared} hosts`);
  return {
    columns: [
      { key: "perSecond", title: "updates", unit: "1/s", digits: 0 },
      { key: "cost", title: "CPU per update", unit: "µs", digits: 1 },
      { key: "p50", title: "p50", unit: "ms", digits: 2 },
      { key: "p99", title: "p99", unit: "ms", digits: 2 },
      { key: "slowest", title: "slowest", unit: "ms", digits: 1 },
      { key: "others", title: "others' share of a processor", unit: "%", digits: 0 },
    ],
    rows: findings.rows,
    versions: {},
    remarks: ["Every answer was looked into, and DNS asked afterwards, also after kill -9 and a new start."],
  };
}

function nameOf({ dialect, isChange, connections }: Case): string {
  const path = dialect === "dyndns2" ? "/nic/update" : "REST";
  return `${isChange ? "changed" : "unchanged"}, ${path}, ${connections} connection${connections === 1 ? "" : "s"}`;
}

async function measure(
  server: RunningHoldfast,
  { hostFile, addressFile }: UpdatedHosts,
  kind: Case,
  seconds: number | undefined,
  { processors }: Session,
): Promise<Readonly<Record<string, number>>> {
  const before = processorTime(server.program.pid);
  const load = { ...kind, port: server.httpPort ?? 0, seconds, hostFile, addressFile };
  const { perSecond, p50, p99, slowest, answered } = await loadUpdates(load, processors.load);
  const cost = (processorTime(server.program.pid) - before) / answered;
  return { perSecond, cost, p50, p99, slowest };
}
