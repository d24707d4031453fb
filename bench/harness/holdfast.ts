import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Administration } from "../../src/core/administration.ts";
import { localRequest } from "../../src/platform/local-request.ts";
import { type RunningSummary, remoteAdministration } from "../../src/roles/admin-socket.ts";
import { adminSocketPath } from "../../src/roles/state-place.ts";
import { apex } from "./hosts.ts";
import { Program } from "./program.ts";

/** Holdfast as it is measured: a process of its own with a configuration and a state directory. */

/** How the program is started. */
export type HoldfastCommand = readonly [program: string, ...args: string[]];

/** From the sources of this checkout. */
export const fromSources: HoldfastCommand = [process.execPath, join(import.meta.dir, "../../src/main.ts")];

export interface RunningHoldfast {
  readonly program: Program;
  readonly stateDirectory: string;
  readonly administration: Administration;
  /** Ports of loopback; undefined without such a listener. */
  readonly dnsPort: number | undefined;
  readonly httpPort: number | undefined;
  summary(): Promise<RunningSummary | undefined>;
}

export interface HoldfastOptions {
  readonly command?: HoldfastCommand;
  readonly processors: string | undefined;
  /** Where configuration and state are kept; what is there already is used. */
  readonly folder: string;
  readonly configuration: unknown;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A server of the benchmark's zone on loopback, on ports the system chooses. */
export const serverConfiguration: unknown = {
  log: { level: "warn" },
  server: {
    zones: [{ name: apex, ns: [`ns1.${apex}`] }],
    dns: { listen: ["127.0.0.1:0"] },
    http: { listen: [{ listen: "127.0.0.1:0", plain: true }] },
  },
};

/** Starts `holdfast run` and waits for its socket, which is the last thing it opens. */
export async function startHoldfast(options: HoldfastOptions): Promise<RunningHoldfast> {
  const { program, stateDirectory } = spawnHoldfast(options);
  const socket = adminSocketPath(stateDirectory);
  const summary = async (): Promise<RunningSummary | undefined> => {
    const answer = await localRequest(socket, { method: "GET", path: "/summary" });
    return answer.ok && answer.value.status === 200 ? (JSON.parse(answer.value.body) as RunningSummary) : undefined;
  };
  let found: RunningSummary | undefined;
  await program.until(async () => {
    found = await summary();
    return found?.pid === program.pid;
  });
  const portOf = (kind: string): number | undefined => {
    const endpoint = found?.server?.listeners.find((listener) => listener.kind === kind)?.endpoint;
    return endpoint === undefined ? undefined : Number(endpoint.split(":").at(-1));
  };
  return {
    program,
    stateDirectory,
    administration: remoteAdministration(socket, localRequest),
    dnsPort: portOf("dns-udp"),
    httpPort: portOf("http"),
    summary,
  };
}

/** Starts `holdfast run` and does not wait. */
export function spawnHoldfast(options: HoldfastOptions): {
  readonly program: Program;
  readonly stateDirectory: string;
} {
  const { command = fromSources, processors, folder, configuration, environment } = options;
  const stateDirectory = stateOf(folder);
  const file = join(folder, "holdfast.json");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(configuration), { mode: 0o600 });
  const args = ["run", "--config", file, "--state", stateDirectory];
  return { program: Program.start([...command, ...args], processors, environment), stateDirectory };
}

/** The state directory in a folder. */
export function stateOf(folder: string): string {
  return join(folder, "state");
}

/** Runs one command to its end. @throws Error with what it said when it fails. */
export function runHoldfast(
  args: readonly string[],
  processors: string | undefined,
  command: HoldfastCommand = fromSources,
): Promise<string> {
  return Program.start([...command, ...args], processors).finish();
}
