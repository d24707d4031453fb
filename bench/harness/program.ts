import { type ChildProcess, spawn } from "node:child_process";
import { pinned } from "./processors.ts";

/** A program that is measured or loads what is measured: runs pinned, its words are kept, and it is gone afterwards. */
export class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #output = "";
  #lines: ((line: string) => void)[] = [];

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once("close", (status) => resolve(status)));
    running.add(child);
    child.once("exit", () => running.delete(child));
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => this.#take(text));
  }

  /** @param processors as `taskset` writes them; undefined leaves the choice to the system. */
  static start(
    command: readonly string[],
    processors: string | undefined,
    environment: Readonly<Record<string, string>> = {},
  ): Program {
    const [program = "", ...args] = pinned(processors, command);
    const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
    const env = { ...process.env, PATH: path, ...environment };
    return new Program(spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Everything said so far on both outputs; of a talkative program the end. */
  get output(): string {
    return this.#output;
  }

  /** Calls for each further whole line. */
  onLine(heard: (line: string) => void): void {
    this.#lines.push(heard);
  }

  /** Waits for the end. @throws Error with the last words when the status is not 0. */
  async finish(): Promise<string> {
    const status = await this.#ended;
    if (status !== 0) throw new Error(`${this.#child.spawnargs.join(" ")} ended with ${status}:\n${this.#output}`);
    return this.#output;
  }

  /** Waits for a state of things; a program that ends instead is shown with its last words. */
  async until(isSo: () => Promise<boolean> | boolean, limitMs = 60_000, pauseMs = 20): Promise<void> {
    for (const end = performance.now() + limitMs; performance.now() < end; await Bun.sleep(pauseMs)) {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) break;
      if (await isSo()) return;
    }
    throw new Error(`${this.#child.spawnargs.join(" ")} is not ready:\n${this.#output}`);
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const patience = setTimeout(() => this.#child.kill("SIGKILL"), 10_000);
    this.#child.kill(signal);
    await this.#ended;
    clearTimeout(patience);
  }

  #take(text: string): void {
    const known = this.#output.length;
    this.#output += text;
    let start = this.#output.lastIndexOf("\n", known - 1) + 1;
    for (let end = this.#output.indexOf("\n", known); end >= 0; end = this.#output.indexOf("\n", start)) {
      const line = this.#output.slice(start, end);
      start = end + 1;
      for (const heard of this.#lines) heard(line);
    }
    if (this.#output.length > mostKept) this.#output = this.#output.slice(-mostKept / 2);
  }
}

/** Characters of output that are kept. */
const mostKept = 1_000_000;

/** Whatever ends this process, nothing it started is left behind. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
