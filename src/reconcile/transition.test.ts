import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { rdataList } from "../../test/support/reconcile-values.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { name } from "../../test/support/values.ts";
import type { AgentEvent, TargetMemory } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Outcome } from "../core/outcome.ts";
import { targetId } from "../core/target-id.ts";
import type { Desired } from "./desired.ts";
import { type Moment, restoreTarget, type Target, type TargetTraits } from "./target.ts";
import { transition, type TargetEvent, type Transition } from "./transition.ts";
import type { Verification } from "./verification.ts";

const identity = {
  target: targetId({ providerKey: "cf", owner: name("home.example.net"), type: "A" }),
  type: "A",
  configuration: "digest-1",
} as const;

const readable: TargetTraits = {
  canRead: true,
  canVerify: true,
  recheck: Duration.hours(6),
  refreshEvery: undefined,
};
const push: TargetTraits = { ...readable, canRead: false };

const start = Date.UTC(2026, 10, 20, 12);

/** Both clocks, so long after noon. */
function after(elapsed: Duration): Moment {
  return { wall: Instant.ofMs(start + elapsed), monotonic: Duration.milliseconds(1_000_000 + elapsed) };
}

const [one, two] = [rdataList("192.0.2.1"), rdataList("192.0.2.2")];
const present = (rdata: readonly Uint8Array[]): Desired => ({ kind: "present", rdata });
const unknown: Desired = { kind: "no-opinion", because: "sources-disagree" };
const withdrawn: Desired = { kind: "withdrawn" };

function step(target: Target, event: TargetEvent, traits: TargetTraits, elapsed: Duration = Duration.zero): Transition {
  return transition(target, event, { traits, moment: after(elapsed), random: new SeededRandom(7) });
}

function steps(target: Target, traits: TargetTraits, events: readonly TargetEvent[]): Target {
  return events.reduce((state, event) => step(state, event, traits).next, target);
}

/** `settled`, `due changed`, `verifying arrival`, `backing-off unconfirmed`, `held quota-exceeded` … */
function tellPhase({ phase, setback, held }: Target): string {
  switch (phase.kind) {
    case "due":
      return `due ${phase.reason}`;
    case "verifying":
      return `verifying ${phase.purpose}`;
    case "backing-off":
      return `backing-off ${setback?.kind}`;
    case "held":
      return `held ${held?.code}`;
    default:
      return phase.kind;
  }
}

const updated: Outcome = {
  kind: "updated",
  changes: [{ owner: name("home.example.net"), type: "A", before: two, after: one }],
};
const rejected: Outcome = { kind: "rejected", code: "not-authorized", detail: "no" };
const failed: Outcome = { kind: "failed", code: "server-error", detail: "502" };
const lost: Outcome = { kind: "unconfirmed", code: "timed-out", detail: "no answer in 10s" };
const verified: Verification = {
  kind: "verified",
  servers: ["ns1.example.net (192.0.2.53)"],
  took: Duration.seconds(2),
};
const disagree: Verification = { kind: "not-verified", reason: "servers-disagree", detail: "ns2 has 192.0.2.2" };
const silent: Verification = { kind: "not-verified", reason: "no-server-answered", detail: "" };

function ended(outcome: Outcome, wanted: readonly Uint8Array[] = one, more: Partial<{ isMasked: boolean }> = {}) {
  const wasSent = outcome.kind !== "unchanged";
  return { kind: "ended", outcome, wanted, wasSent, isMasked: false, ...more } as const satisfies TargetEvent;
}

const fresh = restoreTarget(identity, undefined, after(Duration.zero));
const desireOne: TargetEvent = { kind: "desired", desired: present(one) };
const begun: TargetEvent = { kind: "begun" };

/** Reached by events alone, as in life; `192.0.2.1` is desired in each but `idle`. */
function statesOf(traits: TargetTraits): Readonly<Record<string, Target>> {
  const due = steps(fresh, traits, [desireOne]);
  const applying = steps(due, traits, [begun]);
  const arrival = steps(applying, traits, [ended(updated)]);
  const settled = steps(arrival, traits, [{ kind: "verification", round: 1, result: verified }]);
  const proof: Target = {
    ...settled,
    phase: { kind: "verifying", purpose: "proof", round: 1, expected: one },
  };
  const lostReply: Target = {
    ...settled,
    unconfirmed: one,
    confirmed: undefined,
    phase: { kind: "verifying", purpose: "lost-reply", round: 1, expected: one },
  };
  const backingOff = steps(applying, traits, [ended(failed)]);
  const held = steps(applying, traits, [ended(rejected)]);
  const states = { idle: fresh, due, applying, arrival, proof, settled, backingOff, held };
  // A reply lost by a service that can be read is settled by reading.
  return traits.canRead ? states : { ...states, lostReply };
}

const happenings: Readonly<Record<string, { readonly event: TargetEvent; readonly elapsed?: Duration }>> = {
  "same desired": { event: desireOne },
  "other desired": { event: { kind: "desired", desired: present(two) } },
  withdrawn: { event: { kind: "desired", desired: withdrawn } },
  unknown: { event: { kind: "desired", desired: unknown } },
  reconfigured: { event: { kind: "configured", configuration: "digest-2", desired: present(one) } },
  "tick at once": { event: { kind: "tick" } },
  "tick in 10s": { event: { kind: "tick" }, elapsed: Duration.seconds(10) },
  "tick in 7h": { event: { kind: "tick" }, elapsed: Duration.hours(7) },
  begun: { event: begun },
  writing: { event: { kind: "writing", values: one } },
  superseded: { event: { kind: "superseded" } },
  unchanged: { event: ended({ kind: "unchanged" }) },
  updated: { event: ended(updated) },
  "updated other": { event: ended(updated, two) },
  masked: { event: ended(updated, one, { isMasked: true }) },
  rejected: { event: ended(rejected) },
  failed: { event: ended(failed) },
  unconfirmed: { event: ended(lost) },
  verified: { event: { kind: "verification", round: 1, result: verified } },
  disagree: { event: { kind: "verification", round: 1, result: disagree }, elapsed: Duration.hours(2) },
  "disagree soon": { event: { kind: "verification", round: 1, result: disagree } },
  silent: { event: { kind: "verification", round: 1, result: silent } },
  "old round": { event: { kind: "verification", round: 0, result: verified } },
  network: { event: { kind: "network-changed" } },
  asked: { event: { kind: "asked", allowLargeChange: false } },
  alongside: { event: { kind: "refused-alongside", code: "client-refused", detail: "" } },
};

/** Rows are events, columns are states; a dot leaves the phase as it is. */
function matrix(traits: TargetTraits): string {
  const states = Object.entries(statesOf(traits));
  const rows = Object.entries(happenings).map(([label, { event, elapsed }]) => [
    label,
    ...states.map(([, state]) => {
      const next = tellPhase(step(state, event, traits, elapsed).next);
      return next === tellPhase(state) ? "." : next.replace("verifying ", "").replace("backing-off ", "wait ");
    }),
  ]);
  const lines = [["", ...states.map(([label]) => label)], ...rows];
  return lines
    .map((cells) =>
      cells
        .map((cell, index) => cell.padEnd(index === 0 ? 14 : 20))
        .join("")
        .trimEnd(),
    )
    .join("\n");
}

/** As `matrix` prints it. Every state meets every event; what cannot be met is a dot. */
const expected: readonly { readonly name: string; readonly traits: TargetTraits; readonly table: string }[] = [
  {
    name: "a target at a service that can be read",
    traits: readable,
    table: `
              idle                due                 applying            arrival             proof               settled             backingOff          held
same desired  due first           .                   .                   .                   .                   .                   .                   .
other desired due first           .                   .                   due changed         due changed         due changed         .                   .
withdrawn     due first           .                   .                   due changed         due changed         due changed         .                   .
unknown       .                   idle                .                   .                   .                   idle                idle                .
reconfigured  due first           .                   .                   due configuration   due configuration   due configuration   due first           due first
tick at once  .                   .                   .                   .                   .                   .                   .                   .
tick in 10s   .                   .                   .                   .                   .                   .                   due first           .
tick in 7h    .                   .                   .                   .                   .                   due recheck         due first           .
begun         applying            applying            .                   applying            applying            applying            applying            .
writing       .                   .                   .                   .                   .                   .                   .                   .
superseded    .                   .                   due first           .                   .                   .                   .                   .
unchanged     .                   .                   proof               .                   .                   .                   .                   .
updated       .                   .                   arrival             .                   .                   .                   .                   .
updated other .                   .                   due changed         .                   .                   .                   .                   .
masked        .                   .                   settled             .                   .                   .                   .                   .
rejected      .                   .                   held not-authorized .                   .                   .                   .                   .
failed        .                   .                   wait failed         .                   .                   .                   .                   .
unconfirmed   .                   .                   wait unconfirmed    .                   .                   .                   .                   .
verified      .                   .                   .                   settled             settled             .                   .                   .
disagree      .                   .                   .                   settled             settled             .                   .                   .
disagree soon .                   .                   .                   settled             settled             .                   .                   .
silent        .                   .                   .                   settled             settled             .                   .                   .
old round     .                   .                   .                   .                   .                   .                   .                   .
network       .                   .                   .                   .                   .                   .                   .                   .
asked         .                   .                   .                   due asked           due asked           due asked           due first           due first
alongside     held client-refused held client-refused .                   held client-refused held client-refused held client-refused held client-refused .`,
  },
  {
    name: "a target at a service that is only told",
    traits: push,
    table: `
              idle                due                 applying            arrival             proof               settled             backingOff          held                lostReply
same desired  due first           .                   .                   .                   .                   .                   .                   .                   .
other desired due first           .                   .                   due changed         due changed         due changed         .                   .                   due unconfirmed
withdrawn     due first           .                   .                   due changed         due changed         due changed         .                   .                   due unconfirmed
unknown       .                   idle                .                   .                   .                   idle                idle                .                   .
reconfigured  due first           .                   .                   due configuration   due configuration   due configuration   due first           due first           due unconfirmed
tick at once  .                   .                   .                   .                   .                   .                   .                   .                   .
tick in 10s   .                   .                   .                   .                   .                   .                   due first           .                   .
tick in 7h    .                   .                   .                   .                   .                   proof               due first           .                   .
begun         applying            applying            .                   applying            applying            applying            applying            .                   applying
writing       .                   .                   .                   .                   .                   .                   .                   .                   .
superseded    .                   .                   due first           .                   .                   .                   .                   .                   .
unchanged     .                   .                   proof               .                   .                   .                   .                   .                   .
updated       .                   .                   arrival             .                   .                   .                   .                   .                   .
updated other .                   .                   due changed         .                   .                   .                   .                   .                   .
masked        .                   .                   settled             .                   .                   .                   .                   .                   .
rejected      .                   .                   held not-authorized .                   .                   .                   .                   .                   .
failed        .                   .                   wait failed         .                   .                   .                   .                   .                   .
unconfirmed   .                   .                   wait unconfirmed    .                   .                   .                   .                   .                   .
verified      .                   .                   .                   settled             settled             .                   .                   .                   settled
disagree      .                   .                   .                   settled             due disagreement    .                   .                   .                   due unconfirmed
disagree soon .                   .                   .                   settled             settled             .                   .                   .                   due unconfirmed
silent        .                   .                   .                   settled             settled             .                   .                   .                   due unconfirmed
old round     .                   .                   .                   .                   .                   .                   .                   .                   .
network       .                   .                   .                   .                   .                   .                   .                   .                   .
asked         .                   .                   .                   due asked           due asked           due asked           due first           due first           due unconfirmed
alongside     held client-refused held client-refused .                   held client-refused held client-refused held client-refused held client-refused .                   held client-refused`,
  },
];

describe("transition", () => {
  for (const { name: title, traits, table } of expected) {
    test(`moves ${title}`, () => {
      expect(`\n${matrix(traits)}`).toBe(table);
    });
  }
});

/** One line per event, without time and target. */
function tellEvents(events: readonly AgentEvent[]): readonly string[] {
  return events.map((event) => {
    switch (event.kind) {
      case "updated":
      case "unchanged":
        return `${event.kind} ${event.before?.join("+") ?? "?"} -> ${event.after.join("+")}`;
      case "rejected":
      case "failed":
      case "unconfirmed":
        return `${event.kind} ${event.code}${event.retryAt === undefined ? "" : " with retry"}`;
      case "verified":
        return `verified after ${event.took / 1000}s`;
      case "not-verified":
        return `not-verified ${event.reason}`;
      default:
        return event.kind;
    }
  });
}

/** What a restart would find, in one line. */
function tellMemory(memory: TargetMemory | undefined): string {
  if (memory === undefined) return "as before";
  const show = (rdata: readonly Uint8Array[] | undefined): string =>
    rdata === undefined ? "" : `[${rdata.map((value) => value.join(".")).join(" ")}]`;
  return [
    memory.configuration,
    memory.confirmed === undefined ? "" : `confirmed ${show(memory.confirmed.rdata)} ${memory.confirmed.configuration}`,
    memory.unconfirmed === undefined ? "" : `unconfirmed ${show(memory.unconfirmed)}`,
    memory.held === undefined ? "" : `held ${memory.held.code}`,
    memory.waiting === undefined ? "" : `waiting ${memory.waiting.code}`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

describe("transition, in full", () => {
  const now = after(Duration.zero);
  const confirmed = { rdata: one, at: Instant.ofMs(start - 3 * 86_400_000), configuration: "digest-1" };
  const memory: TargetMemory = {
    ...identity,
    confirmed,
    checkedAt: confirmed.at,
    held: undefined,
    waiting: undefined,
    unconfirmed: undefined,
  };
  const restored = (more: Partial<TargetMemory> = {}): Target => restoreTarget(identity, { ...memory, ...more }, now);
  const waiting = { code: "rate-limited", detail: "", until: Instant.ofMs(start + 60_000) } as const;
  const held = { code: "quota-exceeded", detail: "", since: Instant.ofMs(start) } as const;

  const rows: readonly {
    readonly name: string;
    readonly traits?: TargetTraits;
    readonly from: Target;
    /** The last one is what the rest of the row is about. */
    readonly events: readonly TargetEvent[];
    readonly phase: string;
    readonly told?: readonly string[];
    readonly memory?: string;
  }[] = [
    {
      name: "restarted, same address, readable / the provider is asked once",
      from: restored(),
      events: [desireOne],
      phase: "due start",
    },
    {
      name: "restarted, same address, told only / DNS is asked, nothing is sent",
      traits: push,
      from: restored(),
      events: [desireOne],
      phase: "verifying proof",
    },
    {
      name: "restarted, same address, told only, DNS agrees / settled without a request",
      traits: push,
      from: restored(),
      events: [desireOne, { kind: "verification", round: 1, result: verified }],
      phase: "settled",
      told: ["verified after 2s"],
    },
    {
      name: "restarted, told only, DNS does not answer / memory is believed until the next check",
      traits: push,
      from: restored(),
      events: [desireOne, { kind: "verification", round: 1, result: silent }],
      phase: "settled",
      told: ["not-verified no-server-answered"],
    },
    {
      name: "restarted, told only, verification off / memory is believed",
      traits: { ...push, canVerify: false },
      from: restored(),
      events: [desireOne],
      phase: "settled",
    },
    {
      name: "restarted, told only, DNS shows something else, sent days ago / sent again",
      traits: push,
      from: restored(),
      events: [desireOne, { kind: "verification", round: 1, result: disagree }],
      phase: "due disagreement",
      told: ["not-verified servers-disagree"],
    },
    {
      name: "restarted, told only, DNS shows something else, sent a minute ago / not sent again yet",
      traits: push,
      from: restored({ confirmed: { ...confirmed, at: Instant.ofMs(start - 60_000) } }),
      events: [desireOne, { kind: "verification", round: 1, result: disagree }],
      phase: "settled",
      told: ["not-verified servers-disagree"],
    },
    {
      name: "restarted with another address / due",
      traits: push,
      from: restored(),
      events: [{ kind: "desired", desired: present(two) }],
      phase: "due changed",
    },
    {
      name: "restarted with other settings, told only / sent again although DNS would agree",
      traits: push,
      from: restored({ configuration: "digest-0", confirmed: { ...confirmed, configuration: "digest-0" } }),
      events: [desireOne],
      phase: "due configuration",
    },
    {
      name: "restarted after other settings were refused and a person asked / they are still sent",
      traits: push,
      from: restored({ confirmed: { ...confirmed, configuration: "digest-0" } }),
      events: [desireOne],
      phase: "due configuration",
    },
    {
      name: "restarted while held / still held",
      from: restored({ held }),
      events: [desireOne, { kind: "tick" }],
      phase: "held quota-exceeded",
    },
    {
      name: "held under other settings / tried again",
      from: restored({ held, configuration: "digest-0" }),
      events: [desireOne],
      phase: "due configuration",
    },
    {
      name: "held by a code nobody knows any more / not held",
      from: restored({ held: { ...held, code: "server-error" } }),
      events: [desireOne],
      phase: "due start",
    },
    {
      name: "restarted during a pause / the pause goes on",
      from: restored({ waiting }),
      events: [desireOne],
      phase: "backing-off failed",
    },
    {
      name: "restarted after a pause / due",
      from: restored({ waiting: { ...waiting, until: Instant.ofMs(start - 1) } }),
      events: [desireOne],
      phase: "due start",
    },
    {
      name: "restarted after a kill in the middle of a write, readable / read before writing",
      from: restored({ unconfirmed: two }),
      events: [{ kind: "desired", desired: present(two) }],
      phase: "due unconfirmed",
    },
    {
      name: "restarted after a kill in the middle of a write, told only / DNS is asked first",
      traits: push,
      from: restored({ unconfirmed: two }),
      events: [{ kind: "desired", desired: present(two) }],
      phase: "verifying lost-reply",
    },
    {
      name: "killed write, told only, DNS shows it / it was an update",
      traits: push,
      from: restored({ unconfirmed: two }),
      events: [
        { kind: "desired", desired: present(two) },
        { kind: "verification", round: 1, result: verified },
      ],
      phase: "settled",
      told: ["updated 192.0.2.1 -> 192.0.2.2", "verified after 2s"],
      memory: "digest-1, confirmed [192.0.2.2] digest-1",
    },
    {
      name: "killed write, told only, DNS does not show it / sent again",
      traits: push,
      from: restored({ unconfirmed: two }),
      events: [
        { kind: "desired", desired: present(two) },
        { kind: "verification", round: 1, result: disagree },
      ],
      phase: "due unconfirmed",
      told: ["not-verified servers-disagree"],
    },
    {
      name: "killed write, told only, meanwhile another address / sent without asking DNS",
      traits: push,
      from: restored({ unconfirmed: two }),
      events: [desireOne],
      phase: "due unconfirmed",
    },
    {
      name: "killed write under other settings, told only, DNS shows it / the settings are sent all the same",
      traits: push,
      from: restored({ unconfirmed: two, confirmed: { ...confirmed, configuration: "digest-0" } }),
      events: [
        { kind: "desired", desired: present(two) },
        { kind: "verification", round: 1, result: verified },
      ],
      phase: "due configuration",
      told: ["updated 192.0.2.1 -> 192.0.2.2", "verified after 2s"],
      memory: "digest-1, confirmed [192.0.2.2] digest-0",
    },
    {
      name: "about to write / what may be left is written down before",
      from: fresh,
      events: [desireOne, begun, { kind: "writing", values: one }],
      phase: "applying",
      memory: "digest-1, unconfirmed [192.0.2.1]",
    },
    {
      name: "about to write, then overtaken / nothing is open",
      from: fresh,
      events: [
        desireOne,
        begun,
        { kind: "writing", values: one },
        { kind: "desired", desired: present(two) },
        { kind: "superseded" },
      ],
      phase: "due first",
      memory: "digest-1",
    },
    {
      name: "written / updated, with the provider's word on what was before",
      from: fresh,
      events: [desireOne, begun, { kind: "writing", values: one }, ended(updated)],
      phase: "verifying arrival",
      told: ["updated 192.0.2.2 -> 192.0.2.1"],
      memory: "digest-1, confirmed [192.0.2.1] digest-1",
    },
    {
      name: "found in place / unchanged",
      from: fresh,
      events: [desireOne, begun, ended({ kind: "unchanged" })],
      phase: "verifying proof",
      told: ["unchanged 192.0.2.1 -> 192.0.2.1"],
      memory: "digest-1, confirmed [192.0.2.1] digest-1",
    },
    {
      name: "reply lost, then read and found in place / it was an update",
      from: steps(restored(), readable, [
        { kind: "desired", desired: present(two) },
        begun,
        { kind: "writing", values: two },
        ended(lost, two),
        { kind: "asked", allowLargeChange: false },
      ]),
      events: [begun, ended({ kind: "unchanged" }, two)],
      phase: "verifying arrival",
      told: ["updated 192.0.2.1 -> 192.0.2.2"],
      memory: "digest-1, confirmed [192.0.2.2] digest-1",
    },
    {
      name: "reply lost twice with different values / both may be there",
      from: steps(restored(), readable, [{ kind: "desired", desired: present(two) }, begun, ended(lost, two)]),
      events: [
        { kind: "desired", desired: present(rdataList("192.0.2.3")) },
        { kind: "asked", allowLargeChange: false },
        begun,
        ended(lost, rdataList("192.0.2.3")),
      ],
      phase: "backing-off unconfirmed",
      told: ["unconfirmed timed-out with retry"],
      memory: "digest-1, confirmed [192.0.2.1] digest-1, unconfirmed [192.0.2.2 192.0.2.3], waiting timed-out",
    },
    {
      name: "plain failure after a lost reply / the lost reply stays open",
      from: steps(restored({ unconfirmed: two }), readable, [{ kind: "desired", desired: present(two) }]),
      events: [begun, { kind: "writing", values: two }, ended(failed, two)],
      phase: "backing-off failed",
      told: ["failed server-error with retry"],
      memory: "digest-1, confirmed [192.0.2.1] digest-1, unconfirmed [192.0.2.2], waiting server-error",
    },
    {
      name: "told along with the other family, same value / no update of this one",
      traits: push,
      from: steps(restored(), push, [desireOne, { kind: "verification", round: 1, result: verified }]),
      events: [begun, ended(updated)],
      phase: "verifying arrival",
      told: ["unchanged 192.0.2.1 -> 192.0.2.1"],
      memory: "digest-1, confirmed [192.0.2.1] digest-1",
    },
    {
      name: "refused / held, and remembered",
      from: fresh,
      events: [desireOne, begun, ended(rejected)],
      phase: "held not-authorized",
      told: ["rejected not-authorized"],
      memory: "digest-1, held not-authorized",
    },
    {
      name: "refused under settings that changed meanwhile / tried with the new ones",
      from: fresh,
      events: [
        desireOne,
        begun,
        { kind: "configured", configuration: "digest-2", desired: present(one) },
        ended(rejected),
      ],
      phase: "due first",
      told: ["rejected not-authorized"],
    },
    {
      name: "written under settings that changed meanwhile / the new ones are sent too",
      from: fresh,
      events: [
        desireOne,
        begun,
        { kind: "configured", configuration: "digest-2", desired: present(one) },
        ended(updated),
      ],
      phase: "due configuration",
      told: ["updated 192.0.2.2 -> 192.0.2.1"],
      memory: "digest-2, confirmed [192.0.2.1] digest-1",
    },
    {
      name: "withdrawal too large, then an address / not held any more",
      from: fresh,
      events: [
        { kind: "desired", desired: withdrawn },
        begun,
        ended({ kind: "rejected", code: "change-too-large", detail: "" }, []),
        desireOne,
      ],
      phase: "due first",
      memory: "digest-1",
    },
    {
      name: "withdrawal too large, still to be withdrawn / held",
      from: fresh,
      events: [
        { kind: "desired", desired: withdrawn },
        begun,
        ended({ kind: "rejected", code: "change-too-large", detail: "" }, []),
        { kind: "desired", desired: unknown },
        { kind: "desired", desired: withdrawn },
      ],
      phase: "held change-too-large",
    },
    {
      name: "address comes and goes during a pause / the pause is not got around",
      from: steps(restored(), readable, [
        desireOne,
        begun,
        ended({ kind: "unchanged" }),
        { kind: "desired", desired: present(two) },
        begun,
        ended(failed, two),
        desireOne,
      ]),
      events: [{ kind: "desired", desired: present(two) }],
      phase: "backing-off failed",
    },
    {
      name: "address unknown while written / the write is verified, then rests",
      from: steps(fresh, readable, [desireOne, begun, { kind: "desired", desired: unknown }, ended(updated)]),
      events: [{ kind: "verification", round: 1, result: verified }],
      phase: "idle",
      told: ["verified after 2s"],
    },
    {
      name: "masked by the provider / said, not asked",
      from: fresh,
      events: [desireOne, begun, ended(updated, one, { isMasked: true })],
      phase: "settled",
      told: ["updated 192.0.2.2 -> 192.0.2.1", "not-verified masked-by-provider"],
      memory: "digest-1, confirmed [192.0.2.1] digest-1",
    },
    {
      name: "the same verification result again / not told again",
      from: steps(fresh, readable, [
        desireOne,
        begun,
        ended({ kind: "unchanged" }),
        { kind: "verification", round: 1, result: verified },
        { kind: "asked", allowLargeChange: false },
        begun,
        ended({ kind: "unchanged" }),
      ]),
      events: [{ kind: "verification", round: 2, result: verified }],
      phase: "settled",
    },
  ];
  for (const row of rows) {
    test(row.name, () => {
      const traits = row.traits ?? readable;
      const before = steps(row.from, traits, row.events.slice(0, -1));
      const last = row.events.at(-1) ?? { kind: "tick" };
      const { next, events, memory: kept } = step(before, last, traits);
      expect(tellPhase(next)).toBe(row.phase);
      expect(tellEvents(events)).toEqual([...(row.told ?? [])]);
      if (row.memory !== undefined) expect(tellMemory(kept)).toBe(row.memory);
    });
  }

  test("names that expire are sent again at their time, over restarts, and not before", () => {
    const traits: TargetTraits = { ...push, refreshEvery: Duration.days(28) };
    const settled = steps(restored(), traits, [desireOne, { kind: "verification", round: 1, result: verified }]);
    // Leaves the regular check aside, which would come first.
    const phaseAfter = (days: number): string =>
      tellPhase(step({ ...settled, checkDue: undefined }, { kind: "tick" }, traits, Duration.days(days)).next);
    expect([phaseAfter(24.9), phaseAfter(25)]).toEqual(["settled", "due refresh"]);
  });

  test("sent by a clock that was years ahead, and was then set right / sent again at the next check, not years later", () => {
    const traits: TargetTraits = { ...push, refreshEvery: Duration.days(28) };
    const phaseOf = (daysAhead: number, elapsed: Duration): string => {
      const at = Instant.ofMs(start + daysAhead * 86_400_000);
      const target = restored({ confirmed: { rdata: one, at, configuration: "digest-1" } });
      const settled = steps(target, traits, [desireOne, { kind: "verification", round: 1, result: verified }]);
      return tellPhase(step(settled, { kind: "tick" }, traits, elapsed).next);
    };
    // At once would be too early: hosts without a battery begin in the past, and are told the time a minute later.
    expect(phaseOf(3_650, Duration.hours(5))).toBe("settled");
    expect(phaseOf(3_650, Duration.hours(6))).toBe("due refresh");
    expect(phaseOf(1, Duration.hours(6))).toBe("verifying proof");
  });

  test("a clock set back while waiting does not prolong the pause beyond a day", () => {
    const target = restored({ waiting: { ...waiting, until: Instant.ofMs(start + 365 * 86_400_000) } });
    const asleep = steps(target, readable, [desireOne]);
    expect(tellPhase(step(asleep, { kind: "tick" }, readable, Duration.hours(23)).next)).toBe("backing-off failed");
    expect(tellPhase(step(asleep, { kind: "tick" }, readable, Duration.hours(24)).next)).toBe("due start");
  });
});

describe("transition, for any sequence of events", () => {
  const event = fc.constantFrom(...Object.values(happenings));
  const traits = fc.constantFrom(readable, push, { ...push, canVerify: false });

  test("a held target is left only by a person, new settings, or a withdrawal that is moot", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), traits, (sequence, given) => {
        let target = fresh;
        let elapsed = 0;
        for (const { event: happened, elapsed: by = Duration.seconds(1) } of sequence) {
          elapsed += by;
          const { next } = step(target, happened, given, Duration.milliseconds(elapsed));
          if (target.phase.kind === "held" && next.phase.kind !== "held") {
            expect(["asked", "configured"]).toContain(happened.kind);
          }
          target = next;
        }
      }),
    );
  });

  test("nothing is due without an opinion, during a pause, or while the confirmed state still counts", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), traits, (sequence, given) => {
        let target = fresh;
        let elapsed = 0;
        for (const { event: happened, elapsed: by = Duration.seconds(1) } of sequence) {
          elapsed += by;
          const moment = after(Duration.milliseconds(elapsed));
          target = step(target, happened, given, Duration.milliseconds(elapsed)).next;
          if (target.phase.kind !== "due") continue;
          expect(target.desired.kind).not.toBe("no-opinion");
          expect(target.held).toBeUndefined();
          expect(target.setback === undefined || target.setback.wakeAt <= moment.monotonic).toBe(true);
        }
      }),
    );
  });
});
