import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Administration } from "../../src/core/administration.ts";
import type { Family } from "../../src/core/family.ts";
import { localRequest } from "../../src/platform/local-request.ts";
import { remoteAdministration } from "../../src/roles/admin-socket.ts";
import type { AgentSummary } from "../../src/roles/agent-summary.ts";
import { adminSocketPath } from "../../src/roles/state-place.ts";
import type { RunningSummary } from "../../src/roles/admin-socket.ts";
import type { Ended, Lab } from "./lab-network.ts";
import { until } from "./until.ts";

/** Holdfast as a user starts it, in a host of the laboratory: configuration, state and log in a folder of its own. */

/** A family's line in the agent's account of itself. */
type Seen = AgentSummary["detection"]["families"][number];

const main = join(import.meta.dir, "../../src/main.ts");

/** From the sources. */
const fromSources: readonly string[] = [process.execPath, main];

/** The program with these arguments; English, whatever the machine's language. */
export function holdfast(...args: readonly string[]): readonly string[] {
  return ["env", "LC_ALL=C", ...fromSources, ...args];
}

export class LabProgram {
  readonly #lab: Lab;
  readonly #host: string;
  readonly folder: string;
  #child: Bun.Subprocess<"pipe", "pipe", "pipe"> | undefined;
  #log = "";
  #reading: Promise<void> = Promise.resolve();

  readonly #command: readonly string[];

  /**
   * @param parent a new folder below it holds everything.
   * @param command what `run` is started with.
   */
  constructor(lab: Lab, host: string, parent: string, name: string, command: readonly string[] = fromSources) {
    this.#command = command;
    this.#lab = lab;
    this.#host = host;
    this.folder = join(parent, name);
    mkdirSync(this.state, { recursive: true, mode: 0o700 });
  }

  get state(): string {
    return join(this.folder, "state");
  }

  get configuration(): string {
    return join(this.folder, "holdfast.json");
  }

  /** The running program's process. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Everything logged since the program was first started. */
  get log(): string {
    return this.#log;
  }

  configure(configuration: object): void {
    writeFileSync(this.configuration, JSON.stringify(configuration, undefined, 2), { mode: 0o600 });
  }

  /** Starts `holdfast run` and waits until it can be administered. */
  async start(): Promise<void> {
    const args = ["run", "--config", this.configuration, "--state", this.state];
    const child = this.#lab.spawn(this.#host, ["env", "LC_ALL=C", ...this.#command, ...args]);
    this.#child = child;
    this.#reading = this.#read(child);
    await until(
      `holdfast runs in ${this.#host}`,
      async () => {
        if (child.exitCode !== null) throw new Error(`holdfast ended with ${child.exitCode}\n${this.#log}`);
        const answered = await this.#summary();
        return answered?.pid === child.pid ? true : undefined;
      },
      () => this.#log,
    );
  }

  /** Asks for an orderly end, or none, and waits for it. */
  async end(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<number> {
    const child = this.#child;
    if (child === undefined) return 0;
    child.kill(signal);
    await child.exited;
    await this.#reading;
    this.#child = undefined;
    return child.exitCode ?? -1;
  }

  /** Sends the process to sleep where it stands, as a lid that is closed does, and wakes it up. */
  suspend(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  /** Has the configuration read again and waits until the log says so. */
  async reload(configuration: object): Promise<void> {
    this.configure(configuration);
    const before = this.#log.length;
    this.#child?.kill("SIGHUP");
    await until(
      "the configuration is reloaded",
      () => (/process\.(not-)?reloaded/.test(this.#log.slice(before)) ? true : undefined),
      () => this.#log,
    );
    if (this.#log.slice(before).includes("process.not-reloaded")) throw new Error(this.#log.slice(before));
  }

  /** Runs another command of the program in the same host, with this one's configuration or state where it takes them. */
  run(...args: readonly string[]): Promise<Ended> {
    return this.#lab.run(this.#host, ...holdfast(...args));
  }

  /** What an administrator can do with it, without starting a command for each deed. */
  get administration(): Administration {
    return remoteAdministration(adminSocketPath(this.state), localRequest);
  }

  async summary(): Promise<RunningSummary> {
    const summary = await this.#summary();
    if (summary === undefined) throw new Error(`holdfast in ${this.#host} does not answer\n${this.#log}`);
    return summary;
  }

  async agent(): Promise<AgentSummary> {
    const { agent } = await this.summary();
    if (agent === null) throw new Error("no agent runs");
    return agent;
  }

  /** How the agent sees one family now. */
  async seen(family: Family): Promise<Seen> {
    const { detection } = await this.agent();
    const found = detection.families.find((one) => one.family === family);
    if (found === undefined) throw new Error(`the agent does not look for ${family}`);
    return found;
  }

  async untilSeen(family: Family, state: Seen["state"]): Promise<void> {
    await until(`${family} is ${state}`, async () => ((await this.seen(family)).state === state ? true : undefined));
  }

  /** Waits for so many further verdicts and tells their states. */
  async nextSeen(family: Family, count: number): Promise<readonly string[]> {
    const states: string[] = [];
    let { at } = await this.seen(family);
    while (states.length < count) {
      const next = await until("the agent has looked again", async () => {
        const seen = await this.seen(family);
        return seen.at === at ? undefined : seen;
      });
      at = next.at;
      states.push(next.state);
    }
    return states;
  }

  /** The server's revision: how many changes it has stored. */
  async revision(): Promise<number> {
    const { server } = await this.summary();
    if (server === null) throw new Error("no server runs");
    return server.revision;
  }

  /** Waits until the running agent's account of itself passes. */
  async untilAgent(what: string, isSo: (agent: AgentSummary) => boolean): Promise<AgentSummary> {
    let last: AgentSummary | undefined;
    return until(
      what,
      async () => {
        last = await this.agent();
        return isSo(last) ? last : undefined;
      },
      () => JSON.stringify(last, undefined, 1),
    );
  }

  /** Waits until every name is as it should be and proven so. */
  untilSettled(): Promise<AgentSummary> {
    return this.untilAgent("all targets are settled", ({ targets }) =>
      targets.every(({ state }) => state === "settled"),
    );
  }

  async #summary(): Promise<RunningSummary | undefined> {
    try {
      const answer = await fetch("http://holdfast/summary", { unix: join(this.state, "admin.sock") });
      return (await answer.json()) as RunningSummary;
    } catch {
      return undefined;
    }
  }

  async #read(child: Bun.Subprocess<"pipe", "pipe", "pipe">): Promise<void> {
    const decoder = new TextDecoder();
    for await (const octets of child.stderr) this.#log += decoder.decode(octets, { stream: true });
  }
}
