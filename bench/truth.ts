import { labPrograms } from "../scripts/suites.ts";
import { shareProcessors } from "./harness/processors.ts";
import { type Answer, Findings, type Question, type Session } from "./harness/question.ts";
import { type HomeOptions, RenumberedHome } from "./harness/renumbered-home.ts";
import { quantile } from "./harness/statistics.ts";

/** How long a name is wrong after its address changed, in a network with a provider, a router and hosts behind it. */
export const truth: Question = {
  name: "truth",
  asks: "how long after a renumbering does the authoritative server answer with the new address?",
  needs: labPrograms,
  needsRoot: true,
  run,
};

/** Five rounds make fifty. */
const renumberingsPerRound = 10;

interface Scene extends Omit<HomeOptions, "interval"> {
  readonly subject: string;
  /** Options of `lab renumber-wan`, for each turn. */
  readonly change: (turn: number) => readonly string[];
}

const plainly = (): readonly string[] => [];
const base = { host: "host1", family: "ipv4", isWalled: false, change: plainly } as const;
const ipv4Only = ["--wan6", "no"] as const;
const silentRouter = ["--igd", "off", ...ipv4Only] as const;

/** What follows within a second or few. */
const quickScenes: readonly Scene[] = [
  { ...base, subject: "a: on the gateway itself", host: "router", beacon: "15s", lab: ipv4Only },
  { ...base, subject: "b: behind a router that announces", beacon: "15s", lab: ipv4Only },
  { ...base, subject: "b: the same without beacons", beacon: "off", lab: ipv4Only },
  { ...base, subject: "b: the same behind a firewall, beacon 1 s", beacon: "1s", lab: ipv4Only, isWalled: true },
  { ...base, subject: "c: behind a silent router, beacon 1 s", beacon: "1s", lab: silentRouter },
  { ...base, subject: "c: the same behind a firewall", beacon: "1s", lab: silentRouter, isWalled: true },
  { ...base, subject: "d: IPv6 prefix by advertisement", family: "ipv6", beacon: "15s", lab: [] },
  {
    ...base,
    subject: "e: silent router that keeps flows, beacon 1 s",
    beacon: "1s",
    lab: [...silentRouter, "--nat", "snat"],
  },
  {
    ...base,
    subject: "f: carrier's NAT changes outside, beacon 1 s",
    beacon: "1s",
    lab: [...silentRouter, "--cgnat"],
    change: (turn) => (turn % 2 === 0 ? ["--outer"] : ["--outer", "--keep-flows"]),
  },
];

/** What waits for most of its time, and so goes on beside the others. */
const slowScenes: readonly Scene[] = [
  { ...base, subject: "c: behind a silent router, beacon 15 s", beacon: "15s", lab: silentRouter },
  { ...base, subject: "b: announcing, behind a firewall, beacon 15 s", beacon: "15s", lab: ipv4Only, isWalled: true },
];

async function run(session: Session): Promise<Answer> {
  shareProcessors();
  const findings = new Findings();
  const inTurn = async (scenes: readonly Scene[]): Promise<void> => {
    for (const scene of scenes) await measure(scene, session, findings);
  };
  await Promise.all([inTurn(quickScenes), ...slowScenes.map((scene) => inTurn([scene]))]);
  return {
    columns: [
      { key: "took", title: "renumbered → answered", unit: "ms", digits: 0 },
      { key: "p90", title: "p90", unit: "ms", digits: 0 },
      { key: "p99", title: "p99", unit: "ms", digits: 0 },
    ],
    rows: findings.rows.toSorted((a, b) => (a.subject < b.subject ? -1 : 1)),
    versions: {},
    remarks: [
      `${session.rounds * renumberingsPerRound} renumberings each; the first column is the median, least and largest.`,
      "No poll came to help: what was noticed, the kernel, the router or a beacon told.",
      "Every answer of the server was looked into; none was of an address that was not, or no longer, true.",
    ],
  };
}

async function measure(scene: Scene, { rounds, say }: Session, findings: Findings): Promise<void> {
  const home = await RenumberedHome.build({ ...scene, interval: "1h" });
  try {
    // Routers are subscribed to two seconds after the start.
    await Bun.sleep(4_000);
    const took: number[] = [];
    for (let turn = 0; turn < rounds * renumberingsPerRound; turn += 1) {
      await home.untilSettled();
      // At any distance from the next beacon.
      await Bun.sleep(1_000 + Math.random() * (scene.beacon === "15s" && slowScenes.includes(scene) ? 15_000 : 1_000));
      took.push(await home.renumber(...scene.change(turn)));
    }
    home.expectNeverWrong();
    const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => quantile(took, share));
    for (const value of took) findings.note(scene.subject, { took: value });
    findings.note(scene.subject, { p90: p90 ?? Number.NaN, p99: p99 ?? Number.NaN });
    say(`${scene.subject}: p50 ${Math.round(p50 ?? Number.NaN)} ms, largest ${Math.round(Math.max(...took))} ms`);
  } finally {
    await home.remove();
  }
}
