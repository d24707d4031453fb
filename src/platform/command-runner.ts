import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { Clock } from "../core/clock.ts";
import type { CommandFailure, CommandOutput, CommandRunner } from "../core/process.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { Deadline } from "./deadline.ts";
import { OctetCollector } from "./octet-collector.ts";
import { describeSystemError, systemCode } from "./system-error.ts";

/** Runs programs over node:child_process: no shell, no standard input, an end in time. What they print is the caller's. */

type Limits = Parameters<CommandRunner["run"]>[1];
type RunResult = Result<CommandOutput, CommandFailure>;

/**
 * Each program leads a process group of its own. The group is killed as soon as the program itself has ended or must
 * end, so that nothing it left in the background lives on or keeps its output open.
 */
export function createCommandRunner(clock: Clock): CommandRunner {
  return {
    run: async ([program, ...args], limits) => {
      const deadline = Deadline.start(clock, limits.timeout, limits.signal);
      try {
        const { spawn } = await import("node:child_process");
        if (deadline.code !== undefined) return failure({ code: deadline.code, detail: `${program}: not started` });
        const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, windowsHide: true });
        return await finish(child, program, limits, deadline);
      } catch (error) {
        // Bun 1.4.4 throws for a file that is no program and reports other reasons as events.
        return startFailure(program, error);
      } finally {
        deadline.cancel();
      }
    },
  };
}

function finish(child: ChildProcess, program: string, limits: Limits, deadline: Deadline): Promise<RunResult> {
  return new Promise((resolve) => {
    let status: number | undefined;
    const stdout = new OctetCollector(limits.largestOutputOctets);
    const stderr = new OctetCollector(limits.largestOutputOctets);
    const output = (ended: number): RunResult => ok({ status: ended, stdout: stdout.octets, stderr: stderr.octets });
    const stop = (result: RunResult): void => {
      resolve(result);
      // Once the program has ended its number may be another's.
      if (status === undefined) killGroup(child);
      // Whoever fled the group with our pipes in hand must not keep them open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    deadline.signal.addEventListener("abort", () => {
      const code = deadline.code ?? "aborted";
      stop(status === undefined ? failure({ code, detail: `${program}: still running` }) : output(status));
    });
    for (const [stream, collector] of [
      [child.stdout, stdout],
      [child.stderr, stderr],
    ] as const) {
      stream?.on("error", () => undefined);
      stream?.on("data", (chunk: Uint8Array) => {
        if (collector.add(chunk)) return;
        const detail = `${program}: printed more than ${limits.largestOutputOctets} octets`;
        stop(failure({ code: "answer-too-large", detail }));
      });
    }
    child.on("error", (error) => resolve(startFailure(program, error)));
    child.on("exit", (exitStatus, signal) => {
      status = exitStatus ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      killGroup(child);
    });
    child.on("close", () => {
      if (status !== undefined) resolve(output(status));
    });
  });
}

/** Kills the program and what it started; those that have ended already are no error. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    // Windows knows no process groups; there only the program itself is ended.
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (systemCode(error) !== "ESRCH") throw error;
  }
}

function startFailure(program: string, error: unknown): RunResult {
  const code = systemCode(error) === "ENOENT" ? "command-not-found" : "command-not-executable";
  return failure({ code, detail: `${program}: ${describeSystemError(error)}` });
}
