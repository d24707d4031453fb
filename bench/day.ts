import { labPrograms } from "../scripts/suites.ts";
import { LabHome } from "../test/interop/lab-home.ts";
import type { LabProgram } from "../test/interop/lab-program.ts";
import { compileHoldfast } from "./harness/compiled.ts";
import { readMeter, startMeter, type TrafficByPeer } from "./harness/packet-meter.ts";
import { memoryUse, processorTime } from "./harness/process-tree.ts";
import { shareProcessors } from "./harness/processors.ts";
import { type Answer, Findings, type Question, type Session } from "./harness/question.ts";

/** What an agent costs on a day on which nothing happens: processor, memory, and what it sends to whom. */
export const day: Question = {
  name: "day",
  asks: "what does an agent with the defaults take and send on a day without news?",
  needs: labPrograms,
  needsRoot: true,
  run,
};

/** Two polls, of which each asks everything there is to ask. */
const watchedSeconds = 600;

/** Until the first look, its updates and their verification are over, and memory is given back. */
const settlingSeconds = 60;

const secondsOfDay = 86_400;

interface Scene {
  readonly subject: string;
  /** Options of `lab up`. */
  readonly lab: readonly string[];
  readonly beacon: string;
}

const scenes: readonly Scene[] = [
  { subject: "behind a UPnP router", lab: [], beacon: "15s" },
  { subject: "behind a UPnP router, no beacon", lab: [], beacon: "off" },
  { subject: "behind a silent router", lab: ["--igd", "off"], beacon: "15s" },
];

async function run(session: Session): Promise<Answer> {
  shareProcessors();
  const findings = new Findings();
  const compiled = await compileHoldfast(session.folder);
  // Neither memory nor processor time depends much on who else runs, so all wait at the same time.
  await Promise.all(scenes.map((scene) => measure(scene, compiled, session, findings)));
  return {
    columns: [
      { key: "processor", title: "CPU per hour", unit: "s", digits: 2 },
      { key: "resident", title: "resident", unit: "MiB", digits: 1 },
      { key: "anonymous", title: "anonymous", unit: "MiB", digits: 1 },
      { key: "sent", title: "packets sent a day", unit: "", digits: 0 },
      { key: "received", title: "received", unit: "", digits: 0 },
      { key: "kibibytes", title: "both", unit: "KiB", digits: 0 },
    ],
    rows: findings.rows,
    versions: {},
    remarks: [
      `Watched for ${scaled(watchedSeconds, session)} s, a minute after the start; memory once every 5 s.`,
      "Traffic is counted at the host, IP headers included, and multiplied to a day; loopback is left out.",
    ],
  };
}

/** A tenth of the time when somebody only wants to see that all works. */
function scaled(seconds: number, { roundSeconds }: Session): number {
  return roundSeconds < 5 ? seconds / 10 : seconds;
}

async function measure(
  { subject, lab: options, beacon }: Scene,
  compiled: readonly string[],
  session: Session,
  findings: Findings,
): Promise<void> {
  const home = await LabHome.build("--ttl", "3600", ...options);
  const { lab } = home;
  try {
    const agent = home.program("host1", "agent", compiled);
    const facts = { lab, agent, session };
    agent.configure({
      providers: { home: await home.account("home.dyn.test", { beacon }) },
      agent: {
        // What `auto` stands for, with the laboratory's echoes in the place of public ones.
        sources: { ipv4: ["interface", "router", ...home.echoes], ipv6: ["interface"] },
        names: [{ name: "home.dyn.test", provider: "home" }],
      },
    });
    await agent.start();
    await agent.untilSettled();
    await Bun.sleep(scaled(settlingSeconds, session) * 1_000);
    const { sent, received } = await watch(subject, facts, findings);
    const perDay = secondsOfDay / scaled(watchedSeconds, session);
    const octets = [sent, received].map((traffic) => sumOf(traffic, "octets"));
    findings.note(subject, {
      sent: sumOf(sent, "packets") * perDay,
      received: sumOf(received, "packets") * perDay,
      kibibytes: ((octets[0] ?? 0) + (octets[1] ?? 0)) * (perDay / 1_024),
    });
    for (const [peer, traffic] of sent) {
      session.say(`${subject}: to ${peer}, ${traffic.packets} packets of ${traffic.octets} octets`);
      findings.note(`${subject}: to ${peer}`, {
        sent: traffic.packets * perDay,
        kibibytes: traffic.octets * (perDay / 1_024),
      });
    }
  } finally {
    await home.remove();
  }
}

/** Watches a settled agent, and asks it nothing meanwhile. */
async function watch(
  subject: string,
  { lab, agent, session }: { readonly lab: LabHome["lab"]; readonly agent: LabProgram; readonly session: Session },
  findings: Findings,
): ReturnType<typeof readMeter> {
  const { pid } = agent;
  await startMeter(lab, "host1");
  const before = processorTime(pid);
  const begun = performance.now();
  const end = begun + scaled(watchedSeconds, session) * 1_000;
  for (let next = begun + 5_000; next <= end; next += 5_000) {
    await Bun.sleep(next - performance.now());
    const { resident, anonymous } = memoryUse(pid);
    findings.note(subject, { resident: resident / 1_024, anonymous: anonymous / 1_024 });
  }
  const hours = (performance.now() - begun) / 3_600_000;
  const processor = (processorTime(pid) - before) / 1_000_000 / hours;
  findings.note(subject, { processor });
  session.say(`${subject}: ${processor.toFixed(2)} s of CPU per hour`);
  return readMeter(lab, "host1");
}

function sumOf(traffic: TrafficByPeer, key: "packets" | "octets"): number {
  return [...traffic.values()].reduce((sum, one) => sum + one[key], 0);
}
