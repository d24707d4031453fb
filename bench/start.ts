import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../test/interop/free-port.ts";
import { startDnsLoad } from "./harness/checked-dns.ts";
import { compileHoldfast } from "./harness/compiled.ts";
import { askIpv4 } from "./harness/dns-asker.ts";
import {
  fromSources,
  type HoldfastCommand,
  runHoldfast,
  serverConfiguration,
  spawnHoldfast,
  startHoldfast,
  stateOf,
} from "./harness/holdfast.ts";
import { hostIpv4, hostName, writeZone } from "./harness/hosts.ts";
import { type Answer, Findings, type Question, type Session, WrongAnswer } from "./harness/question.ts";
import { undisturbed } from "./harness/undisturbed.ts";

/** How long people wait for the program. */
export const start: Question = {
  name: "start",
  asks: "how long until an agent knows its address, a server serves 100 000 hosts, and a zone of 100 000 is imported?",
  needs: [
    ["ip", "iproute2"],
    ["unshare", "util-linux"],
  ],
  needsRoot: true,
  run,
};

const hostCount = 100_000;

/** The zone that is imported beside the served one. */
const importedApex = "import.bench.test";

/** Queries per second while a zone is imported: each millisecond tells whether the server is there. */
const probeRate = 1_000;

/** Hosts that are asked for while a zone is imported. */
const probedCount = 1_000;

async function run(session: Session): Promise<Answer> {
  const { folder, rounds, say } = session;
  const commands = { sources: fromSources, compiled: await compileHoldfast(folder) };
  const findings = new Findings();
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, command] of Object.entries(commands)) {
      const own = join(folder, `${round}-${name}`);
      mkdirSync(own);
      const known = await undisturbed(() => untilKnown(session, command, own));
      findings.note(`agent from ${name}: address known`, { took: known.value });
      findings.note(`server from ${name}: ${hostCount.toLocaleString("en")} hosts served`, {
        took: await untilServed(session, command, join(own, "server")),
      });
      say(`round ${round} from ${name}: address known after ${Math.round(known.value)} ms`);
    }
    const imported = await importWhileServing(session, join(folder, `${round}-import`), findings);
    say(`round ${round}: imported in ${Math.round(imported)} ms`);
  }
  return {
    columns: [
      { key: "took", title: "took", unit: "ms", digits: 0 },
      { key: "p99", title: "p99 of answers meanwhile", unit: "ms", digits: 1 },
      { key: "slowest", title: "slowest answer meanwhile", unit: "ms", digits: 1 },
      { key: "lost", title: "queries lost meanwhile", unit: "", digits: 0 },
    ],
    rows: findings.rows,
    versions: {},
    remarks: [
      `While zones are imported, ${probeRate} queries a second ask for another one; all answers were looked into.`,
    ],
  };
}

/** A network with one address, whose making is not measured; the program then takes the shell's place. */
const inOwnNetwork = [
  "unshare",
  "--net",
  "sh",
  "-ec",
  "ip link set lo up; ip link add wan type veth peer name provider; ip link set wan up; ip link set provider up; " +
    'ip addr add 198.51.100.1/24 dev wan; echo ready; exec "$@"',
  "sh",
];

/** From the start of the program to the first verdict, in milliseconds. */
async function untilKnown({ processors }: Session, command: HoldfastCommand, folder: string): Promise<number> {
  const [first = "", ...others] = [...inOwnNetwork, ...command];
  const name = {
    name: "home.example.org",
    provider: "server",
    ipv4: "interface",
    ipv6: "off",
    scopes: ["documentation"],
  };
  const { program } = spawnHoldfast({
    command: [first, ...others],
    folder,
    processors: processors.measured,
    configuration: {
      log: { format: "json" },
      agent: { names: [name] },
      providers: { server: { type: "holdfast", url: "http://127.0.0.1:9", token: "env:TOKEN", verify: "off" } },
    },
    environment: { TOKEN: "nobody-listens-there" },
  });
  const known = Promise.withResolvers<number>();
  let begun = Number.NaN;
  program.onLine((line) => {
    if (line === "ready") begun = performance.now();
    if (line.includes('"agent.addresses-known"')) known.resolve(performance.now() - begun);
  });
  const took = await Promise.race([known.promise, program.finish()]);
  if (typeof took === "string") throw new Error(took);
  await program.stop();
  return took;
}

/** From the start of the program to the first right answer, in milliseconds. The state is there from before. */
async function untilServed({ processors }: Session, command: HoldfastCommand, folder: string): Promise<number> {
  mkdirSync(folder);
  const zoneFile = join(folder, "zone");
  writeZone(zoneFile, hostCount);
  await runHoldfast(["zone", "import", zoneFile, "--state", stateOf(folder)], undefined);
  const last = hostCount - 1;
  const { value } = await undisturbed(async () => {
    const port = await freePort();
    const begun = performance.now();
    const { program } = spawnHoldfast({
      command,
      folder,
      processors: processors.measured,
      configuration: { log: { level: "warn" }, server: { dns: { listen: [`127.0.0.1:${port}`] } } },
    });
    await program.until(async () => (await askIpv4(port, hostName(last), 20)) === hostIpv4(last).join("."), 60_000, 2);
    const took = performance.now() - begun;
    await program.stop();
    return took;
  });
  return value;
}

/** Imports a zone, then one that differs a little, into a server that is asked for another; the first took so long. */
async function importWhileServing(session: Session, folder: string, findings: Findings): Promise<number> {
  mkdirSync(folder);
  const [servedFile, newFile, changedFile] = [join(folder, "served"), join(folder, "new"), join(folder, "changed")];
  writeZone(servedFile, probedCount);
  writeZone(newFile, hostCount, importedApex);
  writeZone(changedFile, hostCount - 1_000, importedApex);
  await runHoldfast(["zone", "import", servedFile, "--state", stateOf(folder)], undefined);
  const { processors } = session;
  const configuration = serverConfiguration;
  const server = await startHoldfast({ folder, configuration, processors: processors.measured });
  const port = server.dnsPort ?? 0;
  const probed = async (
    args: readonly string[],
  ): Promise<Readonly<Record<"took" | "p99" | "slowest" | "lost", number>>> => {
    const load = { port, hostCount: probedCount, seconds: 600, rate: probeRate, window: 0, seed: 3 };
    const probe = startDnsLoad(load, processors.load, true);
    await probe.hasBegun;
    const begun = performance.now();
    await runHoldfast(["zone", "import", ...args, "--state", stateOf(folder)], processors.load);
    const took = performance.now() - begun;
    const { p99, slowest, lost } = await probe.finish();
    return { took, p99, slowest, lost };
  };
  const measure = async (subject: string, args: readonly string[], expectedCount: number): Promise<number> => {
    const found = await probed(args);
    const zones = await server.administration.zones();
    const count = zones.ok ? zones.value.find((zone) => zone.apex === importedApex)?.ownerCount : undefined;
    // The hosts, their apex, and the name server.
    if (count !== expectedCount + 2) throw new WrongAnswer(`${subject}: ${count} owners`);
    findings.note(subject, found);
    return found.took;
  };
  try {
    // Once for nothing, so that code that runs for the first time is not taken for a stall.
    await probed([servedFile, "--replace"]);
    // And once for next to nothing: what the queries see on this machine anyway.
    findings.note("zone import of what is there already", await probed([servedFile, "--replace"]));
    const took = await measure(`zone import of ${hostCount.toLocaleString("en")} hosts`, [newFile], hostCount);
    await measure("zone import --replace that removes 1,000", [changedFile, "--replace"], hostCount - 1_000);
    return took;
  } finally {
    await server.program.stop();
  }
}
