import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { SourceFailCode, SourceReport, UnknownReason, Verdict } from "../core/verdict.ts";
import type { Source } from "./source.ts";
import { TrustLedger } from "./trust-ledger.ts";

const [x, y] = ["44.128.10.7", "44.128.10.8"] as const;

/** What the echo under test did in one survey, in which others settled on `x` unless a reason says they did not. */
type Step =
  | readonly [did: "said", what: string, reason?: UnknownReason]
  | readonly [did: "failed", code: SourceFailCode, reason?: UnknownReason]
  | readonly [did: "kept silent", forMs: number]
  | readonly [did: "waits", minutes: number];

const echo: Source = {
  id: "stun:a",
  family: "ipv4",
  operator: "a",
  strength: "echo",
  observe: () => Promise.reject(new Error("not asked here")),
};

class Scene {
  readonly clock = new FakeClock();
  readonly ledger = new TrustLedger({ clock: this.clock, random: new SeededRandom() });

  async play(steps: readonly Step[]): Promise<string> {
    for (const [did, what, reason] of steps) {
      if (did === "waits") await this.clock.advance(Duration.minutes(what));
      else if (did === "kept silent") {
        await this.clock.advance(Duration.milliseconds(what));
        this.learn([], undefined, what);
      } else this.learn([did === "said" ? this.seen("stun:a", what) : this.failed(what)], reason);
    }
    const { agreements, dissents, breaker, isContrary } = this.ledger.standingOf(echo);
    const contested = this.ledger.isContested([echo]) ? " contested" : "";
    return `+${agreements} -${dissents} ${breaker}${isContrary ? " contrary" : ""}${contested}`;
  }

  learn(own: readonly SourceReport[], reason?: UnknownReason, silentMs?: number): void {
    const reports = reason === "no-source-answered" ? own : [...own, this.seen("stun:b", x)];
    const common = { family: "ipv4", at: this.clock.now(), weighed: [], advice: [], reports } as const;
    const verdict: Verdict =
      reason === undefined
        ? { kind: "known", ...common, addresses: [address(x)], because: "quorum" }
        : { kind: "unknown", ...common, reason };
    const silences = silentMs === undefined ? [] : [{ source: echo, waited: Duration.milliseconds(silentMs) }];
    this.ledger.learn(verdict, silences);
  }

  seen(source: string, text: string): SourceReport {
    const report = this.#report(source);
    const observation = { ...report, address: address(text), at: this.clock.now(), evidence: {} };
    return { ...report, answer: { kind: "seen", observations: [observation] } };
  }

  failed(code: SourceFailCode): SourceReport {
    return { ...this.#report("stun:a"), answer: { kind: "failed", failure: { code, detail: "" } } };
  }

  #report(source: string) {
    const operator = source.slice(-1);
    return { source, operator, strength: "echo", family: "ipv4", took: Duration.milliseconds(100) } as const;
  }
}

const agrees: Step = ["said", x];
const dissents: Step = ["said", y];
const refuses: Step = ["failed", "connection-refused"];

const rows: readonly (readonly [name: string, steps: readonly Step[], expected: string])[] = [
  ["nothing yet", [], "+0 -0 closed"],
  ["agreement", [agrees, agrees], "+2 -0 closed"],
  ["two failures happen by chance", [refuses, refuses], "+0 -0 closed"],
  ["a third one in a row does not", [refuses, refuses, refuses], "+0 -0 open"],
  ["an answer in between begins a new row", [refuses, refuses, agrees, refuses, refuses], "+1 -0 closed"],
  ["contradictions", [dissents, dissents, dissents], "+0 -3 open contrary"],
  ["failures and contradictions make one row", [refuses, refuses, dissents], "+0 -1 open contrary"],
  ["after its rest it may be tried", [refuses, refuses, refuses, ["waits", 2]], "+0 -0 half-open"],
  ["the trial succeeds", [refuses, refuses, refuses, ["waits", 2], agrees], "+1 -0 closed"],
  ["the trial fails / it rests for longer", [refuses, refuses, refuses, ["waits", 2], refuses], "+0 -0 open"],
  [
    "the second rest is longer than the first",
    [refuses, refuses, refuses, ["waits", 2], refuses, ["waits", 1.9]],
    "+0 -0 open",
  ],
  ["and ends", [refuses, refuses, refuses, ["waits", 2], refuses, ["waits", 3]], "+0 -0 half-open"],
  [
    "failures while it rests do not lengthen the rest",
    [refuses, refuses, refuses, refuses, refuses, refuses, ["waits", 2]],
    "+0 -0 half-open",
  ],
  [
    "our own outage is held against nobody",
    [1, 2, 3, 4].map((): Step => ["failed", "timed-out", "no-source-answered"]),
    "+0 -0 closed",
  ],
  ["cut off by us", [1, 2, 3, 4].map((): Step => ["failed", "aborted"]), "+0 -0 closed"],
  ["overtaken by others", [1, 2, 3, 4].map((): Step => ["kept silent", 340]), "+0 -0 closed"],
  ["silent beyond patience", [1, 2, 3].map((): Step => ["kept silent", 1_300]), "+0 -0 open"],
  [
    "an answer nobody judged ends a row of failures",
    [refuses, refuses, ["said", x, "too-few-agree"], refuses],
    "+0 -0 closed",
  ],
  ["but no row of contradictions", [dissents, dissents, ["said", y, "too-few-agree"], dissents], "+0 -3 open contrary"],
  [
    "in a disagreement nobody is wrong",
    [1, 2, 3, 4].map((): Step => ["said", y, "sources-disagree"]),
    "+0 -0 closed contested",
  ],
  [
    "a disagreement is over when there is a verdict",
    [["said", y, "sources-disagree"], dissents],
    "+0 -1 closed contrary",
  ],
  [
    "also when this one failed",
    [
      ["said", y, "sources-disagree"],
      ["failed", "timed-out"],
    ],
    "+0 -0 closed",
  ],
  [
    "not when too few answer",
    [
      ["said", y, "sources-disagree"],
      ["said", y, "too-few-agree"],
    ],
    "+0 -0 closed contested",
  ],
];

describe("the trust in an echo", () => {
  for (const [name, steps, expected] of rows) {
    test(`${name}: ${expected}`, async () => expect(await new Scene().play(steps)).toBe(expected));
  }

  test("counts failures by code", async () => {
    const scene = new Scene();
    await scene.play([refuses, ["failed", "tls-failed"], ["failed", "tls-failed"], ["kept silent", 2_000]]);
    expect(scene.ledger.standingOf(echo).failures).toEqual({
      "connection-refused": 1,
      "tls-failed": 2,
      "timed-out": 1,
    });
  });

  test("follows the latency, and takes a silence as at least so long", async () => {
    const scene = new Scene();
    await scene.play([agrees]);
    expect(Number(scene.ledger.standingOf(echo).latency)).toBe(100);
    await scene.play([["kept silent", 600]]);
    expect(Number(scene.ledger.standingOf(echo).latency)).toBe(250);
    await scene.play([["kept silent", 50]]);
    expect(Number(scene.ledger.standingOf(echo).latency)).toBe(250);
    await scene.play([agrees]);
    expect(Number(scene.ledger.standingOf(echo).latency)).toBe(205);
  });

  test("never rests longer than an hour and a half", async () => {
    const scene = new Scene();
    await scene.play([refuses, refuses]);
    for (let trial = 0; trial < 40; trial += 1) {
      await scene.play([refuses]);
      const { breaker, restsFor } = scene.ledger.standingOf(echo);
      expect(breaker).toBe("open");
      expect(Number(restsFor)).toBeLessThanOrEqual(90 * 60_000);
      await scene.clock.advance(restsFor);
    }
  });

  test("is per family, and ends with the source", async () => {
    const scene = new Scene();
    await scene.play([refuses, refuses, refuses]);
    expect(scene.ledger.standingOf({ ...echo, family: "ipv6" }).breaker).toBe("closed");
    expect(scene.ledger.standings().map(({ source }) => source)).toEqual(["stun:a", "stun:b"]);
    scene.ledger.keepOnly([{ ...echo, id: "stun:b" }]);
    expect(scene.ledger.standings().map(({ source }) => source)).toEqual(["stun:b"]);
    expect(scene.ledger.standingOf(echo).breaker).toBe("closed");
  });
});

describe("surveys that share a question", () => {
  test("an answer that agrees counts once, whatever other surveys made of it before", () => {
    const scene = new Scene();
    const answer = scene.seen("stun:a", x);
    scene.learn([answer], "no-publishable-address");
    for (let name = 0; name < 4; name += 1) scene.learn([answer]);
    expect(scene.ledger.standingOf(echo)).toMatchObject({ agreements: 1, dissents: 0 });
  });

  test("a contradiction, a failure and a silence count once", async () => {
    const scene = new Scene();
    const [contradiction, failed] = [scene.seen("stun:a", y), scene.failed("timed-out")];
    await scene.clock.advance(Duration.seconds(1));
    for (let name = 0; name < 4; name += 1) {
      scene.learn([contradiction]);
      scene.learn([failed]);
      scene.learn([], undefined, 1_000);
    }
    const { dissents, failures, breaker } = scene.ledger.standingOf(echo);
    expect([dissents, failures, breaker]).toEqual([1, { "timed-out": 2 }, "open"]);
  });
});
