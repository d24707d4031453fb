import type { Config } from "../config/config.ts";
import type { AgentJournal, AgentJournalFailure } from "../core/agent-journal.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { version } from "../core/version.ts";
import type { Instant } from "../core/clock.ts";
import { DnsVerifier } from "../reconcile/verify.ts";
import type { StateDirectory } from "../store/open-store.ts";
import type { OpenFailure } from "../store/storage-failure.ts";
import { adminHandler, largestAdminBody } from "./admin-socket.ts";
import { type RunningAgent, startAgent } from "./agent.ts";
import { type AgentHistoryLine, type AgentHistoryRequest, agentHistory } from "./agent-history.ts";
import { type ConfiguredSource, type KeyedDigest, planAgent } from "./agent-plan.ts";
import type { HostPorts } from "./host-ports.ts";
import { started, storageEnded } from "./process.text.ts";
import { type RunningServer, startServer } from "./server.ts";
import type { ServerStartFailure } from "./server-start.text.ts";
import { keyedDigest, openState, type StateFailure } from "./state.ts";
import { adminSocketPath } from "./state-place.ts";

/** A whole Holdfast: the roles of one configuration on one state directory, with the socket for its administrator. */

export interface RunPorts {
  readonly host: HostPorts;
  readonly log: Log;
  readonly pid: number;
  /** Shows a point in time as the host's clock does. */
  readonly clockTime: (at: Instant) => string;
}

export interface RunningHoldfast extends Running {
  readonly server: RunningServer | undefined;
  readonly agent: RunningAgent | undefined;
  /** Resolves when storage has ended by itself, after which only a new process helps. */
  readonly hasBroken: Promise<void>;
  /** What the agent wrote down, newest first; empty when there is no agent. */
  agentHistory(asked: AgentHistoryRequest): Promise<Result<readonly AgentHistoryLine[], AgentJournalFailure>>;
  /** Takes over another configuration of the agent; everything else takes effect at the next start. */
  reload(config: Config<ConfiguredSource>): Promise<Result<void, RunFailure>>;
}

export type RunFailure = StateFailure | ServerStartFailure;

/** Pause after which a silent administrator is let go; imports take a while. */
const adminIdleTimeoutMs = 300_000;

/** Starts what the configuration asks for. When one part cannot start, none runs. */
export async function startHoldfast(
  config: Config<ConfiguredSource>,
  stateDirectory: string,
  ports: RunPorts,
): Promise<Result<RunningHoldfast, RunFailure>> {
  const { host, log, pid } = ports;
  const state = await openState(stateDirectory, config.server === undefined ? "inline" : "thread", { ...host, log });
  if (!state.ok) return state;
  log.write(started, { version, pid, state: stateDirectory });
  const parts: Running[] = [{ stop: () => state.value.close() }];
  const giveUp = async (reason: RunFailure): Promise<Result<never, RunFailure>> => {
    await stopAll(parts);
    return failure(reason);
  };

  let server: RunningServer | undefined;
  if (config.server !== undefined) {
    const store = await state.value.openServer();
    if (!store.ok) return giveUp({ kind: "store", failure: store });
    const opened = await startServer(config.server, { ...host, ...host.listeners, ...store.value, log, pid });
    if (!opened.ok) return giveUp(opened);
    server = opened.value;
    parts.push(server);
  }

  const slot = new AgentSlot(state.value, await keyedDigest(stateDirectory, host), ports);
  const agent = await slot.replace(config);
  if (!agent.ok) return giveUp({ kind: "store", failure: agent });
  parts.push(slot);

  const { administration } = server ?? {};
  const socket = await host.listeners.http.listen(
    { kind: "socket", path: adminSocketPath(stateDirectory) },
    { largestBodyOctets: largestAdminBody, idleTimeoutMs: adminIdleTimeoutMs },
    adminHandler({
      version,
      pid,
      administration,
      server: server?.summary,
      agent: () => slot.agent?.summary(),
      agentHistory: (asked) => slot.history(asked),
      retryNow: (target, allowsLargeChange) => slot.agent?.retryNow(target, allowsLargeChange),
    }),
  );
  if (!socket.ok) return giveUp({ kind: "listen", purpose: "admin-socket", failure: socket });
  parts.push(socket.value);

  let isStopping = false;
  return ok({
    server,
    get agent() {
      return slot.agent;
    },
    hasBroken: state.value.storageEnded.then(({ detail }) => {
      if (!isStopping) log.write(storageEnded, { detail });
    }),
    agentHistory: (asked) => slot.history(asked),
    reload: async (next) => {
      const replaced = await slot.replace(next);
      return replaced.ok ? replaced : failure({ kind: "store", failure: replaced });
    },
    stop: () => {
      isStopping = true;
      return stopAll(parts);
    },
  });
}

/** The place of the agent, which one configuration after the other may fill. */
class AgentSlot implements Running {
  agent: RunningAgent | undefined;
  readonly #state: StateDirectory;
  readonly #digest: KeyedDigest;
  readonly #ports: RunPorts;
  #journal: AgentJournal | undefined;

  constructor(state: StateDirectory, digest: KeyedDigest, ports: RunPorts) {
    this.#state = state;
    this.#digest = digest;
    this.#ports = ports;
  }

  /** Ends the agent there is and starts the configured one, if names are configured. */
  async replace(config: Config<ConfiguredSource>): Promise<Result<void, OpenFailure>> {
    await this.stop();
    if (config.agent.names.length === 0) return ok(undefined);
    const journal = this.#journal === undefined ? await this.#state.openAgent() : ok(this.#journal);
    if (!journal.ok) return journal;
    this.#journal = journal.value;
    const { log, clockTime } = this.#ports;
    const host = this.#ports.host.trusting(config.trust.authorities);
    const { interval } = config.agent;
    const plan = planAgent(config.agent, host.network, this.#digest);
    const specs = plan.tasks.flatMap((task) => task.specs);
    this.agent = await startAgent(plan, interval, {
      clock: host.clock,
      journal: journal.value,
      log,
      monitor: host.monitorFor(specs, interval),
      random: host.random,
      sources: host.sources,
      verifier: new DnsVerifier(host.network),
      clockTime,
    });
    return ok(undefined);
  }

  async history(asked: AgentHistoryRequest): Promise<Result<readonly AgentHistoryLine[], AgentJournalFailure>> {
    return this.#journal === undefined ? ok([]) : agentHistory(this.#journal, asked, this.#ports.clockTime);
  }

  async stop(): Promise<void> {
    await this.agent?.stop();
    this.agent = undefined;
  }
}
