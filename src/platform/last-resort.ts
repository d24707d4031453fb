import type { Running } from "../core/lifecycle.ts";

/** Takes bugs that nobody else took. */

/**
 * Hands every uncaught exception and every rejected promise that nobody awaits to `onBug`, and lets the process go on:
 * the job that met the bug is lost, names are still being served.
 *
 * Both handlers are needed. Bun 1.4.4 ends the process at an unhandled rejection although there is a handler for
 * uncaught exceptions, where Node would call that one.
 */
export function catchStrayBugs(onBug: (bug: unknown) => void): Running {
  const handler = (bug: unknown): void => onBug(bug);
  process.on("uncaughtException", handler);
  process.on("unhandledRejection", handler);
  return {
    stop: async () => {
      process.off("uncaughtException", handler);
      process.off("unhandledRejection", handler);
    },
  };
}
