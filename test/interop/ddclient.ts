import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ran, runProgram } from "./run-program.ts";

/** Debian's ddclient with a configuration and a cache of its own, run once at a time. */
export class Ddclient {
  readonly #folder: string;
  readonly #prefix: readonly string[];

  /**
   * @param folder below which it keeps its files.
   * @param prefix program and arguments in front, for instance those that enter a network namespace.
   */
  constructor(folder: string, prefix: readonly string[] = []) {
    this.#prefix = prefix;
    this.#folder = mkdtempSync(join(folder, "ddclient-"));
  }

  /** Writes the configuration as a user would; it may hold passwords, so ddclient wants it private. */
  configure(lines: readonly string[]): void {
    const path = join(this.#folder, "ddclient.conf");
    writeFileSync(path, `${lines.join("\n")}\n`);
    chmodSync(path, 0o600);
  }

  run(args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const files = ["-file", join(this.#folder, "ddclient.conf"), "-cache", this.#cachePath];
    const options = { folder: this.#folder, environment };
    return runProgram([...this.#prefix, "ddclient", ...files, "-daemon=0", "-noquiet", "-verbose", ...args], options);
  }

  /** What it remembers of a host; undefined when it knows nothing. */
  remembered(host: string): Readonly<Record<string, string>> | undefined {
    if (!existsSync(this.#cachePath)) return undefined;
    const line = readFileSync(this.#cachePath, "utf8")
      .split("\n")
      .find((text) => text.endsWith(` ${host}`));
    if (line === undefined) return undefined;
    const facts = line.slice(0, -host.length - 1).split(",");
    return Object.fromEntries(
      facts.map((fact) => [fact.slice(0, fact.indexOf("=")), fact.slice(fact.indexOf("=") + 1)]),
    );
  }

  get #cachePath(): string {
    return join(this.#folder, "ddclient.cache");
  }
}
