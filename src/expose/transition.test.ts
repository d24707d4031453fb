import { describe, expect, test } from "bun:test";
import { exposing } from "../../test/support/expose-world.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { address } from "../../test/support/values.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { type KeptMapping, nextTick, restoreMapping } from "./kept-mapping.ts";
import type { Lease, Moment } from "./lease.ts";
import type { MappingFailCode } from "./mapping-failure.ts";
import { type MappingHappening, transition } from "./transition.ts";

/** One event at a time: where a mapping stands after it, what is told, and what is left to close. */

const at0 = Instant.ofMs(Date.UTC(2026, 10, 20));

function momentAt(minutes: number): Moment {
  const since = Duration.minutes(minutes);
  return { wall: Instant.plus(at0, since), monotonic: since };
}

/** Granted at minute 0 for an hour. */
const lease: Lease = {
  isGranted: true,
  protocol: "pcp",
  router: "192.168.1.1",
  label: "192.168.1.1",
  internalAddress: address("192.168.1.20"),
  externalAddress: address("44.128.10.10"),
  externalPort: 445,
  handle: undefined,
  from: Duration.zero,
  lifetime: Duration.hours(1),
  endsAt: Instant.plus(at0, Duration.hours(1)),
};

const here = { router: "192.168.1.1", internalAddress: lease.internalAddress };
const begun: MappingHappening = { kind: "begun", at: here };
const granted: MappingHappening = { kind: "granted", lease };
const looked = {
  kind: "looked",
  router: "192.168.1.1",
  family: "ipv4",
  protocol: "pcp",
  externalAddress: address("44.128.10.10"),
  hasRestarted: false,
} as const;

function failed(code: MappingFailCode, retryAfter?: Duration): MappingHappening {
  return { kind: "failed", failure: { code, detail: "", ...(retryAfter === undefined ? {} : { retryAfter }) } };
}

interface Row {
  readonly name: string;
  /** Events with the minute they happen at. */
  readonly events: readonly (readonly [minute: number, event: MappingHappening])[];
  readonly phase: string;
  readonly told: readonly string[];
  readonly leftovers?: number;
  /** The minute of the next tick, rounded down. */
  readonly next?: number;
}

const rows: readonly Row[] = [
  { name: "new / to be asked", events: [], phase: "due first", told: [] },
  {
    name: "asked and granted / open, renewed after half",
    events: [
      [0, begun],
      [0, granted],
    ],
    phase: "open",
    told: ["made"],
    next: 30,
  },
  { name: "granted though nobody asked / nothing", events: [[0, granted]], phase: "due first", told: [] },
  {
    name: "half its life / renewal",
    events: [
      [0, begun],
      [0, granted],
      [38, { kind: "tick" }],
    ],
    phase: "due renewal",
    told: ["made"],
  },
  {
    name: "not yet half its life / still open",
    events: [
      [0, begun],
      [0, granted],
      [29, { kind: "tick" }],
    ],
    phase: "open",
    told: ["made"],
  },
  {
    name: "renewal fails / tried again after three quarters, and told once",
    events: [
      [0, begun],
      [0, granted],
      [35, { kind: "tick" }],
      [38, begun],
      [38, failed("timed-out")],
    ],
    phase: "waiting",
    told: ["made", "failed"],
    next: 45,
  },
  {
    name: "the lease ends meanwhile / lost, and asked for when the pause is over",
    events: [
      [0, begun],
      [0, granted],
      [38, { kind: "tick" }],
      [38, begun],
      [38, failed("timed-out")],
      [61, { kind: "tick" }],
    ],
    phase: "due retry",
    told: ["made", "failed", "lost lease-ended"],
  },
  {
    name: "a hint / asked at once",
    events: [
      [0, begun],
      [0, granted],
      [1, { kind: "check" }],
    ],
    phase: "due check",
    told: ["made"],
  },
  {
    name: "a hint during a pause that the router named / waits all the same",
    events: [
      [0, begun],
      [0, failed("gateway-busy", Duration.minutes(10))],
      [1, { kind: "check" }],
    ],
    phase: "waiting",
    told: ["failed"],
    next: 10,
  },
  {
    name: "a hint during a pause of ours / a second more",
    events: [
      [0, begun],
      [0, failed("gateway-refused")],
      [0, { kind: "check" }],
    ],
    phase: "waiting",
    told: ["failed"],
    next: 0,
  },
  {
    name: "the same failure again / told once",
    events: [
      [0, begun],
      [0, failed("timed-out")],
      [9, { kind: "tick" }],
      [9, begun],
      [9, failed("timed-out")],
    ],
    phase: "waiting",
    told: ["failed"],
  },
  {
    name: "the router has the address it had / nothing",
    events: [
      [0, begun],
      [0, granted],
      [1, looked],
    ],
    phase: "open",
    told: ["made"],
  },
  {
    name: "the router has another address / lost, to be made anew",
    events: [
      [0, begun],
      [0, granted],
      [1, { ...looked, externalAddress: address("44.128.10.11") }],
    ],
    phase: "due lost stale",
    told: ["made", "lost external-address-changed"],
  },
  {
    name: "the router began anew / lost, to be made anew",
    events: [
      [0, begun],
      [0, granted],
      [1, { ...looked, hasRestarted: true }],
    ],
    phase: "due lost stale",
    told: ["made", "lost router-restarted"],
  },
  {
    name: "another protocol, router or family tells of itself / nothing",
    events: [
      [0, begun],
      [0, granted],
      [1, { ...looked, protocol: "upnp", hasRestarted: true }],
      [1, { ...looked, router: "10.0.0.1", hasRestarted: true }],
      [1, { ...looked, family: "ipv6", hasRestarted: true }],
    ],
    phase: "open",
    told: ["made"],
  },
  {
    name: "this host has another address / lost, and the old hole is to be closed",
    events: [
      [0, begun],
      [0, granted],
      [1, { kind: "check" }],
      [1, { kind: "begun", at: { ...here, internalAddress: address("192.168.1.21") } }],
    ],
    phase: "asking",
    told: ["made", "lost network-changed"],
    leftovers: 1,
  },
  {
    name: "another port is wished for / given up first",
    events: [
      [0, begun],
      [0, granted],
      [1, { kind: "configured", exposure: exposing("tcp", 445, { wishedPort: 1445 }) }],
    ],
    phase: "due configuration stale",
    told: ["made"],
  },
  {
    name: "the same wish once more / nothing",
    events: [
      [0, begun],
      [0, granted],
      [1, { kind: "configured", exposure: exposing("tcp", 445) }],
    ],
    phase: "open",
    told: ["made"],
  },
  {
    name: "granted with another port / told again",
    events: [
      [0, begun],
      [0, granted],
      [38, { kind: "tick" }],
      [38, begun],
      [38, { kind: "granted", lease: { ...lease, externalPort: 50_000, from: Duration.minutes(38) } }],
    ],
    phase: "open",
    told: ["made", "made"],
    next: 68,
  },
];

describe("transitions", () => {
  for (const { name, events, phase, told, leftovers = 0, next } of rows) {
    test(name, () => {
      const random = new SeededRandom(1);
      const nonce = (): Uint8Array => new Uint8Array(12);
      let kept: KeptMapping = restoreMapping(exposing("tcp", 445), undefined, nonce, momentAt(0));
      const said: string[] = [];
      let left = 0;
      for (const [minute, event] of events) {
        const moved = transition(kept, event, { moment: momentAt(minute), random });
        kept = moved.next;
        left += moved.leftovers.length;
        for (const one of moved.events) {
          said.push(`${one.kind.replace("mapping-", "")}${one.kind === "mapping-lost" ? ` ${one.because}` : ""}`);
        }
      }
      const { phase: stands, isStale } = kept;
      const words = [stands.kind, ...(stands.kind === "due" ? [stands.reason] : []), ...(isStale ? ["stale"] : [])];
      expect(words.join(" ")).toBe(phase);
      expect(said).toEqual([...told]);
      expect(left).toBe(leftovers);
      if (next !== undefined) {
        const minute = (nextTick(kept) ?? 0) / 60_000;
        expect(minute).toBeWithin(next, next + 8);
      }
    });
  }
});
