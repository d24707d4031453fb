import type { Administration } from "../core/administration.ts";
import type { FileReader } from "../core/files.ts";
import type { JournalFailure } from "../core/journal.ts";
import type { Random } from "../core/random.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { remoteAdministration } from "./admin-socket.ts";
import { askRunning, type RunningFailure } from "./ask-running.ts";
import { LocalAdministration } from "./local-administration.ts";
import { openServedZones } from "./served-zones.ts";
import {
  isState,
  openPresentState,
  openState,
  type StateAbsent,
  type StateAccess,
  type StateFailure,
  type StatePorts,
} from "./state.ts";
import { readPresence } from "./presence-file.ts";
import { adminSocketPath, presencePath } from "./state-place.ts";
import { zoneSummary } from "./zone-summary.ts";

/** Administration of whatever owns a state directory: the server that runs on it, or nobody, and then we do it here. */

export interface OpenedAdministration {
  readonly administration: Administration;
  /** True when a server runs, so that a change is served at once. */
  readonly isRunning: boolean;
  /** True when the directory has been made for this. */
  readonly isNew: boolean;
  close(): Promise<void>;
}

/** Why neither worked. */
export type OpenAdministrationFailure =
  | StateFailure
  | StateAbsent
  | { readonly kind: "journal"; readonly failure: JournalFailure }
  | { readonly kind: "running"; readonly failure: RunningFailure };

export interface OpenAdministrationPorts extends StatePorts {
  readonly files: FileReader;
  readonly random: Random;
}

/**
 * @param access `create` for what may come before the first start, such as a zone; everything else is about something
 * that must be there, and a directory that is not is a mistake in its name.
 */
export async function openAdministration(
  stateDirectory: string,
  access: StateAccess,
  ports: OpenAdministrationPorts,
): Promise<Result<OpenedAdministration, OpenAdministrationFailure>> {
  const remote = await openRemote(stateDirectory, ports);
  if (remote.ok || remote.failure.code !== "not-running") return remote;
  const local = await openLocal(stateDirectory, access, ports);
  const isTaken = !local.ok && local.kind === "lock" && local.failure.code === "state-in-use";
  if (!isTaken) return local;
  // A server that was starting when we asked may answer by now.
  const late = await openRemote(stateDirectory, ports);
  return late.ok ? late : local;
}

async function openRemote(
  stateDirectory: string,
  { request }: OpenAdministrationPorts,
): Promise<Result<OpenedAdministration, Extract<OpenAdministrationFailure, { kind: "running" }>>> {
  const running = await askRunning(stateDirectory, request);
  if (!running.ok) return failure({ kind: "running", failure: running });
  const administration = remoteAdministration(adminSocketPath(stateDirectory), request);
  return ok({ administration, isRunning: true, isNew: false, close: () => Promise.resolve() });
}

async function openLocal(
  stateDirectory: string,
  access: StateAccess,
  ports: OpenAdministrationPorts,
): Promise<Result<OpenedAdministration, OpenAdministrationFailure>> {
  const isNew = !isState(stateDirectory);
  const state = await (access === "create" ? openState : openPresentState)(stateDirectory, "inline", ports);
  if (!state.ok) return state;
  const close = (): Promise<void> => state.value.close();
  const store = await state.value.openServer();
  if (!store.ok) {
    await close();
    return failure({ kind: "store", failure: store });
  }
  const zones = await openServedZones({ ...ports, ...store.value });
  if (!zones.ok) {
    await close();
    return failure({ kind: "journal", failure: zones });
  }
  zones.value.presence.restore(await readPresence(presencePath(stateDirectory), ports.files));
  const administration = new LocalAdministration({
    ...ports,
    ...store.value,
    ...zones.value,
    view: zones.value.table,
    transport: "offline",
    // A stopped server reads its configuration when it starts; what it lists is created again then.
    isConfigured: () => false,
    isReserved: () => false,
    isCopy: () => false,
    zoneSummaries: () => zones.value.table.zones().map(zoneSummary),
  });
  return ok({ administration, isRunning: false, isNew, close });
}
