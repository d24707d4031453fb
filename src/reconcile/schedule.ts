import type { AgentJournal, TargetId, TargetMemory } from "../core/agent-journal.ts";
import { assert } from "../core/assert.ts";
import type { Clock, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Running } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import { codeRow, type Outcome } from "../core/outcome.ts";
import type { PushOutcome } from "../core/provider.ts";
import type { Random } from "../core/random.ts";
import { longestNamedPause } from "../core/backoff.ts";
import { ConnectedServices, type Credential } from "./connected-services.ts";
import { converseAboutName, converseAboutRRset, type Desk } from "./conversation.ts";
import { type Desired, type DesiredRRset, desiredRRsets, withinCapacity } from "./desired.ts";
import { JournalWriter } from "./journal-writer.ts";
import { isSameDesired, type KeptTarget, traitsOf, withdrawalScope } from "./kept-target.ts";
import { type DueLane, dueLanes, laneOf } from "./lane.ts";
import type { Verdicts } from "./managed-name.ts";
import type { ReconcileConfiguration } from "./managed-service.ts";
import { ZoneFinder } from "./read-actual.ts";
import { isRefusedAlongside } from "./refusal-scope.ts";
import { attemptBroke, memoriesUnread } from "./schedule.text.ts";
import { type Moment, nextTick, restoreTarget } from "./target.ts";
import { logTargetEvent } from "./target-log.text.ts";
import { statusOf, type TargetStatus } from "./target-status.ts";
import { transition, type TargetEvent } from "./transition.ts";
import { VerificationRunner } from "./verification-runner.ts";
import type { Expectation, Verifier } from "./verify.ts";

/**
 * Owns time: decides when each target talks to its provider, and nothing else does. What to say follows from verdicts and
 * configuration, what comes of it from `transition.ts`, and all of it is written to the agent's journal.
 */

/** What the scheduler uses. */
export interface SchedulerPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: AgentJournal;
  readonly log: Log;
  readonly verifier: Verifier;
}

/** Longest sleep of the timer, so that dates on the wall clock are looked at again after it was set. */
const longestSleep = Duration.hours(1);

interface Conversation {
  readonly ending: AbortController;
  readonly done: Promise<void>;
}

export class Scheduler implements Running {
  readonly #ports: SchedulerPorts;
  readonly #writer: JournalWriter;
  readonly #verifications: VerificationRunner;
  readonly #kept: Map<TargetId, KeptTarget> = new Map();
  readonly #conversations: Map<string, Conversation> = new Map();
  readonly #services: ConnectedServices;
  #configuration: ReconcileConfiguration;
  #verdicts: Verdicts;
  #timer: Timer | undefined;
  #dueCount = 0;
  #isStopped = false;
  #awaitingQuiet: (() => void)[] = [];

  /**
   * Starts keeping the configured names. Nothing is sent before a verdict is known, and nothing twice that an earlier run
   * has confirmed.
   *
   * @param verdicts what detection knows already; more comes through `replaceVerdicts`.
   */
  static async start(
    configuration: ReconcileConfiguration,
    verdicts: Verdicts,
    ports: SchedulerPorts,
  ): Promise<Scheduler> {
    const memories = await ports.journal.memories();
    if (!memories.ok) ports.log.write(memoriesUnread, { code: memories.code, detail: memories.detail });
    const scheduler = new Scheduler(configuration, verdicts, ports);
    scheduler.#adopt(memories.ok ? memories.value : []);
    return scheduler;
  }

  private constructor(configuration: ReconcileConfiguration, verdicts: Verdicts, ports: SchedulerPorts) {
    this.#ports = ports;
    this.#configuration = configuration;
    this.#verdicts = verdicts;
    this.#writer = new JournalWriter(ports.journal, ports.log);
    this.#services = new ConnectedServices(ports.clock);
    this.#verifications = new VerificationRunner(ports.verifier, (error, target) => this.#reportBug(target, error));
  }

  /** Takes over what detection knows now. */
  replaceVerdicts(verdicts: Verdicts): void {
    if (this.#isStopped) return;
    this.#verdicts = verdicts;
    for (const set of this.#desiredSets()) {
      const kept = this.#kept.get(set.target);
      if (kept === undefined) continue;
      const desired = desiredFor(kept, set.desired);
      if (!isSameDesired(desired, kept.target.desired)) this.#move(kept, { kind: "desired", desired });
    }
    this.#proceed();
  }

  /** Takes over another configuration: targets it does not name any more are forgotten, not withdrawn. */
  replaceConfiguration(configuration: ReconcileConfiguration): void {
    if (this.#isStopped) return;
    this.#configuration = configuration;
    this.#adopt([]);
  }

  /** Ends pauses that only a way to the services was the reason for, which may be another one now. */
  networkChanged(): void {
    if (this.#isStopped) return;
    for (const kept of this.#kept.values()) this.#move(kept, { kind: "network-changed" });
    this.#proceed();
  }

  /**
   * Lets one target, or all, be attempted now: ends pauses and lifts refusals.
   *
   * @param options `allowLargeChange` lifts the limit on withdrawals for this attempt.
   */
  retryNow(target: TargetId | undefined, options: { readonly allowLargeChange: boolean }): void {
    if (this.#isStopped) return;
    const chosen = target === undefined ? [...this.#kept.values()] : [this.#kept.get(target) ?? []].flat();
    for (const kept of chosen) {
      kept.at.credential.budget.resume();
      this.#move(kept, { kind: "asked", allowLargeChange: options.allowLargeChange });
    }
    this.#proceed();
  }

  /** Every target as it stands now, in the order of the configuration. */
  status(): readonly TargetStatus[] {
    const moment = this.#moment();
    return [...this.#kept.values()].map((kept) => statusOf(kept.target, kept.name, moment));
  }

  /** Resolves when nothing is under way and nothing can start before a pause has ended. */
  whenQuiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#awaitingQuiet.push(resolve);
      this.#proceed();
    });
  }

  /** Ends everything under way; writes cut short are remembered as unconfirmed. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    const conversations = [...this.#conversations.values()];
    for (const conversation of conversations) conversation.ending.abort();
    await Promise.all([this.#verifications.stop(), ...conversations.map((conversation) => conversation.done)]);
    await this.#writer.flushed();
    this.#proceed();
  }

  /** Makes the kept targets those of the configuration. */
  #adopt(memories: readonly TargetMemory[]): void {
    this.#services.replace(this.#configuration.services);
    const sets = this.#desiredSets();
    const named = new Set(sets.map((set) => set.target));
    assert(named.size === sets.length, "no owner is configured twice at one provider");
    for (const kept of [...this.#kept.values()]) if (!named.has(kept.target.target)) this.#drop(kept);
    for (const { target } of memories) if (!named.has(target)) this.#writer.forget(target);
    for (const set of sets) {
      const kept = this.#kept.get(set.target) ?? this.#keep(set, memories);
      // In the order of the configuration, for those who list them.
      this.#kept.delete(set.target);
      this.#kept.set(set.target, kept);
      kept.name = set.name;
      kept.at = this.#services.get(set.name.providerKey);
      const desired = desiredFor(kept, set.desired);
      this.#move(kept, { kind: "configured", configuration: set.name.configuration, desired });
    }
    this.#proceed();
  }

  #desiredSets(): readonly DesiredRRset[] {
    return desiredRRsets(this.#configuration.names, this.#verdicts, (key) => this.#services.get(key).service.limits);
  }

  #keep(set: DesiredRRset, memories: readonly TargetMemory[]): KeptTarget {
    const { target, type, family, name } = set;
    const memory = memories.find((one) => one.target === target);
    const identity = { target, type, configuration: name.configuration };
    return {
      name,
      family,
      at: this.#services.get(name.providerKey),
      target: restoreTarget(identity, memory, this.#moment()),
      dueOrder: 0,
      replaced: [],
    };
  }

  #drop(kept: KeptTarget): void {
    this.#kept.delete(kept.target.target);
    this.#verifications.cancel(kept.target.target);
    // A conversation under way that looks once more what is wanted finds nothing.
    kept.target = { ...kept.target, desired: { kind: "no-opinion", because: "not-asked-yet" } };
    const isLaneKept = [...this.#kept.values()].some((other) => laneOf(other) === laneOf(kept));
    if (!isLaneKept) this.#conversations.get(laneOf(kept))?.ending.abort();
    this.#writer.forget(kept.target.target);
  }

  #moment(): Moment {
    return { wall: this.#ports.clock.now(), monotonic: this.#ports.clock.monotonic() };
  }

  #move(kept: KeptTarget, event: TargetEvent): void {
    if (this.#kept.get(kept.target.target) !== kept) return;
    const traits = traitsOf(kept, this.#configuration.policy.recheck);
    const wasDue = kept.target.phase.kind === "due";
    const moved = transition(kept.target, event, { traits, moment: this.#moment(), random: this.#ports.random });
    kept.target = moved.next;
    for (const told of moved.events) {
      this.#writer.record(told);
      logTargetEvent(this.#ports.log, told);
    }
    if (moved.memory !== undefined) this.#writer.remember(moved.memory);
    if (!wasDue && moved.next.phase.kind === "due") {
      this.#dueCount += 1;
      kept.dueOrder = this.#dueCount;
    }
    this.#followVerification(kept);
  }

  /** Runs the verification that the target's phase asks for, and no other. */
  #followVerification(kept: KeptTarget): void {
    const { target, name, at } = kept;
    const { phase } = target;
    if (phase.kind !== "verifying" || name.verify.kind === "off" || this.#isStopped) {
      this.#verifications.cancel(target.target);
      return;
    }
    if (this.#verifications.roundOf(target.target) === phase.round) return;
    const { round, purpose, expected } = phase;
    this.#verifications.run({
      target: target.target,
      round,
      request: {
        owner: name.owner,
        type: target.type,
        expectation: expectationOf(kept, expected),
        rule: name.verify,
        apex: at.zones?.known(name.owner)?.apex,
        limit: this.#configuration.policy.verifyLimits[purpose],
      },
      onResult: (result) => {
        this.#move(kept, { kind: "verification", round, result });
        this.#proceed();
      },
    });
  }

  /** Starts what can start, and sets the timer for the rest. */
  #proceed(): void {
    if (!this.#isStopped) {
      for (const lane of dueLanes(this.#kept.values())) {
        if (this.#conversations.size >= this.#configuration.policy.largestConcurrency) break;
        if (!this.#conversations.has(lane.lane) && canStart(lane.first)) this.#converse(lane);
      }
      this.#setTimer();
    }
    const isQuiet = this.#conversations.size === 0 && this.#verifications.openCount === 0;
    if (!this.#isStopped && !isQuiet) return;
    const waiting = this.#awaitingQuiet;
    this.#awaitingQuiet = [];
    for (const resolve of waiting) resolve();
  }

  #converse(due: DueLane): void {
    const { credential } = due.first.at;
    const ending = new AbortController();
    credential.isBusy = true;
    const done = this.#talk(due, ending.signal).finally(() => {
      credential.isBusy = false;
      this.#conversations.delete(due.lane);
      this.#proceed();
    });
    this.#conversations.set(due.lane, { ending, done });
  }

  async #talk({ first, members }: DueLane, signal: AbortSignal): Promise<void> {
    const { service, zones, credential } = first.at;
    const desk: Desk = {
      withdrawalLimit: this.#configuration.policy.withdrawalLimit,
      move: (kept, event) => this.#move(kept, event),
      withdrawals: () =>
        withdrawalScope(
          [...this.#kept.values()].map(({ target }) => target),
          this.#moment().wall,
        ),
      flushed: () => this.#writer.flushed(),
    };
    const ports = { takeTurn: (requests: number) => credential.budget.take(requests, signal), signal };
    const { provider } = service;
    const { configuration } = first.name;
    try {
      const end =
        provider.kind === "push"
          ? await converseAboutName(members, provider, desk, ports)
          : await converseAboutRRset(first, provider, zones ?? new ZoneFinder(provider), desk, ports);
      if (end.kind !== "ended") return;
      this.#spreadPause(credential, end.outcome);
      // Settings that changed meanwhile may be what the refusal was about.
      if (first.name.configuration === configuration) this.#spreadRefusal(credential, members, end.outcome);
    } catch (error) {
      this.#reportBug(first.target.target, error);
      for (const kept of members) this.#move(kept, endedByBug(kept));
    }
  }

  /** Lets everything with the credential wait, where the service speaks of the credential and not of one name. */
  #spreadPause(credential: Credential, outcome: Outcome): void {
    if (outcome.kind !== "failed" && outcome.kind !== "unconfirmed") return;
    if (outcome.code !== "rate-limited" && outcome.code !== "under-maintenance") return;
    const pause = outcome.retryAfter ?? codeRow(outcome.code).pause ?? Duration.zero;
    credential.budget.pause(Duration.milliseconds(Math.min(pause, longestNamedPause)));
  }

  /** Holds whom a refusal concerns besides the target it was said of. */
  #spreadRefusal(credential: Credential, members: readonly KeptTarget[], outcome: PushOutcome): void {
    // What is said of each family is said of no other.
    if (outcome.kind !== "rejected" || outcome.byFamily !== undefined) return;
    const { code, detail } = outcome;
    for (const kept of this.#kept.values()) {
      if (kept.at.credential !== credential) continue;
      const relation = members.includes(kept) ? "same-request" : "same-credential";
      if (!isRefusedAlongside(code, relation, kept.target)) continue;
      this.#move(kept, { kind: "refused-alongside", code, detail });
    }
  }

  #setTimer(): void {
    this.#timer?.cancel();
    const moment = this.#moment();
    let next = Duration.milliseconds(moment.monotonic + longestSleep);
    for (const kept of this.#kept.values()) {
      const tick = nextTick(kept.target, traitsOf(kept, this.#configuration.policy.recheck), moment);
      const start = kept.target.phase.kind === "due" ? kept.at.credential.budget.pausedUntil : undefined;
      next = Duration.milliseconds(Math.min(next, tick ?? next, start ?? next));
    }
    this.#timer = this.#ports.clock.after(Duration.milliseconds(next - moment.monotonic), () => this.#tick());
  }

  #tick(): void {
    const moment = this.#moment();
    for (const kept of this.#kept.values()) {
      const due = nextTick(kept.target, traitsOf(kept, this.#configuration.policy.recheck), moment);
      if (due !== undefined && due <= moment.monotonic) this.#move(kept, { kind: "tick" });
    }
    this.#proceed();
  }

  #reportBug(target: TargetId, error: unknown): void {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#ports.log.write(attemptBroke, { target, stack });
  }
}

function endedByBug({ target }: KeptTarget): TargetEvent {
  const { phase, unconfirmed } = target;
  // A write is announced before it is sent: after that, what the attempt has done is not known.
  const wasAnnounced = phase.kind === "applying" && phase.unconfirmed !== unconfirmed;
  const kind = wasAnnounced ? "unconfirmed" : "failed";
  const outcome = { kind, code: "aborted", detail: "a bug ended the attempt" } as const;
  return { kind: "ended", outcome, wanted: unconfirmed ?? [], wasSent: wasAnnounced, isMasked: false };
}

function canStart({ at }: KeptTarget): boolean {
  return !at.credential.isBusy && at.credential.budget.pausedUntil === undefined;
}

function desiredFor(kept: KeptTarget, desired: Desired): Desired {
  return withinCapacity(desired, kept.at.service.limits.largestRRset, kept.target.confirmed?.rdata ?? []);
}

function expectationOf({ name, replaced }: KeptTarget, rdata: readonly Uint8Array[]): Expectation {
  return name.ownership === "rrset" ? { kind: "exactly", rdata } : { kind: "including", rdata, excluding: replaced };
}
