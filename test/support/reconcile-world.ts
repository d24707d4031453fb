import type { AgentEvent } from "../../src/core/agent-journal.ts";
import { wait } from "../../src/core/clock.ts";
import { Duration } from "../../src/core/duration.ts";
import type { Log, LogEvent, LogFields } from "../../src/core/log.ts";
import type { OwnerName } from "../../src/core/name.ts";
import { equalOctets } from "../../src/core/octets.ts";
import type { RRType } from "../../src/core/rr-type.ts";
import { sameRdata } from "../../src/core/rrset.ts";
import type { Verdict } from "../../src/core/verdict.ts";
import { withdrawsAnything } from "../../src/core/withdrawal.ts";
import type { ManagedName, VerdictKey, Verdicts } from "../../src/reconcile/managed-name.ts";
import {
  defaultPolicy,
  type ManagedService,
  type ReconcileConfiguration,
  type ReconcilePolicy,
} from "../../src/reconcile/managed-service.ts";
import { Scheduler, type SchedulerPorts } from "../../src/reconcile/schedule.ts";
import type { TargetStatus } from "../../src/reconcile/target-status.ts";
import type { Verification } from "../../src/reconcile/verification.ts";
import type { Verifier, VerifyRequest } from "../../src/reconcile/verify.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakePushService, FakeZoneApi } from "./fake-provider.ts";
import { MemoryAgentJournal, type MemoryAgentJournalDisk } from "./memory-agent-journal.ts";
import { addressesOf, knownVerdict, managedName, unknownVerdict, verdictKey } from "./reconcile-values.ts";
import { SeededRandom } from "./seeded-random.ts";
import { name } from "./values.ts";

/** A household with its services: providers with state, a disk that survives restarts, and DNS that follows at its own pace. */

export const home: OwnerName = name("home.example.net");

const auto4 = verdictKey("auto4");
const auto6 = verdictKey("auto6");

/** Both families of a name from the household's own addresses, verified at its servers. */
export function dualStack(owner: OwnerName, providerKey: string, more: Partial<ManagedName> = {}): ManagedName {
  const addresses = addressesOf({
    ipv4: { kind: "verdict", verdict: auto4 },
    ipv6: { kind: "verdict", verdict: auto6 },
  });
  return managedName({ owner, providerKey, addresses, verify: { kind: "delegated" }, ...more });
}

/** Answers from what the providers hold, or held so long ago. */
export class FakeVerifier implements Verifier {
  readonly #clock: FakeClock;
  readonly #published: (owner: OwnerName, type: RRType) => readonly Uint8Array[];
  /** How long DNS takes to follow the provider. */
  lag: Duration = Duration.seconds(2);
  /** While set, every verification ends so. */
  outcome: Exclude<Verification, { kind: "verified" }> | undefined;
  readonly requests: VerifyRequest[] = [];

  constructor(clock: FakeClock, published: (owner: OwnerName, type: RRType) => readonly Uint8Array[]) {
    this.#clock = clock;
    this.#published = published;
  }

  async verify(request: VerifyRequest, signal: AbortSignal): Promise<Verification | undefined> {
    this.requests.push(request);
    if (!(await wait(this.#clock, Duration.milliseconds(Math.min(this.lag, request.limit)), signal))) return undefined;
    if (this.outcome !== undefined) return this.outcome;
    const rdata = this.#published(request.owner, request.type);
    const { expectation } = request;
    const has = (value: Uint8Array): boolean => rdata.some((other) => equalOctets(other, value));
    const agrees =
      expectation.kind === "exactly"
        ? sameRdata(rdata, expectation.rdata)
        : expectation.rdata.every(has) && !expectation.excluding.some(has);
    if (agrees && this.lag <= request.limit) return { kind: "verified", servers: ["ns1 (192.0.2.53)"], took: this.lag };
    return { kind: "not-verified", reason: "servers-disagree", detail: "ns1 (192.0.2.53) has something else" };
  }
}

/** Keeps what was logged, rendered in English. */
export class FakeLog implements Log {
  readonly lines: string[] = [];

  write<F extends LogFields>(event: LogEvent<F>, fields: F): void {
    this.lines.push(`${event.level} ${event.code} ${event.text.en(fields)}`);
  }
}

/** A world of one readable service `cf` and one that is only told, `dd`. */
export class World {
  readonly clock: FakeClock = new FakeClock();
  readonly random: SeededRandom;
  readonly cf: FakeZoneApi = new FakeZoneApi(this.clock, name("example.net"));
  readonly dd: FakePushService = new FakePushService(this.clock);
  readonly disk: MemoryAgentJournalDisk = { events: [], memories: new Map(), mappings: new Map() };
  readonly log: FakeLog = new FakeLog();
  readonly verifier: FakeVerifier = new FakeVerifier(this.clock, (owner, type) => this.published(owner, type));
  journal: MemoryAgentJournal = new MemoryAgentJournal(this.disk);
  names: readonly ManagedName[] = [dualStack(home, "cf")];
  limits: Partial<ManagedService["limits"]> = {};
  policy: Partial<ReconcilePolicy> = {};
  #verdicts: Map<VerdictKey, Verdict> = new Map();
  #running: Scheduler | undefined;
  #configuration: ReconcileConfiguration | undefined;

  constructor(seed = 1) {
    this.random = new SeededRandom(seed);
  }

  get scheduler(): Scheduler {
    if (this.#running === undefined) throw new Error("the agent is not running");
    return this.#running;
  }

  get verdicts(): Verdicts {
    return this.#verdicts;
  }

  get ports(): SchedulerPorts {
    const { clock, random, journal, log, verifier } = this;
    return { clock, random, journal, log, verifier };
  }

  get configuration(): ReconcileConfiguration {
    const limits: ManagedService["limits"] = {
      families: ["ipv4", "ipv6"],
      largestRRset: 10,
      ttl: undefined,
      pace: undefined,
      refreshEvery: undefined,
      withdrawal: withdrawsAnything,
      ...this.limits,
    };
    const services: readonly ManagedService[] = [
      { key: "cf", provider: this.cf, limits, credential: "cf-token" },
      { key: "dd", provider: this.dd, limits, credential: "dd-token" },
    ];
    // The same objects while nothing has changed, as in life.
    this.#configuration ??= { names: this.names, services, policy: { ...defaultPolicy, ...this.policy } };
    return this.#configuration;
  }

  /** What both services hold. */
  published(owner: OwnerName, type: RRType): readonly Uint8Array[] {
    return [...this.cf.at(owner, type).map((record) => record.rdata), ...this.dd.at(owner, type)];
  }

  /** Starts the agent, as after a boot: only the disk and the remote have a memory. */
  async start(): Promise<void> {
    this.journal = new MemoryAgentJournal(this.disk);
    this.#running = await Scheduler.start(this.configuration, this.#verdicts, this.ports);
  }

  async stop(): Promise<void> {
    const stopping = this.scheduler.stop();
    await this.clock.advance(Duration.zero);
    await stopping;
    this.#running = undefined;
  }

  /** Ends the process without a word: nothing it still wants to write reaches the disk. */
  async kill(): Promise<void> {
    this.journal.outage = { code: "agent-journal-unavailable", detail: "killed" };
    await this.stop();
  }

  /** Other settings for every name, with everything else that was set on this world. */
  reconfigure(names: readonly ManagedName[]): void {
    this.names = names;
    this.#configuration = undefined;
    if (this.#running !== undefined) this.#running.replaceConfiguration(this.configuration);
  }

  /** Detection knows these addresses; an empty list is proof of none. */
  know(ipv4: readonly string[], ipv6: readonly string[]): void {
    this.#say(knownVerdict("ipv4", ...ipv4), knownVerdict("ipv6", ...ipv6));
  }

  /** Detection knows the IPv4 addresses only. */
  know4(ipv4: readonly string[]): void {
    this.#say(knownVerdict("ipv4", ...ipv4), unknownVerdict("ipv6", "no-source-answered"));
  }

  /** Detection does not know. */
  unknow(): void {
    this.#say(unknownVerdict("ipv4", "no-source-answered"), unknownVerdict("ipv6", "no-source-answered"));
  }

  #say(ipv4: Verdict, ipv6: Verdict): void {
    this.#verdicts = new Map([
      [auto4, ipv4],
      [auto6, ipv6],
    ]);
    this.#running?.replaceVerdicts(this.#verdicts);
  }

  /** Lets time pass in steps, so that what one step starts is seen by the next. */
  async pass(by: Duration): Promise<void> {
    await this.clock.advance(by);
  }

  statusOf(target: string): TargetStatus {
    const status = this.scheduler.status().find((one) => one.target === target);
    if (status === undefined) throw new Error(`no target ${target}`);
    return status;
  }

  /** `settled`, `held credentials-rejected`, `backing-off server-error`, `due changed`. */
  stateOf(target: string): string {
    const { state, reason, held, setback } = this.statusOf(target);
    const more = { held: held?.code, "backing-off": setback?.code, due: reason, verifying: reason, applying: reason };
    const why = more[state as keyof typeof more];
    return why === undefined ? state : `${state} ${why}`;
  }

  /** Events so far, one line each, without times. */
  get told(): readonly string[] {
    return this.disk.events.map(({ event }) => tellEvent(event));
  }
}

function tellEvent(event: AgentEvent): string {
  if (!("target" in event)) return event.kind;
  const about = `${event.kind} ${event.target}`;
  switch (event.kind) {
    case "updated":
    case "unchanged":
      return `${about} ${event.before?.join("+") ?? "?"} -> ${event.after.join("+")}`;
    case "verified":
      return about;
    case "not-verified":
      return `${about} ${event.reason}`;
    default:
      return `${about} ${event.code}`;
  }
}
