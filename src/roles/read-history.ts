import type { AdministrationFailure, HistoryEntry } from "../core/administration.ts";
import type { AgentJournalFailure } from "../core/agent-journal.ts";
import type { Instant } from "../core/clock.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { StateDirectory } from "../store/open-store.ts";
import { remoteAdministration, remoteAgentHistory } from "./admin-socket.ts";
import { type AgentHistoryLine, type AgentHistoryRequest, agentHistory } from "./agent-history.ts";
import { askRunning, type RunningFailure } from "./ask-running.ts";
import { historyEntries } from "./history-entries.ts";
import { openPresentState, type StateAbsent, type StateFailure, type StatePorts } from "./state.ts";
import { adminSocketPath } from "./state-place.ts";

/** The history of a state directory, whether or not a Holdfast runs on it. Reading makes nothing that is not there. */

export interface WholeHistory {
  readonly agent: readonly AgentHistoryLine[];
  readonly server: readonly HistoryEntry[];
}

export type HistoryFailure =
  | StateFailure
  | StateAbsent
  | { readonly kind: "running"; readonly failure: RunningFailure }
  | { readonly kind: "server"; readonly failure: AdministrationFailure }
  | { readonly kind: "agent"; readonly failure: AgentJournalFailure };

export interface ReadHistoryPorts extends StatePorts {
  /** Shows a point in time as the host's clock does. */
  readonly clockTime: (at: Instant) => string;
}

export async function readHistory(
  directory: string,
  asked: AgentHistoryRequest,
  ports: ReadHistoryPorts,
): Promise<Result<WholeHistory, HistoryFailure>> {
  const running = await askRunning(directory, ports.request);
  if (running.ok) return readRunning(directory, asked, ports);
  if (running.code !== "not-running") return failure({ kind: "running", failure: running });
  const state = await openPresentState(directory, "inline", ports);
  if (!state.ok) return state;
  try {
    return await readStopped(state.value, asked, ports);
  } finally {
    await state.value.close();
  }
}

async function readRunning(
  directory: string,
  asked: AgentHistoryRequest,
  { request }: ReadHistoryPorts,
): Promise<Result<WholeHistory, HistoryFailure>> {
  const socketPath = adminSocketPath(directory);
  const agent = await remoteAgentHistory(socketPath, request, asked);
  if (!agent.ok) {
    return agent.code === "server-unreachable"
      ? failure({ kind: "server", failure: agent })
      : failure({ kind: "agent", failure: agent });
  }
  const server = await remoteAdministration(socketPath, request).history({ ...asked, before: undefined });
  if (server.ok) return ok({ agent: agent.value, server: server.value });
  return server.code === "server-absent"
    ? ok({ agent: agent.value, server: [] })
    : failure({ kind: "server", failure: server });
}

async function readStopped(
  state: StateDirectory,
  asked: AgentHistoryRequest,
  ports: ReadHistoryPorts,
): Promise<Result<WholeHistory, HistoryFailure>> {
  let agent: readonly AgentHistoryLine[] = [];
  if (state.has("agent")) {
    const journal = await state.openAgent();
    if (!journal.ok) return failure({ kind: "store", failure: journal });
    const lines = await agentHistory(journal.value, asked, ports.clockTime);
    if (!lines.ok) return failure({ kind: "agent", failure: lines });
    agent = lines.value;
  }
  let server: readonly HistoryEntry[] = [];
  if (state.has("server")) {
    const store = await state.openServer();
    if (!store.ok) return failure({ kind: "store", failure: store });
    const entries = await historyEntries(store.value.journal, { ...asked, before: undefined });
    if (!entries.ok) return failure({ kind: "server", failure: entries });
    server = entries.value;
  }
  return ok({ agent, server });
}
