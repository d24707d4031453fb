import type { Administration } from "../core/administration.ts";
import type { Clock } from "../core/clock.ts";
import type { JournalFailure } from "../core/journal.ts";
import type { LocalFailure, LocalRequest } from "../core/local-socket.ts";
import type { Random } from "../core/random.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { remoteAdministration } from "./admin-socket.ts";
import { LocalAdministration } from "./local-administration.ts";
import { openServedZones } from "./served-zones.ts";
import { openState, type StateFailure } from "./state.ts";
import { adminSocketPath } from "./state-place.ts";

/** Administration of whatever owns a state directory: the server that runs on it, or nobody, and then we do it here. */

export interface OpenedAdministration {
  readonly administration: Administration;
  close(): Promise<void>;
}

/** Why neither worked. */
export type OpenAdministrationFailure =
  | StateFailure
  | { readonly kind: "journal"; readonly failure: JournalFailure }
  | { readonly kind: "socket"; readonly failure: LocalFailure };

export interface OpenAdministrationPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly request: LocalRequest;
}

/** Asks the socket first: a lock that is held without one means a process that is just starting or ending. */
export async function openAdministration(
  stateDirectory: string,
  ports: OpenAdministrationPorts,
): Promise<Result<OpenedAdministration, OpenAdministrationFailure>> {
  const socketPath = adminSocketPath(stateDirectory);
  const summary = await ports.request(socketPath, { method: "GET", path: "/summary" });
  if (summary.ok) {
    return ok({ administration: remoteAdministration(socketPath, ports.request), close: () => Promise.resolve() });
  }
  if (summary.code !== "not-running") return failure({ kind: "socket", failure: summary });
  const state = await openState(stateDirectory, true);
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
  const administration = new LocalAdministration({
    ...ports,
    ...store.value,
    ...zones.value,
    view: zones.value.table,
    transport: "offline",
    // A stopped server reads its configuration when it starts; what it lists is created again then.
    isConfigured: () => false,
  });
  return ok({ administration, close });
}
