import type { AnswerConfig, Config, ServerConfig, ZoneConfig } from "../config/config.ts";
import type { AgentJournal, AgentJournalFailure } from "../core/agent-journal.ts";
import type { Instant } from "../core/clock.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { version } from "../core/version.ts";
import { DnsVerifier } from "../reconcile/verify.ts";
import type { StateDirectory } from "../store/open-store.ts";
import type { OpenFailure } from "../store/storage-failure.ts";
import { adminHandler, largestAdminBody } from "./admin-socket.ts";
import { type RunningAgent, startAgent } from "./agent.ts";
import { type AgentHistoryLine, type AgentHistoryRequest, agentHistory } from "./agent-history.ts";
import { hasAgentWork, type KeyedDigest, planAgent } from "./agent-plan.ts";
import type { HostPorts } from "./host-ports.ts";
import type { ConfiguredSource } from "./parse-source.ts";
import { started, storageEnded } from "./process.text.ts";
import { Quiet } from "./quiet.ts";
import type { RunningServer } from "./server.ts";
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
  /**
   * Takes over another configuration, and lists the keys whose changes take effect at the next start only. On failure
   * the earlier one stays in force as a whole.
   */
  reload(config: Config<ConfiguredSource>): Promise<Result<readonly string[], RunFailure>>;
}

export type RunFailure = StateFailure | ServerStartFailure;

/** Pause after which a silent administrator is let go; imports take a while. */
const adminIdleTimeoutMs = 300_000;

/** Starts what the configuration asks for. When one part cannot start, none runs. */
export async function startHoldfast(
  config: Config<ConfiguredSource>,
  stateDirectory: string,
  given: RunPorts,
): Promise<Result<RunningHoldfast, RunFailure>> {
  // A server has something to do all the time, and says itself when it can give memory back: docs/decisions/0011.
  const quiet =
    config.server === undefined ? new Quiet(given.host.clock, () => given.host.memory.giveBack()) : undefined;
  const ports = quiet === undefined ? given : { ...given, log: quiet.watching(given.log) };
  const { host, log, pid } = ports;
  const state = await openState(stateDirectory, config.server === undefined ? "inline" : "thread", { ...host, log });
  if (!state.ok) return state;
  log.write(started, { version, pid, state: stateDirectory });
  const parts: Running[] = [...(quiet === undefined ? [] : [quiet]), { stop: () => state.value.close() }];
  const giveUp = async (reason: RunFailure): Promise<Result<never, RunFailure>> => {
    await stopAll(parts);
    return failure(reason);
  };

  const server =
    config.server === undefined ? ok(undefined) : await openServer(config.server, state.value, stateDirectory, ports);
  if (!server.ok) return giveUp(server);
  if (server.value !== undefined) parts.push(server.value);

  const slot = new AgentSlot(state.value, await keyedDigest(stateDirectory, host), ports);
  parts.push(slot);
  const agent = await slot.replace(config);
  if (!agent.ok) return giveUp({ kind: "store", failure: agent });

  const administrate = adminHandler({
    version,
    pid,
    administration: server.value?.administration,
    server: server.value?.summary,
    agent: () => slot.agent?.summary(),
    agentHistory: (asked) => slot.history(asked),
    retryNow: (target, allowsLargeChange) => slot.agent?.retryNow(target, allowsLargeChange),
  });
  const socket = await host.listeners.http.listen(
    { kind: "socket", path: adminSocketPath(stateDirectory) },
    { largestBodyOctets: largestAdminBody, idleTimeoutMs: adminIdleTimeoutMs },
    (request, peer) => {
      quiet?.stir();
      return administrate(request, peer);
    },
  );
  if (!socket.ok) return giveUp({ kind: "listen", purpose: "admin-socket", failure: socket });
  parts.push(socket.value);

  let isStopping = false;
  return ok({
    server: server.value,
    get agent() {
      return slot.agent;
    },
    hasBroken: state.value.storageEnded.then(({ detail }) => {
      if (!isStopping) log.write(storageEnded, { detail });
    }),
    agentHistory: (asked) => slot.history(asked),
    reload: async (next) => {
      const opened = await slot.prepare(next);
      if (!opened.ok) return failure({ kind: "store", failure: opened });
      if (server.value !== undefined && next.server !== undefined) {
        const replaced = await server.value.replaceConfig(next.server);
        if (!replaced.ok) return replaced;
      }
      const agent = await slot.replace(next);
      return agent.ok ? ok(keysForNextStart(config, next)) : failure({ kind: "store", failure: agent });
    },
    stop: () => {
      isStopping = true;
      return stopAll(parts);
    },
  });
}

async function openServer(
  config: ServerConfig,
  state: StateDirectory,
  stateDirectory: string,
  { host, log, pid }: RunPorts,
): Promise<Result<RunningServer, RunFailure>> {
  const store = await state.openServer();
  if (!store.ok) return failure({ kind: "store", failure: store });
  // Loaded here, because an agent alone is to be small.
  const { startServer } = await import("./server.ts");
  return startServer(config, {
    ...host,
    ...host.listeners,
    exchanges: host.network.datagrams,
    ...store.value,
    log,
    pid,
    stateDirectory,
  });
}

/** Keys in which two configurations differ and that only a start reads. */
function keysForNextStart(before: Config<unknown>, after: Config<unknown>): readonly string[] {
  const [was, is] = [before.server, after.server];
  if (was === undefined || is === undefined) return was === is ? [] : ["server"];
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  return [
    ...(isSame(was.dns.listen, is.dns.listen) ? [] : ["server.dns.listen"]),
    ...(was.dns.threads === is.dns.threads ? [] : ["server.dns.threads"]),
    ...(isSame(was.dns.tls, is.dns.tls) ? [] : ["server.dns.tls"]),
    ...answerKeysForNextStart(was.dns.answers, is.dns.answers),
    ...(was.zones.some((zone) => endsWhoami(zone, is.zones)) ? ["server.zones[].whoami"] : []),
    ...(isSame(was.http.listen, is.http.listen) ? [] : ["server.http.listen"]),
  ];
}

function answerKeysForNextStart(was: AnswerConfig, is: AnswerConfig): readonly string[] {
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  return [
    ...(isSame(was.identity, is.identity) ? [] : ["server.dns.identity"]),
    ...(was.hasExtendedErrors === is.hasExtendedErrors ? [] : ["server.dns.extended-errors"]),
    ...(isSame(was.rateLimit, is.rateLimit) ? [] : ["server.dns.rate-limit"]),
  ];
}

/** True when the zone is still configured, and its reflecting name is another one now or none. */
function endsWhoami({ apex, whoami }: ZoneConfig, zones: readonly ZoneConfig[]): boolean {
  const next = zones.find((zone) => zone.apex.equals(apex));
  return whoami !== undefined && next !== undefined && next.whoami?.name.equals(whoami.name) !== true;
}

/** The place of the agent: empty while neither names nor ports are configured. */
class AgentSlot implements Running {
  agent: RunningAgent | undefined;
  readonly #state: StateDirectory;
  readonly #digest: KeyedDigest;
  readonly #ports: RunPorts;
  #journal: AgentJournal | undefined;
  #authorities: string | undefined;

  constructor(state: StateDirectory, digest: KeyedDigest, ports: RunPorts) {
    this.#state = state;
    this.#digest = digest;
    this.#ports = ports;
  }

  /** Opens what an agent of this configuration needs and there is not yet. */
  async prepare({ agent }: Config<ConfiguredSource>): Promise<Result<AgentJournal | undefined, OpenFailure>> {
    if (!hasAgentWork(agent) || this.#journal !== undefined) return ok(this.#journal);
    const journal = await this.#state.openAgent();
    if (journal.ok) this.#journal = journal.value;
    return journal;
  }

  /** Starts, changes or ends the agent, as the configuration has work for it. */
  async replace(config: Config<ConfiguredSource>): Promise<Result<void, OpenFailure>> {
    const journal = await this.prepare(config);
    if (!journal.ok) return journal;
    if (!hasAgentWork(config.agent) || journal.value === undefined) {
      await this.stop();
      return ok(undefined);
    }
    const { authorities } = config.trust;
    // Connections are made with the authorities of their time; other ones need others throughout.
    if (authorities !== this.#authorities) await this.stop();
    this.#authorities = authorities;
    const { log, clockTime } = this.#ports;
    const host = this.#ports.host.trusting(authorities);
    const plan = planAgent(config.agent, host.network, this.#digest, this.agent?.plan);
    if (this.agent !== undefined) {
      await this.agent.replacePlan(plan);
      return ok(undefined);
    }
    this.agent = await startAgent(plan, {
      clock: host.clock,
      journal: journal.value,
      log,
      monitorFor: host.monitorFor,
      random: host.random,
      sources: host.sources,
      gateways: host.gateways,
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
