import type { Running } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import { stopped, stopping } from "../roles/process.text.ts";
import type { CommandContext } from "./context.ts";
import { type ExitStatus, exitStatus } from "./exit-status.ts";

/** What a command stays with until it is told to end. */
export interface Stay extends Running {
  /** Resolves when it has ended by itself. */
  readonly hasBroken: Promise<void>;
  /** Reads its configuration again. */
  reload(): void;
}

/**
 * Starts something and stays until a signal ends it or it ends by itself.
 *
 * Signals count from before the start, so that none of them kills a process that is half up: one that asks to end is
 * obeyed once everything runs, a second one at once.
 *
 * @param start tells by itself why nothing was started, and then returns how the command ends.
 */
export async function stayWith(
  context: CommandContext,
  log: Log,
  start: () => Promise<Stay | ExitStatus>,
): Promise<ExitStatus> {
  const asked = Promise.withResolvers<ExitStatus>();
  let running: Stay | undefined;
  const watching = context.edge.watchSignals({
    stop: (signal) => {
      log.write(stopping, { signal });
      asked.resolve(exitStatus.done);
    },
    stopNow: () => context.edge.exitNow(exitStatus.failed),
    reload: () => running?.reload(),
  });
  try {
    const started = await start();
    if (typeof started === "number") return started;
    running = started;
    const broken = running.hasBroken.then(() => exitStatus.failed);
    const status = await Promise.race([asked.promise, broken]);
    await running.stop();
    log.write(stopped, {});
    return status;
  } finally {
    await watching.stop();
  }
}
