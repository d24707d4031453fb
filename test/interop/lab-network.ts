import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { until } from "./until.ts";

/** The network laboratory of `test/lab/` for one test file: built under a name of its own, told what to do, taken down. */

/** What `lab status --env` tells; its README says what each is. */
export type LabFacts = Readonly<Record<string, string>>;

/** One family's change, as `lab renumber-wan` tells it; times are milliseconds since the epoch, with fractions. */
export interface Renumbered {
  readonly before: string;
  readonly after: string;
  readonly startedAt: number;
}

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const script = join(import.meta.dir, "../lab/lab");

/** Removes a laboratory whose test was killed; longer than any suite may take. */
const lifetimeSeconds = 600;

export class Lab {
  readonly #environment: Record<string, string>;
  #facts: LabFacts = {};
  /** A runner that gives up early runs no hooks. */
  readonly #onExit = (): void => {
    Bun.spawnSync([script, "down"], { env: this.#environment, stdio: ["ignore", "ignore", "ignore"] });
  };

  private constructor(prefix: string) {
    this.#environment = { ...definedEnvironment(), LAB_PREFIX: prefix };
  }

  /** @param options those of `lab up`. */
  static async up(...options: readonly string[]): Promise<Lab> {
    const lab = new Lab(`hf${randomBytes(4).toString("hex")}`);
    process.once("exit", lab.#onExit);
    await lab.command("up", "--ttl", String(lifetimeSeconds), "--no-install", ...options);
    await lab.refresh();
    return lab;
  }

  /** A value of `lab status --env`, as of the last `refresh`. */
  fact(name: string): string {
    const value = this.#facts[name];
    if (value === undefined || value === "") throw new Error(`the laboratory has no ${name}`);
    return value;
  }

  async refresh(): Promise<void> {
    this.#facts = pairsIn(await this.command("status", "--env"));
  }

  /** Runs a command of the laboratory and returns what it prints. */
  async command(...args: readonly string[]): Promise<string> {
    const ended = await this.#run(args);
    if (ended.status !== 0) throw new Error(`lab ${args.join(" ")} ended with ${ended.status}: ${ended.stderr}`);
    return ended.stdout;
  }

  /** Changes the home's IPv4 address; `options` are those of `lab renumber-wan`. */
  async renumber4(...options: readonly string[]): Promise<Renumbered> {
    return changeIn(pairsIn(await this.command("renumber-wan", "v4", ...options)), "v4");
  }

  /** Changes the home's IPv6 prefix. */
  async renumber6(...options: readonly string[]): Promise<Renumbered> {
    return changeIn(pairsIn(await this.command("renumber-wan", "v6", ...options)), "v6");
  }

  /** Starts a program in a host; its process is the program itself, so signals reach it. */
  spawn(host: string, argv: readonly string[]): Bun.Subprocess<"pipe", "pipe", "pipe"> {
    return Bun.spawn([script, "exec", host, ...argv], {
      env: this.#environment,
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
    });
  }

  /** Runs a program in a host to its end. */
  run(host: string, ...argv: readonly string[]): Promise<Ended> {
    return this.#run(["exec", host, ...argv]);
  }

  /** What `dig` in a host is answered, one value per line, sorted. */
  async dig(host: string, ...query: readonly string[]): Promise<readonly string[]> {
    const { stdout } = await this.run(host, "dig", "+short", "+time=1", "+tries=1", ...query);
    const lines = stdout.split("\n").filter((line) => line !== "" && !line.startsWith(";"));
    return lines.toSorted();
  }

  /** Waits until `dig` in a host is answered with one value. */
  async untilDug(value: string, host: string, ...query: readonly string[]): Promise<void> {
    await until(`${query.join(" ")} is ${value} for ${host}`, async () => {
      const found = await this.dig(host, ...query);
      return found.join() === value ? true : undefined;
    });
  }

  async down(): Promise<void> {
    process.off("exit", this.#onExit);
    await this.command("down");
  }

  async #run(args: readonly string[]): Promise<Ended> {
    const child = Bun.spawn([script, ...args], {
      env: this.#environment,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const [stdout, stderr, status] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    return { status, stdout, stderr };
  }
}

function definedEnvironment(): Record<string, string> {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  const set = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(set), PATH: path };
}

/** `KEY=VALUE` lines; the only quoting in them is that of empty values. */
function pairsIn(text: string): LabFacts {
  return Object.fromEntries(
    text
      .trim()
      .split("\n")
      .map((line) => {
        const [, key = "", value = ""] = /^([^=]*)=(.*)$/.exec(line) ?? [];
        return [key, value === "''" ? "" : value];
      }),
  );
}

function changeIn(pairs: LabFacts, family: "v4" | "v6"): Renumbered {
  const [before, after, startedNs] = [`${family}_old`, `${family}_new`, `${family}_start_ns`].map((key) => pairs[key]);
  if (before === undefined || after === undefined || startedNs === undefined) {
    throw new Error(`no change of ${family} in ${JSON.stringify(pairs)}`);
  }
  return { before, after, startedAt: Number(startedNs) / 1e6 };
}
