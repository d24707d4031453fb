import { join } from "node:path";
import { startDnsLoad } from "./harness/checked-dns.ts";
import { compareWithDns, createHosts, loadUpdates } from "./harness/checked-updates.ts";
import { runHoldfast, serverConfiguration, startHoldfast, stateOf } from "./harness/holdfast.ts";
import { writeZone } from "./harness/hosts.ts";
import { type Answer, Findings, type Question, type Session } from "./harness/question.ts";

/** What queries notice of changes. */
export const churn: Question = {
  name: "churn",
  asks: "how long do queries take while 5 000 RRsets a second are changed?",
  needs: [],
  needsRoot: false,
  run,
};

/** Hosts that are only asked for. */
const restingCount = 100_000;

const changedCount = 5_000;

/** Each changes the addresses of both families. */
const updateRate = 2_500;

const connections = 16;
const queryRate = 5_000;

async function run(session: Session): Promise<Answer> {
  const { folder, processors, rounds, roundSeconds, say } = session;
  const zoneFile = join(folder, "zone");
  writeZone(zoneFile, restingCount);
  await runHoldfast(["zone", "import", zoneFile, "--state", stateOf(folder)], undefined);
  const configuration = serverConfiguration;
  const server = await startHoldfast({ folder, configuration, processors: processors.measured });
  const [port, httpPort] = [server.dnsPort ?? 0, server.httpPort ?? 0];
  const findings = new Findings();
  try {
    const hosts = await createHosts(server.administration, restingCount, changedCount, folder);
    const { hostFile, addressFile } = hosts;
    const updates = {
      hostFile,
      addressFile,
      port: httpPort,
      dialect: "dyndns2",
      isChange: true,
      isDual: true,
      connections,
    } as const;
    await loadUpdates({ ...updates, seconds: undefined }, processors.load);
    for (let round = 1; round <= rounds; round += 1) {
      for (const [subject, isChanging] of [
        ["at rest", false],
        ["while changing", true],
      ] as const) {
        const load = { port, hostCount: restingCount, seconds: 600, rate: queryRate, window: 0, seed: round };
        const queries = startDnsLoad(load, processors.load);
        await queries.hasBegun;
        const made = isChanging
          ? (await loadUpdates({ ...updates, seconds: roundSeconds, rate: updateRate }, processors.load)).perSecond
          : await Bun.sleep(roundSeconds * 1_000).then(() => 0);
        const { answered, lost, p50, p99, slowest } = await queries.finish();
        findings.note(`queries ${subject}`, { p50, p99, slowest, lost, changes: 2 * made });
        say(
          `round ${round} ${subject}: ${Math.round(2 * made)} changes/s, ${answered} answers looked into, p99 ${p99.toFixed(2)} ms`,
        );
      }
    }
    say(`${await compareWithDns(hosts, port)} changed hosts have the address that was acknowledged last`);
  } finally {
    await server.program.stop();
  }
  return {
    columns: [
      { key: "changes", title: "RRsets changed", unit: "1/s", digits: 0 },
      { key: "p50", title: "p50", unit: "ms", digits: 2 },
      { key: "p99", title: "p99", unit: "ms", digits: 2 },
      { key: "slowest", title: "worst", unit: "ms", digits: 1 },
      { key: "lost", title: "lost", unit: "", digits: 0 },
    ],
    rows: findings.rows,
    versions: {},
    remarks: [
      `${queryRate} queries a second, each answer looked into. Updates over HTTP, each of both families, durable before they are acknowledged.`,
    ],
  };
}
