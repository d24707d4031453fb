import type { Running } from "../core/lifecycle.ts";

/** What the user, the terminal and the service manager say by signals. */

/** A signal that asks the process to end. */
export type StopSignal = "SIGINT" | "SIGTERM";

export interface SignalActions {
  /** Called once, at the first request to end. */
  readonly stop: (signal: StopSignal) => void;
  /** Called at a second request: somebody does not want to wait any longer. */
  readonly stopNow: (signal: StopSignal) => void;
  /** SIGHUP: read the configuration again. A terminal that closes says the same, and a service has none. */
  readonly reload: () => void;
}

/** Listens until stopped; afterwards signals do again what the system has them do. */
export function watchSignals(actions: SignalActions): Running {
  let hasBeenAsked = false;
  const onStop = (signal: StopSignal): void => {
    if (hasBeenAsked) actions.stopNow(signal);
    else actions.stop(signal);
    hasBeenAsked = true;
  };
  const onInterrupt = (): void => onStop("SIGINT");
  const onTerminate = (): void => onStop("SIGTERM");
  const onHangup = (): void => actions.reload();
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  process.on("SIGHUP", onHangup);
  return {
    stop: async () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
      process.off("SIGHUP", onHangup);
    },
  };
}
