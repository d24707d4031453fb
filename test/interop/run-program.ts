import { spawn } from "node:child_process";
import { once } from "node:events";

/** Runs another program to its end and keeps what it said. */

export interface Ran {
  /** Null when a signal ended it. */
  readonly status: number | null;
  /** Standard output, and standard error behind it. */
  readonly output: string;
}

export interface RunOptions {
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Words after which the program is asked to end (SIGTERM), for one that would now wait for minutes. */
  readonly until?: RegExp;
}

/** Longer than any program here needs on a busy machine. */
const patienceMs = 30_000;

export async function runProgram(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, {
    cwd: options.folder,
    env: {
      ...process.env,
      LC_ALL: "C",
      PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`,
      ...options.environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: patienceMs,
    killSignal: "SIGKILL",
  });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (text: Buffer) => {
      said[stream] += text.toString();
      if (options.until?.test(said[stream]) === true) child.kill("SIGTERM");
    });
  }
  await once(child, "close");
  return { status: child.exitCode, output: said.stdout + said.stderr };
}
