import type { AddressScope } from "../core/address-scope.ts";
import type { AgentEvent } from "../core/agent-journal.ts";
import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import type { Verdict } from "../core/verdict.ts";
import { buildSource, type DetectPorts } from "../detect/build-source.ts";
import { type Hint, hintOf, type Monitor } from "../detect/monitor/monitor.ts";
import type { SourceSpec } from "../detect/source-spec.ts";
import type { Survey } from "../detect/survey.ts";
import { defaultRules } from "../detect/verdict.ts";
import { VerdictKeeper } from "../detect/verdict-keeper.ts";
import type { VerdictKey, Verdicts } from "../reconcile/managed-name.ts";
import { addressesKnown, addressesUnknown, hintHeard, surveyBroke } from "./agent.text.ts";

/** Keeps the verdicts that the configured names need: one keeper each, all hearing the same monitors. */

/** One question to keep the answer of. */
export interface DetectionTask {
  readonly key: VerdictKey;
  readonly family: Family;
  readonly specs: readonly SourceSpec[];
  readonly scopes: readonly AddressScope[];
  readonly quorum: number;
}

export interface DetectionPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly monitor: Monitor;
  readonly sources: DetectPorts;
}

/** What hears of news. */
export interface DetectionListener {
  /** One verdict is another than before, or the first of its task. */
  verdictsChanged(verdicts: Verdicts): void;
  /** Something worth writing down. */
  happened(event: AgentEvent): void;
}

/** First pause before an unknown address is asked for again; it doubles up to the poll interval. */
const firstRetry = Duration.seconds(5);

/** A survey of one task. */
export function surveyOf(task: DetectionTask, ports: DetectPorts, isThorough: boolean): Survey {
  return {
    family: task.family,
    sources: task.specs.map((spec) => buildSource(spec, task.family, ports)),
    rules: { ...defaultRules, quorum: task.quorum, scopes: task.scopes },
    isThorough,
  };
}

export class Detection implements Running {
  readonly #ports: DetectionPorts;
  readonly #listener: DetectionListener;
  readonly #retryLimit: Duration;
  readonly #verdicts = new Map<VerdictKey, Verdict>();
  readonly #keepers = new Map<VerdictKey, VerdictKeeper>();
  readonly #retries = new Map<VerdictKey, { pause: Duration; timer: Timer }>();
  readonly #watching: Running;

  /** @param interval the poll interval, which an unknown address is never asked for less often than. */
  constructor(tasks: readonly DetectionTask[], interval: Duration, ports: DetectionPorts, listener: DetectionListener) {
    this.#ports = ports;
    this.#listener = listener;
    this.#retryLimit = interval;
    for (const task of tasks) {
      const keeper = new VerdictKeeper(
        surveyOf(task, ports.sources, false),
        ports.clock,
        (verdict) => this.#receive(task, verdict),
        (error) => ports.log.write(surveyBroke, { family: task.family, stack: stackOf(error) }),
      );
      this.#keepers.set(task.key, keeper);
    }
    this.#watching = ports.monitor.start((hint) => this.#hear(hint));
  }

  /** What is known now; a task without a verdict yet is absent. */
  get verdicts(): Verdicts {
    return this.#verdicts;
  }

  /** Asks everything again, as after a hint. */
  askAgain(): void {
    this.#hear(hintOf("request", this.#ports.clock.now(), { pollDue: true }));
  }

  async stop(): Promise<void> {
    for (const { timer } of this.#retries.values()) timer.cancel();
    await stopAll([...this.#keepers.values(), this.#watching]);
  }

  #hear(hint: Hint): void {
    this.#ports.log.write(hintHeard, { monitor: hint.monitor, families: hint.families.join(", ") });
    for (const keeper of this.#keepers.values()) keeper.hear(hint);
  }

  #receive(task: DetectionTask, verdict: Verdict): void {
    const before = this.#verdicts.get(task.key);
    this.#verdicts.set(task.key, verdict);
    this.#planRetry(task, verdict);
    const isNews = before === undefined || essenceOf(before) !== essenceOf(verdict);
    if (!isNews) return;
    this.#tell(verdict);
    this.#listener.verdictsChanged(new Map(this.#verdicts));
  }

  #tell(verdict: Verdict): void {
    const { log } = this.#ports;
    if (verdict.kind === "known") {
      const { family, addresses, because, at } = verdict;
      log.write(addressesKnown, { family, addresses: addresses.map(String), because });
      this.#listener.happened({ kind: "addresses-known", at, family, addresses, because });
    } else if (verdict.kind === "unknown") {
      const { family, reason, at } = verdict;
      log.write(addressesUnknown, { family, reason });
      this.#listener.happened({ kind: "addresses-unknown", at, family, reason });
    }
  }

  /** No event tells that an upstream outage is over, so an unknown address is asked for more often than a known one. */
  #planRetry(task: DetectionTask, verdict: Verdict): void {
    const last = this.#retries.get(task.key);
    last?.timer.cancel();
    this.#retries.delete(task.key);
    if (verdict.kind !== "unknown") return;
    const pause = last === undefined ? firstRetry : Duration.milliseconds(Math.min(this.#retryLimit, 2 * last.pause));
    const timer = this.#ports.clock.after(pause, () => {
      const hint = hintOf("retry", this.#ports.clock.now(), { pollDue: true }, [task.family]);
      this.#keepers.get(task.key)?.hear(hint);
    });
    this.#retries.set(task.key, { pause, timer });
  }
}

/** What makes two verdicts the same news; evidence and times differ in every one. */
function essenceOf(verdict: Verdict): string {
  if (verdict.kind === "known") return `known ${verdict.addresses.join(" ")}`;
  return verdict.kind === "unknown" ? `unknown ${verdict.reason}` : "unmanaged";
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
