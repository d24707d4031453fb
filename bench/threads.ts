import { join } from "node:path";
import { startDnsLoad } from "./harness/checked-dns.ts";
import { dnsperf, writeQueryFile } from "./harness/dnsperf.ts";
import { runHoldfast, startHoldfast, stateOf } from "./harness/holdfast.ts";
import { apex, writeZone } from "./harness/hosts.ts";
import { processorTime } from "./harness/process-tree.ts";
import { shareProcessors } from "./harness/processors.ts";
import { type Answer, Findings, type Question, type Session } from "./harness/question.ts";
import { undisturbed } from "./harness/undisturbed.ts";

/** What more query threads are worth. */
export const threads: Question = {
  name: "threads",
  asks: "what does an answer cost with one query thread and with two, and how much more can two do?",
  needs: [["dnsperf", "dnsperf"]],
  needsRoot: false,
  run,
};

const hostCount = 100_000;
const counts = [1, 2] as const;

/** So many that either thread of two finds as many in its queue as a single one does; small batches would cost more. */
const openQueries = 1_000;

async function run({ folder, rounds, roundSeconds, processors, say }: Session): Promise<Answer> {
  const zoneFile = join(folder, "zone");
  writeZone(zoneFile, hostCount);
  const queryFile = writeQueryFile(join(folder, "queries"), hostCount);
  // Threads and load take turns on all processors: two threads on one would only wait for each other.
  if (processors.measured !== undefined) shareProcessors();
  const findings = new Findings();
  const costs: Record<number, number[]> = { 1: [], 2: [] };
  const servers = [];
  try {
    for (const count of counts) {
      const home = join(folder, String(count));
      await runHoldfast(["zone", "import", zoneFile, "--state", stateOf(home)], undefined);
      const configuration = {
        log: { level: "warn" },
        server: {
          zones: [{ name: apex, ns: [`ns1.${apex}`] }],
          dns: { listen: ["127.0.0.1:0"], threads: count },
        },
      };
      const server = await startHoldfast({ folder: home, configuration, processors: undefined });
      servers.push({ count, server });
      const load = { port: server.dnsPort ?? 0, hostCount, seconds: roundSeconds, rate: 0, window: 100, seed: 7 };
      const { answered } = await startDnsLoad(load, undefined).result();
      say(`${count} threads: ${answered} answers looked into, all right`);
    }
    for (let round = 1; round <= rounds; round += 1) {
      for (const { count, server } of servers) {
        const { value, othersPercent } = await undisturbed(async () => {
          const before = processorTime(server.program.pid);
          const load = {
            port: server.dnsPort ?? 0,
            queryFile,
            seconds: roundSeconds,
            rate: undefined,
            open: openQueries,
          };
          const { completed, perSecond, lost } = await dnsperf(load, undefined);
          return { cost: (processorTime(server.program.pid) - before) / completed, perSecond, lost };
        });
        costs[count]?.push(value.cost);
        findings.note(`${count} thread${count === 1 ? "" : "s"}`, { ...value, others: othersPercent });
        say(`round ${round}, ${count} threads: ${value.cost.toFixed(2)} µs, ${Math.round(value.perSecond)}/s`);
      }
      const [one = 0, two = 1] = counts.map((count) => costs[count]?.at(-1) ?? 0);
      findings.note("2 threads to 1", { capacity: (2 * one) / two });
    }
  } finally {
    for (const { server } of servers) await server.program.stop();
  }
  return {
    columns: [
      { key: "cost", title: "CPU per query", unit: "µs", digits: 2 },
      { key: "perSecond", title: "queries", unit: "1/s", digits: 0 },
      { key: "lost", title: "lost", unit: "", digits: 0 },
      { key: "capacity", title: "what two processors can do, to one", unit: "", digits: 2 },
      { key: "others", title: "others' share of a processor", unit: "%", digits: 0 },
    ],
    rows: findings.rows,
    versions: {},
    remarks: [
      "Nothing is pinned, and the load takes half of two processors, so rates do not tell what two threads can do by themselves. " +
        "What they can is two processors divided by what a query costs while both threads work.",
    ],
  };
}
