import type { Address } from "../core/address.ts";
import type { AgentJournal, AgentJournalFailure, MappingId, MappingMemory } from "../core/agent-journal.ts";
import type { Clock, Instant, Timer } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { Running } from "../core/lifecycle.ts";
import type { Log } from "../core/log.ts";
import type { Random } from "../core/random.ts";
import type { Result } from "../core/result.ts";
import { EpochWatch } from "../gateway/epoch-watch.ts";
import type { Epoch, GatewayClient } from "../gateway/gateway.ts";
import { type AskDesk, askRouter, ownerOf, requestOfLease } from "./ask-router.ts";
import type { Exposure } from "./exposure.ts";
import { mappingsUnread, mappingUnwritten, roundBroke } from "./keeper.text.ts";
import { type KeptMapping, nextTick, restoreMapping } from "./kept-mapping.ts";
import { type Lease, mappingOf, memoryOf, type Moment } from "./lease.ts";
import {
  isOver,
  isSuperseded,
  type Leftover,
  leftoverMemory,
  leftoverOf,
  type OpenHole,
  postponed,
  rememberedLeftover,
} from "./leftover.ts";
import { logMappingEvent } from "./mapping.text.ts";
import type { MappingFailure } from "./mapping-failure.ts";
import { type MappingStatus, statusOf } from "./mapping-status.ts";
import { Round, type Surroundings } from "./round.ts";
import { type MappingHappening, transition } from "./transition.ts";

/**
 * Keeps ports open at the router: owns time, and talks to one router about one mapping at a time. What follows from an
 * answer is decided in `transition.ts`; what may be open is in the journal before the router is asked.
 */

export interface KeeperPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: AgentJournal;
  readonly log: Log;
  /** Shows a point in time as the host's clock does. */
  readonly clockTime: (at: Instant) => string;
  readonly surroundings: Surroundings;
}

/** How long the end of the program waits for a router that has holes to close. */
const closingTime = Duration.seconds(3);

/** Hints come in numbers, and anybody on the link can send some: rounds are no closer to each other. */
const pauseBetweenChecks = Duration.seconds(2);

/** No router is talked to more often, whatever it answers: one that is always new, or always elsewhere, is kept in peace. */
const pauseBetweenRounds = Duration.seconds(1);

/** Longest sleep of the timer. */
const longestSleep = Duration.hours(1);

/** Octets of a nonce. RFC 6887 §11.1 */
const nonceOctets = 12;

export class MappingKeeper implements Running {
  readonly #ports: KeeperPorts;
  readonly #kept: Map<MappingId, KeptMapping> = new Map();
  readonly #leftovers: Map<MappingId, Leftover> = new Map();
  /** By router, protocol and family: each has an age of its own. */
  readonly #epochs: Map<string, EpochWatch> = new Map();
  #written: Promise<void> = Promise.resolve();
  #timer: Timer | undefined;
  #round: { readonly ending: AbortController; readonly done: Promise<void> } | undefined;
  #checkedAt: Duration | undefined;
  #begunAt: Duration | undefined;
  #check: "none" | "look" | "ask" = "none";
  #isStopped = false;

  /** Starts keeping these ports open; what an earlier process left open beside them is closed. */
  static async start(exposures: readonly Exposure[], ports: KeeperPorts): Promise<MappingKeeper> {
    const memories = await ports.journal.mappings();
    if (!memories.ok) ports.log.write(mappingsUnread, { code: memories.code, detail: memories.detail });
    const keeper = new MappingKeeper(ports);
    keeper.#adopt(exposures, memories.ok ? memories.value : []);
    return keeper;
  }

  private constructor(ports: KeeperPorts) {
    this.#ports = ports;
  }

  /** Keeps these ports open and no others. */
  replaceExposures(exposures: readonly Exposure[]): void {
    if (!this.#isStopped) this.#adopt(exposures, []);
  }

  /** Something may have changed, here or at the router: asks about every mapping again. */
  check(): void {
    if (this.#kept.size === 0) return;
    this.#check = "ask";
    this.#proceed();
  }

  /** Nothing is known to have changed: asks the router as little as shows whether it still has our mappings. */
  look(): void {
    if (this.#kept.size === 0 || this.#check !== "none") return;
    this.#check = "look";
    this.#proceed();
  }

  /** Every mapping as it stands now, in the order of the configuration. */
  status(): readonly MappingStatus[] {
    return [...this.#kept.values()].map(statusOf);
  }

  /** Closes everything, as far as the router answers in time; what it does not is remembered for the next start. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#round?.ending.abort();
    await this.#round?.done;
    const moment = this.#moment();
    for (const { exposure, nonce, lease } of this.#kept.values()) {
      // Under its own name: if the router does not answer now, the next start finds it there.
      const key = exposure.mapping;
      if (lease !== undefined) this.#leftovers.set(key, { ...leftoverOf(exposure, nonce, lease, moment), key });
    }
    const closing = new AbortController();
    const timer = this.#ports.clock.after(closingTime, () => closing.abort());
    const round = new Round(this.#ports.surroundings, closing.signal);
    await Promise.all([...this.#leftovers.values()].map((leftover) => this.#close(leftover, round)));
    timer.cancel();
    await this.#written;
  }

  #adopt(exposures: readonly Exposure[], memories: readonly MappingMemory[]): void {
    const moment = this.#moment();
    const wanted = new Map(exposures.map((exposure) => [exposure.mapping, exposure]));
    for (const kept of [...this.#kept.values()]) {
      if (wanted.has(kept.exposure.mapping)) continue;
      this.#kept.delete(kept.exposure.mapping);
      if (kept.lease === undefined) this.#write(() => this.#ports.journal.forgetMapping(kept.exposure.mapping));
      else this.#leave(kept, kept.lease);
    }
    for (const memory of memories) {
      if (wanted.has(memory.mapping)) continue;
      const leftover = rememberedLeftover(memory, moment);
      if (leftover !== undefined) this.#keepLeftover(leftover);
      if (leftover?.key !== memory.mapping) this.#write(() => this.#ports.journal.forgetMapping(memory.mapping));
    }
    for (const exposure of exposures) {
      const { mapping } = exposure;
      const before = this.#kept.get(mapping);
      // In the order of the configuration, for those who list them.
      this.#kept.delete(mapping);
      const memory = memories.find((one) => one.mapping === mapping) ?? (before ? undefined : this.#takeBack(mapping));
      const newNonce = (): Uint8Array => this.#ports.random.octets(nonceOctets);
      this.#kept.set(mapping, before ?? restoreMapping(exposure, memory, newNonce, moment));
      if (before !== undefined) this.#move(mapping, { kind: "configured", exposure });
    }
    if (this.#kept.size === 0) this.#check = "none";
    this.#proceed();
  }

  /** What was open under this mapping's name is to be closed. */
  #leave({ exposure, nonce }: KeptMapping, lease: Lease): void {
    this.#keepLeftover(leftoverOf(exposure, nonce, lease, this.#moment()));
    this.#write(() => this.#ports.journal.forgetMapping(exposure.mapping));
  }

  /** What was to be closed and is wanted again: asking for it with another nonce would be refused. */
  #takeBack(mapping: MappingId): MappingMemory | undefined {
    const leftover = [...this.#leftovers.values()].find(({ exposure }) => exposure.mapping === mapping);
    if (leftover === undefined) return undefined;
    const memory = { ...leftoverMemory(leftover), mapping };
    this.#write(() => this.#ports.journal.rememberMapping(memory));
    this.#write(() => this.#ports.journal.forgetMapping(leftover.key));
    this.#leftovers.delete(leftover.key);
    return memory;
  }

  #keepLeftover(leftover: Leftover): void {
    this.#leftovers.set(leftover.key, leftover);
    this.#write(() => this.#ports.journal.rememberMapping(leftoverMemory(leftover)));
  }

  #moment(): Moment {
    return { wall: this.#ports.clock.now(), monotonic: this.#ports.clock.monotonic() };
  }

  #move(mapping: MappingId, event: MappingHappening): void {
    const before = this.#kept.get(mapping);
    if (before === undefined) return;
    const { random, journal, log, clockTime } = this.#ports;
    const { next, events, leftovers } = transition(before, event, { moment: this.#moment(), random });
    this.#kept.set(mapping, next);
    for (const lease of leftovers) this.#leave(before, lease);
    for (const told of events) {
      this.#write(() => journal.record(told));
      logMappingEvent(log, told, clockTime);
    }
    if (next.lease === before.lease) return;
    const { exposure, nonce, lease } = next;
    if (lease === undefined) this.#write(() => journal.forgetMapping(mapping));
    else this.#write(() => journal.rememberMapping(memoryOf(exposure, nonce, lease)));
  }

  #write(write: () => Promise<Result<void, AgentJournalFailure>>): void {
    // A bug of ours must not keep what comes after it from being written, nor those from going on who wait for that.
    this.#written = this.#written.then(write).then(
      (result) => {
        if (!result.ok) this.#ports.log.write(mappingUnwritten, { code: result.code, detail: result.detail });
      },
      (error: unknown) => {
        const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.#ports.log.write(mappingUnwritten, { code: "agent-journal-unavailable", detail });
      },
    );
  }

  /** Starts a round when there is reason for one, and sets the timer for the next. */
  #proceed(): void {
    if (this.#isStopped || this.#round !== undefined) return;
    this.#timer?.cancel();
    const { monotonic } = this.#moment();
    const due = [...this.#kept.values()].some(({ phase }) => phase.kind === "due");
    const mayCheck = this.#checkedAt === undefined || this.#checkedAt + pauseBetweenChecks <= monotonic;
    const isCheckDue = this.#check !== "none" && mayCheck;
    const isLeftoverDue = [...this.#leftovers.values()].some(({ tryAt }) => tryAt <= monotonic);
    const isWanted = due || isCheckDue || isLeftoverDue;
    const rest = this.#begunAt === undefined ? 0 : this.#begunAt + pauseBetweenRounds - monotonic;
    if (isWanted && rest <= 0) this.#begin();
    else {
      const delay = isWanted ? Duration.milliseconds(rest) : this.#untilNext(monotonic);
      this.#timer = this.#ports.clock.after(delay, () => this.#tick());
    }
  }

  #untilNext(monotonic: Duration): Duration {
    const times = [
      ...[...this.#kept.values()].map(nextTick),
      ...[...this.#leftovers.values()].map(({ tryAt }) => tryAt),
      this.#check === "none" || this.#checkedAt === undefined ? undefined : this.#checkedAt + pauseBetweenChecks,
    ].filter((time) => time !== undefined);
    return Duration.milliseconds(Math.min(...times.map((time) => time - monotonic), longestSleep));
  }

  #tick(): void {
    for (const mapping of this.#kept.keys()) this.#move(mapping, { kind: "tick" });
    this.#proceed();
  }

  #begin(): void {
    this.#begunAt = this.#moment().monotonic;
    const ending = new AbortController();
    const done = this.#talk(ending.signal)
      .catch((error: unknown) => this.#recover(error))
      .finally(() => {
        this.#round = undefined;
        for (const mapping of this.#kept.keys()) this.#move(mapping, { kind: "tick" });
        this.#proceed();
      });
    this.#round = { ending, done };
  }

  /** A bug of ours ended the round: what was being asked is asked again after a pause. */
  #recover(error: unknown): void {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#ports.log.write(roundBroke, { stack });
    this.#failAll({ code: "aborted", detail: "a bug ended the attempt" });
  }

  #failAll(failure: MappingFailure): void {
    for (const { exposure, phase } of this.#kept.values()) {
      if (phase.kind !== "due" && phase.kind !== "asking") continue;
      this.#move(exposure.mapping, { kind: "begun", at: undefined });
      this.#move(exposure.mapping, { kind: "failed", failure });
    }
    const moment = this.#moment();
    for (const leftover of this.#leftovers.values()) {
      if (leftover.tryAt > moment.monotonic) continue;
      this.#leftovers.set(leftover.key, postponed(leftover, moment, this.#ports.random));
    }
  }

  async #talk(signal: AbortSignal): Promise<void> {
    const check = this.#check;
    this.#check = "none";
    if (check !== "none") this.#checkedAt = this.#moment().monotonic;
    if (check === "ask") for (const mapping of this.#kept.keys()) this.#move(mapping, { kind: "check" });
    const round = new Round(this.#ports.surroundings, signal);
    for (const leftover of [...this.#leftovers.values()]) {
      if (signal.aborted) return;
      if (leftover.tryAt <= this.#moment().monotonic) await this.#close(leftover, round);
    }
    if (check === "look") await this.#lookAround(round);
    // What one answer shows makes others due, so that the list is made anew each time.
    const asked = new Set<MappingId>();
    for (;;) {
      const next = [...this.#kept.values()].find(
        (kept) => kept.phase.kind === "due" && !asked.has(kept.exposure.mapping),
      );
      if (next === undefined || signal.aborted) return;
      asked.add(next.exposure.mapping);
      await askRouter(this.#desk(next.exposure.mapping, round), round);
    }
  }

  /** One question in each protocol that has something open. */
  async #lookAround(round: Round): Promise<void> {
    const open = [...this.#kept.values()].filter(({ phase }) => phase.kind === "open");
    for (const [, [first]] of Map.groupBy(open, ({ exposure, lease }) => `${exposure.family} ${lease?.protocol}`)) {
      if (first?.lease === undefined) continue;
      const { exposure, lease } = first;
      // PCP has no question for the address but a mapping; our own tells it as well as any.
      if (lease.protocol === "pcp" || exposure.family === "ipv6") {
        this.#move(exposure.mapping, { kind: "check" });
        continue;
      }
      const owner = await ownerOf(lease, exposure, round);
      const external = await (owner && round.externalAddress(owner));
      if (owner === undefined || external?.ok !== true) continue;
      this.#looked(lease.router, exposure.family, owner, external.value.address, external.value.epoch);
    }
  }

  /** What a router told of itself, for every mapping there. */
  #looked(
    router: string,
    family: Family,
    { protocol }: GatewayClient,
    externalAddress: Address | undefined,
    epoch: Epoch | undefined,
  ): void {
    const source = `${router} ${protocol} ${family}`;
    const watch = this.#epochs.get(source) ?? new EpochWatch(this.#ports.clock, protocol);
    this.#epochs.set(source, watch);
    const hasRestarted = epoch !== undefined && watch.hear(epoch);
    for (const other of this.#kept.keys()) {
      this.#move(other, { kind: "looked", router, family, protocol, externalAddress, hasRestarted });
    }
  }

  #desk(mapping: MappingId, round: Round): AskDesk {
    return {
      kept: () => this.#kept.get(mapping),
      move: (event) => this.#move(mapping, event),
      looked: (router, family, client, externalAddress, epoch) =>
        this.#looked(router, family, client, externalAddress, epoch),
      suspectOthers: () => {
        this.#check = "ask";
      },
      leftOver: async ({ exposure, nonce }, lease) => {
        const leftover = leftoverOf(exposure, nonce, lease, this.#moment());
        this.#keepLeftover(leftover);
        await this.#close(leftover, round);
      },
      flushed: () => this.#written,
      moment: () => this.#moment(),
    };
  }

  /** Closes a hole of ours that is not wanted, unless it has become one that is. */
  async #close(leftover: Leftover, round: Round): Promise<void> {
    const { key, exposure, nonce, lease } = leftover;
    const moment = this.#moment();
    const open: readonly OpenHole[] = this.#isStopped
      ? []
      : [...this.#kept.values()].flatMap(({ exposure: { transport, internalPort }, lease: held }) =>
          held === undefined ? [] : [{ transport, internalPort, lease: held }],
        );
    const isDone = isOver(leftover, moment) || isSuperseded(leftover, open);
    const owner = isDone ? undefined : await ownerOf(lease, exposure, round);
    const closed = await owner?.unmap(requestOfLease(exposure, nonce, lease), mappingOf(lease), round.limits);
    if (!isDone && closed?.ok !== true) {
      this.#leftovers.set(key, postponed(leftover, moment, this.#ports.random));
      return;
    }
    this.#leftovers.delete(key);
    this.#write(() => this.#ports.journal.forgetMapping(key));
    if (isDone) return;
    const event = { kind: "mapping-removed", at: moment.wall, mapping: exposure.mapping } as const;
    this.#write(() => this.#ports.journal.record(event));
    logMappingEvent(this.#ports.log, event, this.#ports.clockTime);
  }
}
