import type { AddressScope } from "../core/address-scope.ts";
import type { AgentEvent } from "../core/agent-journal.ts";
import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { families, type Family } from "../core/family.ts";
import { type Running, stopAll } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import type { Verdict } from "../core/verdict.ts";
import { buildSource, type DetectPorts } from "../detect/build-source.ts";
import { HintPace } from "../detect/hint-pace.ts";
import { type Hint, hintOf, type Monitor, tellsOfChange } from "../detect/monitor/monitor.ts";
import type { Pin } from "../detect/pin.ts";
import { SharedSources, type SourceRequest } from "../detect/shared-sources.ts";
import type { Source } from "../detect/source.ts";
import { type SourceSpec, unhurried } from "../detect/source-spec.ts";
import { namedFor, portsThrough, type Uplink } from "../detect/uplink.ts";
import { combinedOnce, type UplinkGroup, UplinkGroups } from "./uplink-groups.ts";
import { type Survey, takeSurvey } from "../detect/survey.ts";
import { type Standing, TrustLedger } from "../detect/trust-ledger.ts";
import { defaultRules } from "../detect/verdict.ts";
import { VerdictKeeper } from "../detect/verdict-keeper.ts";
import type { VerdictKey, Verdicts } from "../reconcile/managed-name.ts";
import { addressesKnown, addressesUnknown, hintHeard, surveyBroke } from "./agent.text.ts";

/** Keeps the verdicts that the configured names need: one keeper each, all hearing the same monitors. */

/** One question to keep the answer of. */
export interface DetectionTask {
  /** Two tasks with the same key are the same question. */
  readonly key: VerdictKey;
  readonly family: Family;
  readonly specs: readonly SourceSpec[];
  readonly scopes: readonly AddressScope[];
  readonly quorum: number;
  /** Narrows the choice among this host's own addresses. */
  readonly pin?: Pin;
  /** The only way sources are asked over; all of them when absent. */
  readonly uplink?: Uplink;
}

export interface DetectionPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Everything that tells of changes: the kernel, the clock, and the files that are sources. */
  readonly monitorFor: (specs: readonly SourceSpec[], interval: Duration) => Monitor;
  readonly sources: DetectPorts;
}

/** What hears of news. */
export interface DetectionListener {
  /** One verdict is another than before, or the first of its task, or gone with its task. */
  verdictsChanged(verdicts: Verdicts): void;
  /** This host's way to others may be another one now. */
  networkChanged(): void;
  /** It is time to look, though nothing is known to have changed. */
  pollDue(): void;
  /** Something worth writing down. */
  happened(event: AgentEvent): void;
}

/**
 * First pause before an unknown address is asked for again; it doubles up to the poll interval. A line that gets another
 * address is mostly without any for a second or two.
 */
const firstRetry = Duration.seconds(1);

/** What the surveys of several tasks have in common. */
interface Common {
  readonly sources?: SharedSources;
  readonly trust?: TrustLedger;
}

/** A survey of one task; without a ledger it begins and ends without a memory. */
export function surveyOf(task: DetectionTask, ports: DetectPorts, isThorough: boolean, common: Common = {}): Survey {
  const { trust, sources = sharedSources(ports) } = common;
  const { family, uplink } = task;
  const specs = isThorough ? task.specs.map(unhurried) : task.specs;
  return {
    family,
    sources: specs.map((spec) => sources.sourceOf({ spec, family, uplink })),
    rules: {
      ...defaultRules,
      quorum: task.quorum,
      scopes: task.scopes,
      pin: task.pin,
      needsWitness: task.uplink !== undefined,
    },
    isThorough,
    homeland: ports.homeland,
    ...(trust === undefined ? {} : { trust }),
  };
}

function sharedSources(ports: DetectPorts): SharedSources {
  const build = ({ spec, family, uplink }: SourceRequest): Source => {
    if (uplink === undefined) return buildSource(spec, family, ports);
    return namedFor(uplink, buildSource(spec, family, portsThrough(uplink, ports)));
  };
  return new SharedSources(build, ports.clock);
}

/** Answers every task once, for commands that do not stay. */
export async function detectOnce(
  tasks: readonly DetectionTask[],
  groups: readonly UplinkGroup[],
  ports: DetectPorts & { readonly clock: Clock },
): Promise<Verdicts> {
  const sources = sharedSources(ports);
  const answers = tasks.map(
    async (task): Promise<[VerdictKey, Verdict]> => [
      task.key,
      await takeSurvey(surveyOf(task, ports, false, { sources }), ports.clock),
    ],
  );
  const verdicts = new Map(await Promise.all(answers));
  return new Map([...verdicts, ...combinedOnce(groups, verdicts)]);
}

/** A task and what is known of it. */
interface KeptTask {
  readonly task: DetectionTask;
  readonly survey: Survey;
  readonly keeper: VerdictKeeper;
  verdict: Verdict | undefined;
  retry: Timer | undefined;
  /** Before the next retry, should there be one. */
  pause: Duration;
}

export class Detection implements Running {
  readonly #ports: DetectionPorts;
  readonly #listener: DetectionListener;
  /** One for all tasks: they mostly ask the same sources. */
  readonly #trust: TrustLedger;
  /** Each is asked once, however many tasks want to know. */
  readonly #sources: SharedSources;
  /** What uplinks say together. */
  readonly #groups: UplinkGroups;
  /** For those who ask strangers. */
  readonly #paces: Readonly<Record<Family, HintPace>>;
  #kept: ReadonlyMap<VerdictKey, KeptTask> = new Map();
  /** The poll interval: an unknown address is never asked for less often. */
  #interval: Duration = Duration.zero;
  #watching: Running | undefined;
  #isStopped = false;

  constructor(ports: DetectionPorts, listener: DetectionListener) {
    this.#ports = ports;
    this.#listener = listener;
    this.#groups = new UplinkGroups(ports, (task) => this.#look(task));
    const pace = (): HintPace => new HintPace(ports.clock, (hint, isLate) => this.#askOutside(hint, isLate));
    this.#paces = { ipv4: pace(), ipv6: pace() };
    this.#trust = new TrustLedger({ clock: ports.clock, random: ports.sources.random });
    this.#sources = sharedSources(ports.sources);
  }

  /** Keeps the answers of these tasks and of no others. A task that was among those before goes on undisturbed. */
  async replaceTasks(
    tasks: readonly DetectionTask[],
    interval: Duration,
    groups: readonly UplinkGroup[] = [],
  ): Promise<void> {
    const before = { kept: this.#kept, watching: this.#watching, answered: keysOf(this.verdicts) };
    this.#interval = interval;
    this.#groups.replace(groups, (task) => before.kept.get(task)?.verdict);
    this.#kept = new Map(tasks.map((task) => [task.key, before.kept.get(task.key) ?? this.#keep(task)]));
    const specs = tasks.flatMap((task) => task.specs);
    // The new monitor is up before the old one ends, so that no change falls between them.
    this.#watching = this.#ports.monitorFor(specs, interval).start((hint) => this.#hear(hint));
    await before.watching?.stop();
    const dropped = [...before.kept.values()].filter((kept) => this.#kept.get(kept.task.key) !== kept);
    for (const { retry } of dropped) retry?.cancel();
    // Should a task come back after days, nobody may still hold what was true then.
    if (keysOf(this.verdicts) !== before.answered) this.#listener.verdictsChanged(this.verdicts);
    await stopAll(dropped.map(({ keeper }) => keeper));
    const asked = [...this.#kept.values()].flatMap(({ survey }) => survey.sources);
    this.#trust.keepOnly(asked);
    this.#sources.keepOnly(asked);
  }

  /** What is known now; a task without a verdict yet is absent. */
  get verdicts(): Verdicts {
    const known = [...this.#kept].flatMap(([key, { verdict }]) =>
      verdict === undefined ? [] : [[key, verdict] as const],
    );
    return new Map([...known, ...this.#groups.verdicts]);
  }

  /** What surveys have learnt about each echo. */
  get standings(): readonly Standing[] {
    return this.#trust.standings();
  }

  /** Asks everything again, as after a hint. */
  askAgain(): void {
    this.#hear(hintOf("request", this.#ports.clock.now(), { pollDue: true }));
  }

  /** Asks again because somebody noticed something, for instance that a server sees us elsewhere. */
  suspectChange(witness: string, family: Family): void {
    this.#hear(hintOf(witness, this.#ports.clock.now(), { pollDue: true }, [family]));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#groups.stop();
    const kept = [...this.#kept.values()];
    for (const { retry } of kept) retry?.cancel();
    for (const family of families) this.#paces[family].cancel();
    await stopAll([...kept.map(({ keeper }) => keeper), ...(this.#watching === undefined ? [] : [this.#watching])]);
  }

  #keep(task: DetectionTask): KeptTask {
    const { clock, log } = this.#ports;
    const survey = surveyOf(task, this.#ports.sources, false, { sources: this.#sources, trust: this.#trust });
    const keeper = new VerdictKeeper(
      survey,
      clock,
      (verdict) => this.#receive(kept, verdict),
      (error) => log.write(surveyBroke, { family: task.family, error }),
    );
    const kept: KeptTask = { task, survey, keeper, verdict: undefined, retry: undefined, pause: firstRetry };
    return kept;
  }

  /** Surveys one task for its own sake. */
  #look(task: VerdictKey): void {
    const kept = this.#kept.get(task);
    const hint = hintOf("uplink", this.#ports.clock.now(), { pollDue: true });
    kept?.keeper.hear(hint);
  }

  #hear(hint: Hint): void {
    this.#ports.log.write(hintHeard, { monitor: hint.monitor, families: hint.families });
    if (tellsOfChange(hint) && !hint.fileChanged) this.#listener.networkChanged();
    else if (hint.pollDue) this.#listener.pollDue();
    this.#sources.askAnew();
    for (const { keeper, verdict } of this.#kept.values()) if (!asksOutside(verdict)) keeper.hear(hint);
    for (const family of hint.families) {
      const ofFamily = [...this.#kept.values()].filter(({ task }) => task.family === family);
      const isCostly = ofFamily.some(({ verdict }) => asksOutside(verdict));
      this.#paces[family].hear({ ...hint, families: [family] }, isCostly);
    }
  }

  /** Has those look that ask strangers; late, it is news to the others as well, for they may have changed sides meanwhile. */
  #askOutside(hint: Hint, isLate: boolean): void {
    if (isLate) this.#sources.askAnew();
    for (const { keeper, verdict } of this.#kept.values()) if (isLate || asksOutside(verdict)) keeper.hear(hint);
  }

  #receive(kept: KeptTask, verdict: Verdict): void {
    // The others end while one of them still has something to say.
    if (this.#isStopped || this.#kept.get(kept.task.key) !== kept) return;
    const { verdict: before } = kept;
    kept.verdict = verdict;
    this.#planRetry(kept, verdict);
    const isUplinkNews = this.#groups.receive(kept.task.key, verdict);
    if (before !== undefined && essenceOf(before) === essenceOf(verdict)) {
      if (isUplinkNews) this.#listener.verdictsChanged(this.verdicts);
      return;
    }
    this.#tell(verdict);
    // Whatever kept the sources from answering is over, and the services are reached by the same way.
    if (before?.kind === "unknown" && verdict.kind === "known") this.#listener.networkChanged();
    this.#listener.verdictsChanged(this.verdicts);
  }

  #tell(verdict: Verdict): void {
    const { log } = this.#ports;
    if (verdict.kind === "known") {
      const { family, addresses, because, at } = verdict;
      log.write(addressesKnown, { family, addresses: addresses.map(String), because, witnesses: witnessesOf(verdict) });
      this.#listener.happened({ kind: "addresses-known", at, family, addresses, because });
    } else if (verdict.kind === "unknown") {
      const { family, reason, at } = verdict;
      log.write(addressesUnknown, { family, reason });
      this.#listener.happened({ kind: "addresses-unknown", at, family, reason });
    }
  }

  /** No event tells that an upstream outage is over, so an unknown address is asked for more often than a known one. */
  #planRetry(kept: KeptTask, verdict: Verdict): void {
    if (verdict.kind !== "unknown") {
      kept.retry?.cancel();
      kept.retry = undefined;
      kept.pause = firstRetry;
      return;
    }
    // Hints may ask earlier, and as often as they like: what they find does not lengthen the pause.
    if (kept.retry !== undefined) return;
    const { clock } = this.#ports;
    kept.retry = clock.after(Duration.milliseconds(Math.min(kept.pause, this.#interval)), () => {
      kept.retry = undefined;
      const hint = hintOf("retry", clock.now(), { pollDue: true }, [kept.task.family]);
      this.#ports.log.write(hintHeard, { monitor: hint.monitor, families: hint.families });
      kept.keeper.hear(hint);
    });
    kept.pause = Duration.milliseconds(Math.min(2 * kept.pause, this.#interval));
  }
}

/** Which questions have an answer. */
function keysOf(verdicts: Verdicts): string {
  return [...verdicts.keys()].toSorted().join(" ");
}

/** True when the last survey did not do without strangers, and so the next will not. */
function asksOutside(verdict: Verdict | undefined): boolean {
  if (verdict === undefined || verdict.kind === "unmanaged") return false;
  return verdict.reports.some(({ strength }) => strength === "echo");
}

/** Who saw the addresses that were taken. */
function witnessesOf(verdict: Extract<Verdict, { kind: "known" }>): readonly string[] {
  const taken = verdict.weighed.filter(({ setAside }) => setAside === undefined);
  return [...new Set(taken.map(({ observation }) => observation.source))];
}

/** What makes two verdicts the same news; evidence and times differ in every one. */
function essenceOf(verdict: Verdict): string {
  if (verdict.kind === "known") return `known ${verdict.addresses.join(" ")}`;
  return verdict.kind === "unknown" ? `unknown ${verdict.reason}` : "unmanaged";
}
