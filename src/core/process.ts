import type { Duration } from "./duration.ts";
import type { Running } from "./lifecycle.ts";
import type { Result } from "./result.ts";

/** Running another program: address sources the user configured in the file, and the system's own event printers. */

export interface CommandOutput {
  /** Exit status; a signal counts as 128 plus its number. */
  readonly status: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

export interface CommandFailure {
  readonly code: "command-not-found" | "command-not-executable" | "timed-out" | "answer-too-large" | "aborted";
  readonly detail: string;
}

export interface CommandRunner {
  /** Runs a program without a shell and with empty standard input; it is killed at the timeout. */
  run(
    argv: readonly [program: string, ...args: string[]],
    limits: { readonly timeout: Duration; readonly largestOutputOctets: number; readonly signal?: AbortSignal },
  ): Promise<Result<CommandOutput, CommandFailure>>;
}

/** A program that runs until it is stopped and prints lines, for instance `ip monitor`. */
export interface LineProcess {
  /**
   * Starts a program without a shell and with empty standard input; standard error is discarded. `onEnd` is called once
   * when the program ends by itself or cannot be started, and never after `stop`.
   */
  start(
    argv: readonly [program: string, ...args: string[]],
    onLine: (line: string) => void,
    onEnd: (reason: string) => void,
  ): Running;
}
