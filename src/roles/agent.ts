import type { AgentEvent, AgentJournal, TargetId } from "../core/agent-journal.ts";
import type { Instant } from "../core/clock.ts";
import type { Duration } from "../core/duration.ts";
import type { Running } from "../core/lifecycle.ts";
import type { Random } from "../core/random.ts";
import { version } from "../core/version.ts";
import type { Monitor } from "../detect/monitor/monitor.ts";
import type { SourceSpec } from "../detect/source-spec.ts";
import type { Gateways } from "../gateway/find-gateway.ts";
import { Scheduler } from "../reconcile/schedule.ts";
import type { Verifier } from "../reconcile/verify.ts";
import type { AgentPlan } from "./agent-plan.ts";
import { type AgentSummary, agentSummary } from "./agent-summary.ts";
import { agentStarted, eventUnwritten } from "./agent.text.ts";
import type { PlannedBeacon } from "./beacon-plan.ts";
import type { Beacons } from "./beacons.ts";
import { Detection, type DetectionPorts } from "./detection.ts";
import { PortKeeping } from "./port-keeping.ts";

/** The agent: keeps verdicts current, the configured names equal to them, and the configured ports open. */

export interface AgentPorts extends DetectionPorts {
  readonly journal: AgentJournal;
  readonly random: Random;
  readonly verifier: Verifier;
  readonly gateways: Gateways;
  /** @param needsRouter true follows what routers announce even where no source asks them. */
  readonly monitorFor: (specs: readonly SourceSpec[], interval: Duration, needsRouter?: boolean) => Monitor;
  /** Shows a point in time as the host's clock does. */
  readonly clockTime: (at: Instant) => string;
}

export interface RunningAgent extends Running {
  /** What it keeps now. */
  readonly plan: AgentPlan;
  /** Goes on with another plan; what is the same in both is not disturbed. */
  replacePlan(plan: AgentPlan): Promise<void>;
  summary(): AgentSummary;
  /** Attempts one target, or all, without waiting for pauses and in spite of refusals, and asks for addresses anew. */
  retryNow(target: string | undefined, allowsLargeChange: boolean): void;
}

/** Starts keeping; nothing is written before the first verdicts. */
export async function startAgent(first: AgentPlan, ports: AgentPorts): Promise<RunningAgent> {
  const { clock, journal, log } = ports;
  const startedAt = clock.now();
  const happened = async (event: AgentEvent): Promise<void> => {
    const recorded = await journal.record(event);
    if (!recorded.ok) log.write(eventUnwritten, { code: recorded.code, detail: recorded.detail });
  };
  await happened({ kind: "started", at: startedAt, version });
  let plan = first;
  const scheduler = await Scheduler.start(plan.reconcile, new Map(), ports);
  let beacons: Beacons | undefined;
  const lightBeacons = async (planned: readonly PlannedBeacon[]): Promise<void> => {
    if (beacons === undefined && planned.length === 0) return;
    // Loaded here, because an agent of other services is to be small.
    const { Beacons } = await import("./beacons.ts");
    beacons ??= new Beacons(
      { ...ports.sources, log },
      {
        verdict: (key) => detection.verdicts.get(key),
        mayHaveChanged: (family) => detection.suspectChange("beacon", family),
        // Whatever is under way, held or paused knows already that the record is not right.
        isServedOtherwise: (target) => {
          const isThoughtRight = scheduler.status().some((one) => one.target === target && one.state === "settled");
          if (isThoughtRight) scheduler.retryNow(target, { allowLargeChange: false });
        },
      },
    );
    await beacons.replace(planned);
  };
  const portKeeping = new PortKeeping({ ...ports, addressTable: ports.sources.addressTable });
  const monitorFor: DetectionPorts["monitorFor"] = (specs, interval) =>
    ports.monitorFor(specs, interval, plan.exposures.length > 0);
  const detection = new Detection(
    { ...ports, monitorFor },
    {
      verdictsChanged: (verdicts) => {
        scheduler.replaceVerdicts(verdicts);
        // Routers bind entries to the address they were made under.
        portKeeping.networkChanged();
      },
      networkChanged: () => {
        scheduler.networkChanged();
        portKeeping.networkChanged();
        beacons?.networkChanged();
      },
      pollDue: () => portKeeping.look(),
      happened: (event) => void happened(event),
    },
  );
  await portKeeping.replace(plan.exposures);
  await detection.replaceTasks(plan.tasks, plan.interval, plan.groups);
  await lightBeacons(plan.beacons);
  log.write(agentStarted, { names: plan.reconcile.names.length, ports: plan.ports });
  return {
    get plan() {
      return plan;
    },
    replacePlan: async (next) => {
      plan = next;
      scheduler.replaceConfiguration(next.reconcile);
      await portKeeping.replace(next.exposures);
      await detection.replaceTasks(next.tasks, next.interval, next.groups);
      await lightBeacons(next.beacons);
    },
    summary: () => agentSummary(startedAt, detection, scheduler.status(), portKeeping.status(), ports.clockTime),
    retryNow: (target, allowLargeChange) => {
      const kept: TargetId | undefined = scheduler.status().find((status) => status.target === target)?.target;
      if (target !== undefined && kept === undefined) return;
      detection.askAgain();
      portKeeping.networkChanged();
      scheduler.retryNow(kept, { allowLargeChange });
    },
    stop: async () => {
      await beacons?.stop();
      await detection.stop();
      await Promise.all([scheduler.stop(), portKeeping.stop()]);
      await happened({ kind: "stopped", at: clock.now() });
    },
  };
}
