import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A real server under test: runs in the foreground in a folder of its own and is gone afterwards. */
export class Daemon {
  readonly folder: string;
  #child: ChildProcess | undefined;
  #output = "";

  constructor(name: string) {
    this.folder = mkdtempSync(join(tmpdir(), `holdfast-${name}-`));
  }

  start(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
    const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
    const child = spawn(program, args, {
      cwd: this.folder,
      env: { ...process.env, PATH: path, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const keep = (text: Buffer): void => {
      this.#output = (this.#output + text.toString()).slice(-4_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    this.#child = child;
  }

  /** The last of what it has said. */
  get output(): string {
    return this.#output;
  }

  /** Asks until it answers; a server that ends instead is shown with its last words. */
  async untilReady(isReady: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      if (this.#child?.exitCode !== null) break;
      if (await isReady()) return;
      await Bun.sleep(50);
    }
    throw new Error(`the server does not answer:\n${this.#output}`);
  }

  /** Ends the server and keeps its folder, so that it can be started again; tells its exit status, null for a signal. */
  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) return null;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill(signal);
      await gone;
    }
    return child.exitCode;
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
