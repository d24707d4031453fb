import { spawnSync } from "node:child_process";
import { availableParallelism, cpus } from "node:os";

/**
 * Who runs where: what is measured has the first processor for itself, the load and this program share the others. On a
 * machine with a single processor, or without `taskset`, nothing is pinned, and the results say so.
 */
export interface Processors {
  /** As `taskset` writes them; undefined when nothing is pinned. */
  readonly measured: string | undefined;
  readonly load: string | undefined;
}

/** Divides the processors, and moves this process to those of the load. */
export function divideProcessors(): Processors {
  const count = availableParallelism();
  const load = count === 2 ? "1" : `1-${count - 1}`;
  const isPinned = count > 1 && spawnSync("taskset", ["-apc", load, String(process.pid)]).status === 0;
  return isPinned ? { measured: "0", load } : { measured: undefined, load: undefined };
}

/** The command that runs another one on some processors only; the process keeps its id. */
export function pinned(processors: string | undefined, command: readonly string[]): readonly string[] {
  return processors === undefined ? command : ["taskset", "-c", processors, ...command];
}

/** Lets this process, and what it starts from now on, run everywhere: for questions where programs wait for each other. */
export function shareProcessors(): void {
  spawnSync("taskset", ["-apc", `0-${cpus().length - 1}`, String(process.pid)]);
}
