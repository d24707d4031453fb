import type { LogConfig } from "../config/config.ts";
import type { Language } from "../core/language.ts";
import type { LocalRequest } from "../core/local-socket.ts";
import type { Log } from "../core/log.ts";
import type { Result } from "../core/result.ts";
import type { Running } from "../core/lifecycle.ts";
import type { SignalActions } from "../platform/signals.ts";
import type { HostPorts } from "../roles/host-ports.ts";
import type { StateAccess, StatePorts } from "../roles/state.ts";
import type { OpenAdministrationFailure, OpenedAdministration } from "../roles/open-administration.ts";

/** What commands may do beyond reading configuration and printing: everything that reaches the process and the host. */
export interface ProcessEdge {
  readonly pid: number;
  /** True when standard output is a terminal that shows colours. */
  readonly hasColours: boolean;
  createLog(config: LogConfig, language: Language): Log;
  createPorts(log: Log): Promise<HostPorts>;
  openAdministration(
    stateDirectory: string,
    access: StateAccess,
    ports: StatePorts,
  ): Promise<Result<OpenedAdministration, OpenAdministrationFailure>>;
  readonly request: LocalRequest;
  /** From now until stopped, signals call these instead of ending the process. */
  watchSignals(actions: SignalActions): Running;
  /**
   * A line from the person at the terminal, not echoed when it is to be hidden; undefined when there is nobody, or the
   * person gives up.
   */
  ask(question: string, isHidden: boolean): Promise<string | undefined>;
  /**
   * Gives a process that has work all the time the settings of the runtime that suit it. It may start this program anew in
   * its own place, so it is to be called before anything is opened or told.
   */
  prepareForWork(): void;
  /** Ends the process at once; for those who do not want to wait for an orderly end. */
  exitNow(status: number): void;
}
