import { wait } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { codeRow, type FailCode, type RejectCode } from "../core/outcome.ts";
import type { Incompatibility, NoOpinionReason } from "./desired.ts";
import type { Verdicts } from "./managed-name.ts";
import type { ReconcileConfiguration } from "./managed-service.ts";
import { Scheduler, type SchedulerPorts } from "./schedule.ts";
import type { TargetStatus } from "./target-status.ts";

/**
 * One pass and no more, for `holdfast once`: every target is brought as far as it goes without waiting for the end of a
 * pause. What is left goes on in the next pass, which finds it in the journal.
 */

/** What a pass came to for one target, from best to worst in the order of `ranks`. */
export type PassResult =
  | { readonly kind: "unchanged" | "updated" }
  /** Nothing is known that should exist. */
  | { readonly kind: "no-opinion"; readonly because: NoOpinionReason }
  /** A pause of the whole credential, or the end of the pass, came before its turn. */
  | { readonly kind: "not-reached" }
  | { readonly kind: "unconfirmed" | "failed"; readonly code: FailCode; readonly detail: string }
  | { readonly kind: "rejected"; readonly code: RejectCode; readonly detail: string };

/** What became of everything. */
export interface Pass {
  readonly targets: readonly { readonly status: TargetStatus; readonly result: PassResult }[];
  /** Undefined when nothing is kept. */
  readonly worst: PassResult | undefined;
  /** 0 done, 3 a person has to act, 4 a later pass may succeed. */
  readonly exitStatus: 0 | 3 | 4;
}

const ranks: Readonly<Record<PassResult["kind"], number>> = {
  unchanged: 0,
  updated: 1,
  "no-opinion": 2,
  "not-reached": 3,
  unconfirmed: 4,
  failed: 5,
  rejected: 6,
};

/** Longest wait for reading back a write whose reply was lost; its first pause is at most three seconds. */
const readBackWait = Duration.seconds(5);

/** After this long, a person who looks on wonders what is going on. */
const patience = Duration.seconds(3);

/** How a pass goes. */
export interface PassOptions {
  /** After it the pass ends wherever it is. */
  readonly limit: Duration;
  /** Told once where everything stands, when the pass takes longer than people expect. */
  readonly onWaiting?: (statuses: readonly TargetStatus[]) => void;
  /** Tries again what was refused or failed in earlier passes. */
  readonly retries?: boolean;
}

/** Brings every target as far as one pass can. */
export async function reconcileOnce(
  configuration: ReconcileConfiguration,
  verdicts: Verdicts,
  ports: SchedulerPorts,
  { limit, onWaiting = () => undefined, retries = false }: PassOptions,
): Promise<Pass> {
  const scheduler = await Scheduler.start(configuration, verdicts, ports);
  if (retries) scheduler.retryNow(undefined, { allowLargeChange: false });
  const ending = new AbortController();
  const timer = ports.clock.after(limit, () => ending.abort());
  const notice = ports.clock.after(patience, () => onWaiting(scheduler.status()));
  try {
    await orAborted(scheduler.whenQuiet(), ending.signal);
    if (await waitForReadBack(scheduler, ports, ending.signal)) await orAborted(scheduler.whenQuiet(), ending.signal);
  } finally {
    timer.cancel();
    notice.cancel();
    await scheduler.stop();
  }
  // Only now: what was still under way has ended by being cut short.
  return passOf(scheduler.status());
}

/** Waits until lost replies are read back; false when there is none, or none that soon. */
async function waitForReadBack(scheduler: Scheduler, { clock }: SchedulerPorts, signal: AbortSignal): Promise<boolean> {
  const waits = scheduler
    .status()
    .filter(({ state, setback }) => state === "backing-off" && setback?.kind === "unconfirmed")
    .map(({ setback }) => Duration.milliseconds((setback?.wakeAt ?? 0) - clock.monotonic()))
    .filter((pause) => pause <= readBackWait);
  if (waits.length === 0) return false;
  // A moment longer, so that the scheduler's own timer has run.
  return wait(clock, Duration.milliseconds(Math.max(...waits) + 10), signal);
}

function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
    work.then(resolve, reject);
  });
}

function passOf(statuses: readonly TargetStatus[]): Pass {
  const targets = statuses.map((status) => ({ status, result: resultOf(status) }));
  const worst = targets.map(({ result }) => result).toSorted((a, b) => ranks[b.kind] - ranks[a.kind])[0];
  const exits = targets.map(({ result }) => exitOf(result));
  // What needs a person is worse than what heals by itself.
  return { targets, worst, exitStatus: exits.includes(3) ? 3 : exits.includes(4) ? 4 : 0 };
}

function resultOf({ state, desired, held, setback, lastOutcome }: TargetStatus): PassResult {
  if (held !== undefined) return { kind: "rejected", code: held.code, detail: held.detail };
  if (desired.kind === "no-opinion") return { kind: "no-opinion", because: desired.because };
  if (setback !== undefined) return { kind: setback.kind, code: setback.code, detail: setback.detail };
  if (state === "due" || state === "applying") return { kind: "not-reached" };
  return { kind: lastOutcome?.kind === "updated" ? "updated" : "unchanged" };
}

/** Contradictions of the configuration; they stay until a person resolves them. */
const incompatibilities: Readonly<Record<Incompatibility, true>> = {
  "wrong-family": true,
  "interface-id-inside-prefix": true,
  "prefix-length-out-of-range": true,
  "verdict-unmanaged": true,
  "family-unsupported": true,
  "withdrawal-unsupported": true,
};

function exitOf(result: PassResult): 0 | 3 | 4 {
  switch (result.kind) {
    case "unchanged":
    case "updated":
      return 0;
    case "no-opinion":
      return Object.hasOwn(incompatibilities, result.because) ? 3 : 4;
    case "not-reached":
      return 4;
    default:
      return codeRow(result.code).exitStatus;
  }
}
