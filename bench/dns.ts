import { join } from "node:path";
import { startDnsLoad } from "./harness/checked-dns.ts";
import { dnsperf, type DnsperfResult, writeQueryFile } from "./harness/dnsperf.ts";
import { runHoldfast, serverConfiguration, startHoldfast, stateOf } from "./harness/holdfast.ts";
import { writeZone } from "./harness/hosts.ts";
import { versionOf } from "./harness/machine.ts";
import { peerPrograms, peers, peerVersions, startPeer } from "./harness/peers.ts";
import { memoryUse, processorTime } from "./harness/process-tree.ts";
import type { Program } from "./harness/program.ts";
import { socketDrops } from "./harness/socket-drops.ts";
import { undisturbed } from "./harness/undisturbed.ts";
import { type Answer, Findings, type Question, type Session } from "./harness/question.ts";

/** What an answer over UDP costs, beside NSD, Knot and BIND, and what a zone takes until then. */
export const dns: Question = dnsQuestion("dns", 100_000);

/** The same with many names. */
export const dnsMillion: Question = dnsQuestion("dns-1m", 1_000_000);

function dnsQuestion(name: string, hostCount: number): Question {
  return {
    name,
    asks: `what does an answer cost on a zone of ${hostCount.toLocaleString("en")} names, and is one lost at 50 000 queries per second?`,
    needs: [...peerPrograms, ["dnsperf", "dnsperf"]],
    needsRoot: false,
    run: (session) => run(session, hostCount),
  };
}

/** After the start a server may need a while to settle: ours gives memory back after half a minute. */
const settlingMs = 40_000;

/** The rate at which no query may be lost, per second. */
const fixedRate = 50_000;

/** Seed of the questions of checked rounds. */
const seed = 7;

/** One round of dnsperf, with what the server did meanwhile. */
interface Round extends DnsperfResult {
  /** Processor time per query, in microseconds. */
  readonly cost: number;
  /** Queries that found no room in the server's queue. */
  readonly dropped: number;
}

interface Subject {
  readonly name: string;
  readonly port: number;
  readonly program: Program;
  /** From the start to the first answer, in seconds. */
  readonly startSeconds: number;
}

async function run(session: Session, hostCount: number): Promise<Answer> {
  const { folder, processors } = session;
  const zoneFile = join(folder, "zone");
  writeZone(zoneFile, hostCount);
  const subjects: Subject[] = [await startOurs(session, zoneFile)];
  try {
    for (const peer of peers) {
      const begun = performance.now();
      const { program, port } = await startPeer(peer, zoneFile, folder, processors.measured);
      subjects.push({ name: peer, program, port, startSeconds: (performance.now() - begun) / 1_000 });
    }
    return await compare(session, subjects, hostCount);
  } finally {
    for (const { program } of subjects) await program.stop();
  }
}

async function startOurs({ folder, processors }: Session, zoneFile: string): Promise<Subject> {
  const home = join(folder, "holdfast");
  await runHoldfast(["zone", "import", zoneFile, "--state", stateOf(home)], undefined);
  const configuration = serverConfiguration;
  const options = { folder: home, configuration, processors: processors.measured };
  // The first run makes a snapshot of what was imported; every later start is from there.
  const first = await startHoldfast(options);
  await restingAfterwards(first.program);
  await first.program.stop();
  const begun = performance.now();
  const ours = await startHoldfast(options);
  const startSeconds = (performance.now() - begun) / 1_000;
  return { name: "holdfast", port: ours.dnsPort ?? 0, program: ours.program, startSeconds };
}

async function compare(
  { folder, processors, rounds, roundSeconds, say }: Session,
  subjects: readonly Subject[],
  hostCount: number,
): Promise<Answer> {
  const queryFile = writeQueryFile(join(folder, "queries"), hostCount);
  const findings = new Findings();
  await Bun.sleep(settlingMs);
  for (const { name, program, startSeconds } of subjects) {
    const resident = residentMib(program);
    findings.note(name, { startSeconds, resident });
    say(`${name}: first answer after ${startSeconds.toFixed(1)} s, ${resident.toFixed(0)} MiB resident at rest`);
  }
  for (const { name, port } of subjects) {
    const load = { port, hostCount, seconds: roundSeconds, rate: 0, window: 100, seed };
    const { answered, perSecond } = await startDnsLoad(load, processors.load).result();
    say(`${name}: ${answered} answers looked into, all right (${Math.round(perSecond)} per second)`);
    findings.note(name, { checked: answered });
  }
  const measure = async ({ port, program }: Subject, rate: number | undefined): Promise<Round> => {
    const [timeBefore, dropsBefore] = [processorTime(program.pid), socketDrops(port)];
    const result = await dnsperf({ port, queryFile, seconds: roundSeconds, rate }, processors.load);
    const cost = (processorTime(program.pid) - timeBefore) / result.completed;
    return { ...result, cost, dropped: socketDrops(port) - dropsBefore };
  };
  for (let round = 1; round <= rounds; round += 1) {
    for (const subject of subjects) {
      const free = await undisturbed(() => measure(subject, undefined));
      const fixed = await undisturbed(() => measure(subject, fixedRate));
      const { cost, perSecond, lost } = free.value;
      const others = Math.max(free.othersPercent, fixed.othersPercent);
      findings.note(subject.name, { cost, perSecond, lost, others });
      const { value } = fixed;
      findings.note(subject.name, {
        fixedCost: value.cost,
        fixedLost: value.lost,
        fixedDropped: value.dropped,
        fixedSlowest: value.slowest,
      });
      say(
        `round ${round} ${subject.name}: ${cost.toFixed(2)} µs, ${Math.round(perSecond)}/s, lost ${lost}; at the fixed ` +
          `rate ${value.cost.toFixed(2)} µs, lost ${value.lost}, ${value.dropped} of them here; others ${others.toFixed(0)} %`,
      );
    }
  }
  for (const { name, program } of subjects) findings.note(name, { residentAfter: residentMib(program) });
  return {
    columns: [
      { key: "cost", title: "CPU per query", unit: "µs", digits: 2 },
      { key: "perSecond", title: "queries", unit: "1/s", digits: 0 },
      { key: "lost", title: "lost", unit: "", digits: 0 },
      { key: "fixedCost", title: "CPU per query at 50 000/s", unit: "µs", digits: 2 },
      { key: "fixedLost", title: "lost at 50 000/s", unit: "", digits: 0 },
      { key: "fixedDropped", title: "of them at the server", unit: "", digits: 0 },
      { key: "fixedSlowest", title: "slowest at 50 000/s", unit: "ms", digits: 1 },
      { key: "startSeconds", title: "start to first answer", unit: "s", digits: 1 },
      { key: "resident", title: "resident at rest", unit: "MiB", digits: 0 },
      { key: "residentAfter", title: "resident after the load", unit: "MiB", digits: 0 },
      { key: "checked", title: "answers checked", unit: "", digits: 0 },
      { key: "others", title: "others' share of a processor", unit: "%", digits: 0 },
    ],
    rows: findings.rows,
    ratio: { key: "cost", to: "holdfast" },
    versions: { ...peerVersions(), dnsperf: versionOf("dnsperf", "-h") },
    remarks: [
      "CPU is that of the whole process tree. Each server has one processor and one thread for queries; the load has the others.",
    ],
  };
}

function residentMib(program: Program): number {
  return memoryUse(program.pid).resident / 1_024;
}

/** Waits until the process has had nothing to do for two seconds. */
async function restingAfterwards(program: Program): Promise<void> {
  for (let before = -1; ; ) {
    const now = processorTime(program.pid);
    if (now - before < 50_000 && before >= 0) return;
    before = now;
    await Bun.sleep(2_000);
  }
}
