import { join } from "node:path";
import { startDnsLoad } from "./harness/checked-dns.ts";
import { createHosts } from "./harness/checked-updates.ts";
import { DnsAsker } from "./harness/dns-asker.ts";
import { runHoldfast, serverConfiguration, startHoldfast, stateOf } from "./harness/holdfast.ts";
import { writeZone } from "./harness/hosts.ts";
import { type Answer, Findings, type Question, type Session, WrongAnswer } from "./harness/question.ts";
import { quantile } from "./harness/statistics.ts";
import { HttpConnection } from "./load/http-connection.ts";
import { updateFlaw, type UpdateHost, updateRequest } from "./load/update-requests.ts";

/** How long the world waits for a change. */
export const visible: Question = {
  name: "visible",
  asks: "how long after an update does DNS answer with the new address, at rest and under 5 000 queries per second?",
  needs: [],
  needsRoot: false,
  run,
};

/** Hosts that are only asked for. */
const restingCount = 100_000;

const updatedCount = 200;
const queryRate = 5_000;

/** Updates of one round; the hundredth part of them is the p99. */
const updatesPerRound = 1_000;

interface Scene {
  readonly asker: DnsAsker;
  readonly connection: HttpConnection;
  readonly hosts: readonly UpdateHost[];
}

async function run(session: Session): Promise<Answer> {
  const { folder, processors, rounds, say } = session;
  const zoneFile = join(folder, "zone");
  writeZone(zoneFile, restingCount);
  await runHoldfast(["zone", "import", zoneFile, "--state", stateOf(folder)], undefined);
  const configuration = serverConfiguration;
  const server = await startHoldfast({ folder, configuration, processors: processors.measured });
  const port = server.dnsPort ?? 0;
  const findings = new Findings();
  const asker = await DnsAsker.open(port);
  const connection = await HttpConnection.open(server.httpPort ?? 0);
  try {
    const { hosts } = await createHosts(server.administration, restingCount, updatedCount, folder);
    const scene = { asker, connection, hosts };
    // Once for nothing, so that no round pays for code that runs for the first time.
    await measure(scene, "", new Findings());
    for (let round = 1; round <= rounds; round += 1) {
      await measure(scene, "at rest", findings);
      const load = { port, hostCount: restingCount, seconds: 600, rate: queryRate, window: 0, seed: round };
      const queries = startDnsLoad(load, processors.load);
      await queries.hasBegun;
      await measure(scene, "under load", findings);
      const { answered, lost, p99, slowest } = await queries.finish();
      findings.note("queries of the load", { p99, slowest });
      say(`round ${round}: ${answered} answers of the load looked into, ${lost} lost`);
    }
  } finally {
    await asker.close();
    connection.close();
    await server.program.stop();
  }
  return {
    columns: [
      { key: "p50", title: "p50", unit: "ms", digits: 2 },
      { key: "p99", title: "p99", unit: "ms", digits: 2 },
      { key: "slowest", title: "worst", unit: "ms", digits: 1 },
    ],
    rows: findings.rows,
    versions: {},
    remarks: [
      `${updatesPerRound} updates in each round, one after the other. Every first answer behind an acknowledgement was new.`,
    ],
  };
}

async function measure(scene: Scene, where: string, findings: Findings): Promise<void> {
  const [acknowledged, answered, total]: [number[], number[], number[]] = [[], [], []];
  for (let turn = 0; turn < updatesPerRound; turn += 1) {
    const host = scene.hosts[turn % scene.hosts.length];
    if (host === undefined) continue;
    // The other two octets say which update it is, so that no address comes twice in a row.
    const address = `10.${Math.floor(Math.random() * 256)}.${turn >> 8}.${turn & 255}`;
    const isPolled = turn % 2 === 0;
    const begun = performance.now();
    const seen = isPolled ? untilAnswered(scene.asker, host.name, address) : undefined;
    const answer = await scene.connection.send(updateRequest("dyndns2", host, address));
    const atAcknowledgement = performance.now();
    const flaw = updateFlaw("dyndns2", host, address, true, answer);
    if (flaw !== undefined) throw new WrongAnswer(`${host.name} ${address}: ${flaw}`);
    acknowledged.push(atAcknowledgement - begun);
    if (seen === undefined) {
      const first = await scene.asker.ask(host.name);
      if (first !== address) throw new WrongAnswer(`${host.name} was acknowledged as ${address}, DNS says ${first}`);
      answered.push(performance.now() - atAcknowledgement);
    } else {
      total.push((await seen) - begun);
    }
  }
  note(findings, `sent → acknowledged, ${where}`, acknowledged);
  note(findings, `acknowledged → answered, ${where}`, answered);
  note(findings, `sent → answered, ${where}`, total);
}

/** Asks over and over; the time of the first answer with the address. */
async function untilAnswered(asker: DnsAsker, name: string, address: string): Promise<number> {
  for (const end = performance.now() + 10_000; performance.now() < end; ) {
    if ((await asker.ask(name)) === address) return performance.now();
  }
  throw new WrongAnswer(`DNS does not answer with ${address} for ${name}`);
}

function note(findings: Findings, subject: string, latencies: readonly number[]): void {
  findings.note(subject, {
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    slowest: quantile(latencies, 1),
  });
}
