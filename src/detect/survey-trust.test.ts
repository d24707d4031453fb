import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { SourceFailure, Verdict } from "../core/verdict.ts";
import { type Homeland, type Sighting, type Source, sourceOf } from "./source.ts";
import { takeSurvey } from "./survey.ts";
import { TrustLedger } from "./trust-ledger.ts";
import { defaultRules } from "./verdict.ts";

/** Surveys that follow each other, and what each makes of what the earlier ones have shown. */

const [x, y] = ["44.128.10.7", "44.128.10.8"] as const;

/** What an echo says, and after how many milliseconds; it refuses at once, or is silent for ever. */
interface Echo {
  readonly operator: string;
  readonly says: string;
  readonly afterMs?: number;
  readonly homeland?: Homeland;
}

class World {
  readonly clock = new FakeClock();
  readonly ledger = new TrustLedger({ clock: this.clock, random: new SeededRandom() });

  /** One survey; time then goes on by five minutes. `asked` has an entry for each wave, in the order of asking. */
  async survey(
    echoes: readonly Echo[],
    options: { readonly trust?: TrustLedger; readonly homeland?: Homeland; readonly routerAfterMs?: number } = {},
  ): Promise<{ readonly verdict: Verdict; readonly asked: readonly string[]; readonly tookMs: number }> {
    const { clock } = this;
    const begin = clock.monotonic();
    const waves = new Map<number, string[]>();
    const sources = echoes.map((echo, index): Source => {
      const { operator, says, afterMs = 20, homeland } = echo;
      const witness = {
        id: `stun:${operator}${index}`,
        family: "ipv4",
        operator,
        strength: "echo",
        ask: ({ signal }: { readonly signal: AbortSignal }) => {
          const at = clock.monotonic() - begin;
          waves.set(at, [...(waves.get(at) ?? []), operator]);
          if (says === "refused") return Promise.resolve(failure({ code: "connection-refused", detail: "" } as const));
          return new Promise<Result<readonly Sighting[], SourceFailure>>((resolve) => {
            if (says === "silent") return;
            const answer = ok([{ address: address(says), evidence: {} }]);
            const timer = clock.after(Duration.milliseconds(afterMs), () => resolve(answer));
            signal.addEventListener("abort", () => timer.cancel());
          });
        },
      } as const;
      return { ...sourceOf(witness, clock), homeland };
    });
    const survey = { family: "ipv4", sources, rules: defaultRules, isThorough: false } as const;
    const { trust = this.ledger, homeland } = options;
    let tookMs = Number.NaN;
    const pending = takeSurvey({ ...survey, trust, homeland }, clock).finally(() => {
      tookMs = clock.monotonic() - begin;
    });
    await clock.advance(Duration.seconds(10));
    const verdict = await pending;
    expect(clock.pendingCount).toBe(0);
    await clock.advance(Duration.minutes(5));
    const asked = [...waves].toSorted(([a], [b]) => a - b).map(([, operators]) => operators.join(""));
    return { verdict, asked, tookMs };
  }
}

const told = (verdict: Verdict): string => {
  if (verdict.kind === "unmanaged") return "unmanaged";
  return verdict.kind === "known" ? verdict.addresses.join() : verdict.reason;
};

/** `a:x b:y@90 c:silent d:refused`, and `:china` or `:world` behind it. */
function echoesOf(text: string): readonly Echo[] {
  const words: Readonly<Record<string, string>> = { x, y };
  return text.split(" ").map((word): Echo => {
    const [operator = "", answer = "", homeland] = word.split(":");
    const [says = "", afterMs = "20"] = answer.split("@");
    return {
      operator,
      says: words[says] ?? says,
      afterMs: Number(afterMs),
      ...(homeland === "china" || homeland === "world" ? { homeland } : {}),
    };
  });
}

/** Each line is a survey: the echoes, and behind the arrow the verdict and who was asked, wave by wave. */
const stories: readonly (readonly [name: string, surveys: readonly (readonly [echoes: string, expected: string])[]])[] =
  [
    [
      "a silent one is asked first no more, and tried again now and then",
      [
        ["a:silent b:silent c:x d:x e:x", `${x} abc de`],
        ["a:silent b:silent c:x d:x e:x", `${x} cde`],
      ],
    ],
    [
      "refusals count three times before an echo rests; it is tried beside the others when its rest is over",
      [
        ["a:refused b:x c:x d:x", `${x} abc`],
        ["a:refused b:x c:x d:x", `${x} bca`],
        ["a:refused b:x c:x d:x", `${x} bca`],
        ["a:refused b:x c:x d:x", `${x} bcda`],
        ["a:x b:x c:x d:x", `${x} bcda`],
        ["a:x b:x c:x d:x", `${x} abc`],
      ],
    ],
    [
      "a lasting dissenter rests, and whoever does not hear it needs one more voice",
      [
        ["a:y b:x c:x d:x e:x", `${x} abc de`],
        ["a:y b:x c:x d:x e:x", `${x} abc de`],
        ["a:y b:x c:x d:x e:x", `${x} abc de`],
        ["a:y b:x c:x d:x e:x", `${x} bcda`],
      ],
    ],
    [
      "while sources disagree, all are asked and heard",
      [
        ["a:x b:y@150 c:x d:x e:y@250", "sources-disagree abc de"],
        ["a:x b:y@150 c:x d:x e:y@250", "sources-disagree acdbe"],
        ["a:x b:x@150 c:x d:x e:x@250", `${x} acdbe`],
        ["a:x b:x@150 c:x d:x e:x@250", `${x} acd`],
      ],
    ],
    [
      "our own outage changes nothing",
      [
        ["a:silent b:silent c:silent d:silent", "no-source-answered abc d"],
        ["a:silent b:silent c:silent d:silent", "no-source-answered abc d"],
        ["a:silent b:silent c:silent d:silent", "no-source-answered abc d"],
        ["a:silent b:silent c:silent d:silent", "no-source-answered abc d"],
        ["a:x b:x c:x d:x", `${x} abc`],
      ],
    ],
    [
      "both homelands stay among the first, however fast one of them is",
      [
        ["a:x@900:world b:x:china c:x:china d:x@900:world e:x:china", `${x} abc`],
        ["a:x@900:world b:x:china c:x:china d:x@900:world e:x:china", `${x} bcd`],
        ["a:y:world b:x:china c:x:china d:y:world e:x:china", "sources-disagree bca ed"],
      ],
    ],
    [
      "two operators of whom one rests are both asked",
      [
        ["a:x b:refused", "too-few-agree ab"],
        ["a:x b:refused", "too-few-agree ab"],
        ["a:x b:refused", "too-few-agree ab"],
        ["a:x b:refused", "too-few-agree ab"],
        ["a:x b:x", `${x} ab`],
      ],
    ],
  ];

describe("surveys that follow each other", () => {
  for (const [name, surveys] of stories) {
    test(name, async () => {
      const world = new World();
      const played: string[] = [];
      for (const [echoes] of surveys) {
        const { verdict, asked } = await world.survey(echoesOf(echoes));
        played.push(`${told(verdict)} ${asked.join(" ")}`);
      }
      expect(played).toEqual(surveys.map(([, expected]) => expected));
    });
  }
});

test("two echoes that disagree for an hour are never believed, and nobody is blamed", async () => {
  const world = new World();
  for (let round = 0; round < 12; round += 1) {
    expect(told((await world.survey(echoesOf("a:x b:y"))).verdict)).toBe("sources-disagree");
  }
  expect(world.ledger.standings().map(({ dissents, breaker }) => [dissents, breaker])).toEqual([
    [0, "closed"],
    [0, "closed"],
  ]);
  expect(told((await world.survey(echoesOf("a:x b:x"))).verdict)).toBe(x);
});

describe("the first survey of all", () => {
  for (const [homeland, expected] of [
    [undefined, "abc"],
    ["china", "bda"],
    ["world", "acb"],
  ] as const) {
    test(`where the host seems to be ${homeland ?? "anywhere"}: ${expected}`, async () => {
      const echoes = echoesOf("a:x:world b:x:china c:x:world d:x:china e:x:world");
      const { asked } = await new World().survey(echoes, homeland === undefined ? {} : { homeland });
      expect(asked).toEqual([expected]);
    });
  }
});

/** Answers are few so that they often coincide; times lie on both sides of every limit of a survey. */
const echoArbitrary = fc.record({
  says: fc.constantFrom(x, x, x, y, y, "refused", "silent"),
  afterMs: fc.constantFrom(10, 90, 150, 250, 350, 500, 900, 1_400, 2_900),
});

const worldArbitrary = (most: number): fc.Arbitrary<readonly Echo[]> =>
  fc
    .array(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e", "f"), echoArbitrary), { minLength: 1, maxLength: most })
    .map((echoes) => echoes.map(([operator, echo]) => ({ operator, ...echo })));

describe("trust", () => {
  test("never makes known what was unknown, and never asks fewer operators than needed", async () => {
    await fc.assert(
      fc.asyncProperty(worldArbitrary(7), async (echoes) => {
        const world = new World();
        const fresh = await world.survey(echoes);
        const operators = new Set(echoes.map(({ operator }) => operator)).size;
        for (let round = 0; round < 6; round += 1) {
          const { verdict, asked } = await world.survey(echoes);
          if (fresh.verdict.kind === "unknown") expect(told(verdict)).toBe(told(fresh.verdict));
          expect(new Set(asked.join("")).size).toBeGreaterThanOrEqual(Math.min(3, operators));
        }
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  test("whatever was before, a few operators decide as they would without a past", async () => {
    const letters = ["a", "b", "c"] as const;
    const fewArbitrary = fc
      .tuple(echoArbitrary, echoArbitrary, echoArbitrary)
      .map((echoes) => echoes.map((echo, index): Echo => ({ operator: letters[index] ?? "", ...echo })));
    await fc.assert(
      fc.asyncProperty(fc.array(fewArbitrary, { minLength: 2, maxLength: 6 }), async (history) => {
        const world = new World();
        for (const echoes of history) {
          const { clock } = world;
          const fresh = await world.survey(echoes, { trust: new TrustLedger({ clock, random: new SeededRandom() }) });
          const { verdict } = await world.survey(echoes);
          if (verdict.kind === "known") expect(told(verdict)).toBe(told(fresh.verdict));
        }
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  test("recovers: when all answer alike again, all are heard of again and nobody rests for ever", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(worldArbitrary(6), { minLength: 1, maxLength: 4 }), async (history) => {
        const world = new World();
        for (const echoes of history) for (let round = 0; round < 3; round += 1) await world.survey(echoes);
        const healed = ["a", "b", "c", "d"].map((operator): Echo => ({ operator, says: x, afterMs: 20 }));
        for (let round = 0; round < 60; round += 1) {
          expect(told((await world.survey(healed)).verdict)).toBe(x);
        }
        const ids = healed.map(({ operator }, index) => `stun:${operator}${index}`);
        const resting = world.ledger
          .standings()
          .filter(({ source, breaker }) => ids.includes(source) && breaker !== "closed");
        expect(resting).toEqual([]);
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});
