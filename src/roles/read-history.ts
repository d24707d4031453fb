import type { HistoryEntry } from "../core/administration.ts";
import type { Instant } from "../core/clock.ts";
import type { LocalFailure, LocalRequest } from "../core/local-socket.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { type AgentHistoryLine, agentHistory } from "./agent-history.ts";
import { remoteAdministration } from "./admin-socket.ts";
import { historyEntries } from "./history-entries.ts";
import { openState, type StateFailure } from "./state.ts";
import { adminSocketPath } from "./state-place.ts";

/** The history of a state directory, whether or not a Holdfast runs on it. */

export interface WholeHistory {
  readonly agent: readonly AgentHistoryLine[];
  readonly server: readonly HistoryEntry[];
}

export type HistoryFailure =
  | StateFailure
  | { readonly kind: "socket"; readonly failure: LocalFailure }
  | { readonly kind: "unread"; readonly detail: string };

export interface HistoryRequest {
  /** Only what concerns this name. */
  readonly owner: string | undefined;
  readonly limit: number;
}

export async function readHistory(
  directory: string,
  asked: HistoryRequest,
  ports: { readonly request: LocalRequest; readonly clockTime: (at: Instant) => string },
): Promise<Result<WholeHistory, HistoryFailure>> {
  const socketPath = adminSocketPath(directory);
  const agent = await ports.request(socketPath, {
    method: "POST",
    path: "/agent-history",
    body: JSON.stringify([asked.limit]),
  });
  if (agent.ok) {
    const server = await remoteAdministration(socketPath, ports.request).history({ ...asked, before: undefined });
    return ok({
      // The socket belongs to our own program; its answer is of the type it is declared with.
      agent: agent.value.status === 200 ? (JSON.parse(agent.value.body) as readonly AgentHistoryLine[]) : [],
      server: server.ok ? server.value : [],
    });
  }
  if (agent.code !== "not-running") return failure({ kind: "socket", failure: agent });
  return readStopped(directory, asked, ports.clockTime);
}

/** Opens what there is. A store that does not exist yet is created empty, as the next start would. */
async function readStopped(
  directory: string,
  asked: HistoryRequest,
  clockTime: (at: Instant) => string,
): Promise<Result<WholeHistory, HistoryFailure>> {
  const state = await openState(directory, true);
  if (!state.ok) return state;
  try {
    const journal = await state.value.openAgent();
    if (!journal.ok) return failure({ kind: "store", failure: journal });
    const agent = await agentHistory(journal.value, asked.limit, clockTime);
    if (!agent.ok) return failure({ kind: "unread", detail: agent.detail });
    const store = await state.value.openServer();
    if (!store.ok) return failure({ kind: "store", failure: store });
    const server = await historyEntries(store.value.journal, { ...asked, before: undefined });
    if (!server.ok) return failure({ kind: "unread", detail: server.detail });
    return ok({ agent: agent.value, server: server.value });
  } finally {
    await state.value.close();
  }
}
