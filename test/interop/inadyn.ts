import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ran, runProgram } from "./run-program.ts";

/** Debian's inadyn with a configuration and a cache of its own, one look at a time in the foreground. */
export class Inadyn {
  readonly #folder: string;
  readonly #prefix: readonly string[];

  /**
   * @param folder below which it keeps its files.
   * @param prefix program and arguments in front, for instance those that enter a network namespace.
   */
  constructor(folder: string, prefix: readonly string[] = []) {
    this.#folder = mkdtempSync(join(folder, "inadyn-"));
    this.#prefix = prefix;
  }

  configure(lines: readonly string[]): void {
    writeFileSync(join(this.#folder, "inadyn.conf"), `${lines.join("\n")}\n`);
  }

  /** Sets what it remembers of a host. Without that it asks the system's resolver first. */
  remember(host: string, address: string): void {
    writeFileSync(this.#cachePath(host), address);
  }

  remembered(host: string): string | undefined {
    const path = this.#cachePath(host);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  /** Ends it when it says that it will wait, for minutes, before it tries again. */
  run(args: readonly string[] = []): Promise<Ran> {
    const config = join(this.#folder, "inadyn.conf");
    const usual = ["--once", "--foreground", "--no-pidfile", "--loglevel=debug"];
    const command = ["inadyn", ...usual, `--config=${config}`, `--cache-dir=${this.#folder}`, ...args];
    return runProgram([...this.#prefix, ...command], { until: /Will retry again in \d+ sec/ });
  }

  #cachePath(host: string): string {
    return join(this.#folder, `${host}.cache`);
  }
}
