import type { Duration } from "../core/duration.ts";
import type { Running } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import type { Verdict } from "../core/verdict.ts";
import type { Hint } from "../detect/monitor/monitor.ts";
import { Detection, type DetectionTask } from "./detection.ts";
import type { HostPorts } from "./host-ports.ts";

/** Follows detection without an agent: nothing is kept, written down or published. */

export interface WatchListener {
  hint(hint: Hint): void;
  /** Hears a verdict when it is the first of its family or another one than before. */
  verdict(verdict: Verdict): void;
}

/** Watches until stopped; what is asked and when is what a running agent does. */
export async function watchDetection(
  tasks: readonly DetectionTask[],
  interval: Duration,
  ports: Pick<HostPorts, "clock" | "sources" | "monitorFor">,
  log: Log,
  listener: WatchListener,
): Promise<Running> {
  const { clock, sources, monitorFor } = ports;
  const seen = new Map<DetectionTask["key"], Verdict>();
  const detection = new Detection(
    {
      clock,
      log,
      sources,
      monitorFor: (specs, every) => {
        const monitor = monitorFor(specs, every);
        const start = (onHint: (hint: Hint) => void): Running =>
          monitor.start((hint) => {
            listener.hint(hint);
            onHint(hint);
          });
        return { id: monitor.id, start };
      },
    },
    {
      verdictsChanged: (verdicts) => {
        for (const [key, verdict] of verdicts) {
          if (seen.get(key) === verdict) continue;
          // Surveys that came to the same are told by nobody, so another value is news only for the task that changed.
          if (essence(seen.get(key)) !== essence(verdict)) listener.verdict(verdict);
          seen.set(key, verdict);
        }
      },
      networkChanged: () => undefined,
      pollDue: () => undefined,
      happened: () => undefined,
    },
  );
  await detection.replaceTasks(tasks, interval);
  return detection;
}

/** What a person would call the same answer; advice counts, since it is shown. */
function essence(verdict: Verdict | undefined): string | undefined {
  if (verdict === undefined || verdict.kind === "unmanaged") return verdict?.kind;
  const answer = verdict.kind === "known" ? verdict.addresses.join(" ") : verdict.reason;
  return [verdict.kind, answer, ...verdict.advice.map(({ code }) => code)].join(" ");
}
