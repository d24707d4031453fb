import type { AgentEvent, AgentJournal } from "../core/agent-journal.ts";
import type { Clock, Instant } from "../core/clock.ts";
import type { Duration } from "../core/duration.ts";
import type { Running } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import type { Random } from "../core/random.ts";
import { parseTargetId } from "../core/target-id.ts";
import { version } from "../core/version.ts";
import type { DetectPorts } from "../detect/build-source.ts";
import type { Monitor } from "../detect/monitor/monitor.ts";
import type { Verifier } from "../reconcile/verify.ts";
import { Scheduler } from "../reconcile/schedule.ts";
import type { AgentPlan } from "./agent-plan.ts";
import { type AgentSummary, agentSummary } from "./agent-summary.ts";
import { agentStarted, eventUnwritten } from "./agent.text.ts";
import { Detection } from "./detection.ts";

/** The agent: keeps verdicts current and the configured names equal to them. */

export interface AgentPorts {
  readonly clock: Clock;
  readonly journal: AgentJournal;
  readonly log: Log;
  readonly monitor: Monitor;
  readonly random: Random;
  readonly sources: DetectPorts;
  readonly verifier: Verifier;
  /** Shows a point in time as the host's clock does. */
  readonly clockTime: (at: Instant) => string;
}

export interface RunningAgent extends Running {
  summary(): AgentSummary;
  /** Attempts one target, or all, without waiting for pauses and in spite of refusals, and asks for addresses anew. */
  retryNow(target: string | undefined, allowsLargeChange: boolean): void;
}

/** Starts keeping; nothing is written before the first verdicts. */
export async function startAgent(plan: AgentPlan, interval: Duration, ports: AgentPorts): Promise<RunningAgent> {
  const { clock, journal, log } = ports;
  const startedAt = clock.now();
  const happened = (event: AgentEvent): Promise<void> =>
    journal.record(event).then((recorded) => {
      if (!recorded.ok) log.write(eventUnwritten, { code: recorded.code, detail: recorded.detail });
    });
  await happened({ kind: "started", at: startedAt, version });
  const scheduler = await Scheduler.start(plan.reconcile, new Map(), ports);
  const detection = new Detection(plan.tasks, interval, ports, {
    verdictsChanged: (verdicts) => scheduler.replaceVerdicts(verdicts),
    happened: (event) => void happened(event),
  });
  log.write(agentStarted, { names: plan.reconcile.names.length, monitor: ports.monitor.id });
  return {
    summary: () => agentSummary(startedAt, detection.verdicts, scheduler.status(), ports.clockTime),
    retryNow: (target, allowLargeChange) => {
      const id = target === undefined || parseTargetId(target) === undefined ? undefined : target;
      const kept = scheduler.status().find((status) => status.target === id)?.target;
      if (target !== undefined && kept === undefined) return;
      detection.askAgain();
      scheduler.retryNow(kept, { allowLargeChange });
    },
    stop: async () => {
      await detection.stop();
      await scheduler.stop();
      await happened({ kind: "stopped", at: clock.now() });
    },
  };
}
