import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import { failure, ok } from "../core/result.ts";
import type { EvidenceStrength, Verdict } from "../core/verdict.ts";
import { type Source, sourceOf } from "./source.ts";
import { rulesFor, takeSurvey } from "./survey.ts";
import { defaultRules, type VerdictRules } from "./verdict.ts";

const [x, y] = ["44.128.10.7", "44.128.10.8"] as const;

/** What a source will say, and when: an address, a failure at once, or nothing ever. */
type Script = readonly [operator: string, says: string, afterMs?: number, strength?: EvidenceStrength];

interface Played {
  readonly verdict: Verdict;
  /** Operators in the order they were asked, each with the time. */
  readonly asked: readonly string[];
  readonly tookMs: number;
}

async function play(
  scripts: readonly Script[],
  options: { rules?: Partial<VerdictRules>; isThorough?: boolean; abortAfterMs?: number } = {},
): Promise<Played> {
  const clock = new FakeClock();
  const asked: string[] = [];
  const sources = scripts.map(
    ([operator, says, afterMs = 20, strength = "echo"], index): Source =>
      sourceOf(
        {
          id: `${strength}:${operator}:${index}`,
          family: "ipv4",
          operator,
          strength,
          ask: ({ signal }) => {
            asked.push(`${operator}@${clock.monotonic()}`);
            if (says === "refused") return Promise.resolve(failure({ code: "connection-refused", detail: "refused" }));
            return new Promise((resolve) => {
              if (says === "silent") return;
              const timer = clock.after(Duration.milliseconds(afterMs), () =>
                resolve(ok([{ address: address(says), evidence: {} }])),
              );
              signal.addEventListener("abort", () => timer.cancel());
            });
          },
        },
        clock,
      ),
  );
  const caller = new AbortController();
  let tookMs = Number.NaN;
  const rules = { ...defaultRules, ...options.rules };
  const survey = { family: "ipv4", sources, rules, isThorough: options.isThorough ?? false } as const;
  const pending = takeSurvey(survey, clock, caller.signal).finally(() => {
    tookMs = clock.monotonic();
  });
  if (options.abortAfterMs !== undefined) {
    await clock.advance(Duration.milliseconds(options.abortAfterMs));
    caller.abort();
  }
  await clock.advance(Duration.seconds(20));
  expect(clock.pendingCount).toBe(0);
  return { verdict: await pending, asked, tookMs };
}

const told = (verdict: Verdict): string => {
  if (verdict.kind === "unmanaged") return "unmanaged";
  return verdict.kind === "known" ? `${verdict.because} ${verdict.addresses.join()}` : verdict.reason;
};

interface Row {
  readonly name: string;
  readonly scripts: readonly Script[];
  readonly options?: Parameters<typeof play>[1];
  readonly verdict: string;
  readonly asked: string;
  readonly tookMs: number;
}

const rows: readonly Row[] = [
  {
    name: "direct evidence decides / no echo is asked",
    scripts: [
      ["this-host", x, 1, "direct"],
      ["a", y],
      ["b", y],
    ],
    verdict: `direct-evidence ${x}`,
    asked: "this-host@0",
    tookMs: 1,
  },
  {
    name: "behind NAT / three echoes are asked / two decide once the third has agreed",
    scripts: [
      ["this-host", "192.168.1.7", 1, "direct"],
      ["a", x],
      ["b", x],
      ["c", x, 90],
      ["d", x],
    ],
    verdict: `quorum ${x}`,
    asked: "this-host@0 a@1 b@1 c@1",
    tookMs: 91,
  },
  {
    name: "a slow router / echoes are asked after its head start, and it has the last word",
    scripts: [
      ["this-host", y, 600, "direct"],
      ["a", x],
      ["b", x],
      ["c", x],
    ],
    verdict: `direct-evidence ${y}`,
    asked: "this-host@0 a@250 b@250 c@250",
    tookMs: 600,
  },
  {
    name: "a slow router that is behind another / what echoes agreed on meanwhile",
    scripts: [
      ["this-host", "192.168.1.7", 600, "direct"],
      ["a", x],
      ["b", x],
      ["c", "silent"],
    ],
    verdict: `quorum ${x}`,
    asked: "this-host@0 a@250 b@250 c@250",
    tookMs: 600,
  },
  {
    name: "a router that never answers / waited for as long as any source",
    scripts: [
      ["this-host", "silent", 0, "direct"],
      ["a", x],
      ["b", x],
      ["c", x],
    ],
    verdict: `quorum ${x}`,
    asked: "this-host@0 a@250 b@250 c@250",
    tookMs: 3_000,
  },
  {
    name: "two agree, the third is silent / it is waited for briefly",
    scripts: [
      ["a", x],
      ["b", x, 50],
      ["c", "silent"],
      ["d", x],
    ],
    verdict: `quorum ${x}`,
    asked: "a@0 b@0 c@0",
    tookMs: 350,
  },
  {
    name: "two agree, the third disagrees in time / the others are asked",
    scripts: [
      ["a", x],
      ["b", x],
      ["c", y, 200],
      ["d", x],
      ["e", x],
    ],
    verdict: `quorum ${x}`,
    asked: "a@0 b@0 c@0 d@200 e@200",
    tookMs: 220,
  },
  {
    name: "all UDP is blocked / refusals send us on at once",
    scripts: [
      ["a", "refused"],
      ["b", "refused"],
      ["c", "refused"],
      ["d", x],
      ["e", x],
    ],
    verdict: `quorum ${x}`,
    asked: "a@0 b@0 c@0 d@0 e@0",
    tookMs: 20,
  },
  {
    name: "two refuse / one answer cannot make a quorum, so the others are asked at once",
    scripts: [
      ["a", "refused"],
      ["b", "refused"],
      ["c", x, 100],
      ["d", x, 30],
    ],
    verdict: `quorum ${x}`,
    asked: "a@0 b@0 c@0 d@0",
    tookMs: 100,
  },
  {
    name: "all are silent / the others are asked after a second",
    scripts: [
      ["a", "silent"],
      ["b", "silent"],
      ["c", "silent"],
      ["d", x],
      ["e", x],
    ],
    verdict: `quorum ${x}`,
    asked: "a@0 b@0 c@0 d@1000 e@1000",
    tookMs: 1_320,
  },
  {
    name: "nobody answers / bounded",
    scripts: [
      ["a", "silent"],
      ["b", "silent"],
      ["c", "silent"],
      ["d", "silent"],
    ],
    verdict: "no-source-answered",
    asked: "a@0 b@0 c@0 d@1000",
    tookMs: 4_000,
  },
  {
    name: "disagreement that nobody resolves / visible",
    scripts: [
      ["a", x],
      ["b", y],
    ],
    verdict: "sources-disagree",
    asked: "a@0 b@0",
    tookMs: 20,
  },
  {
    name: "an echo that sees a private address / is no voice",
    scripts: [
      ["a", "10.0.0.7"],
      ["b", x],
      ["c", x, 30],
      ["d", y],
    ],
    verdict: `quorum ${x}`,
    asked: "a@0 b@0 c@0",
    tookMs: 30,
  },
  {
    name: "echoes inside the provider's network / what they see is never published",
    scripts: [
      ["a", "100.64.3.7"],
      ["b", "100.64.3.7"],
      ["c", "192.168.1.7"],
    ],
    verdict: "no-publishable-address",
    asked: "a@0 b@0 c@0",
    tookMs: 20,
  },
  {
    name: "two servers of one operator / another operator comes before the second",
    scripts: [
      ["a", x],
      ["a", x],
      ["b", x],
      ["c", x],
    ],
    verdict: `quorum ${x}`,
    asked: "a@0 b@0 c@0",
    tookMs: 20,
  },
  { name: "a single echo / is its own quorum", scripts: [["a", x]], verdict: `quorum ${x}`, asked: "a@0", tookMs: 20 },
  {
    name: "one of two fails / the other is not enough",
    scripts: [
      ["a", x],
      ["b", "refused"],
    ],
    verdict: "too-few-agree",
    asked: "a@0 b@0",
    tookMs: 20,
  },
  {
    name: "two servers of one operator, one silent / one voice is all there is",
    scripts: [
      ["a", x],
      ["a", "silent"],
    ],
    verdict: `quorum ${x}`,
    asked: "a@0 a@0",
    tookMs: 320,
  },
  {
    name: "a fixed address alone / asserted",
    scripts: [["this-host", x, 1, "asserted"]],
    verdict: `asserted ${x}`,
    asked: "this-host@0",
    tookMs: 1,
  },
  {
    name: "a command beside an echo / both are voices",
    scripts: [
      ["this-host", x, 1, "asserted"],
      ["a", x],
    ],
    verdict: `quorum ${x}`,
    asked: "this-host@0 a@0",
    tookMs: 20,
  },
  {
    name: "a family that is off / nobody is asked",
    scripts: [["a", x]],
    options: { rules: { isManaged: false } },
    verdict: "unmanaged",
    asked: "",
    tookMs: 0,
  },
  {
    name: "thorough / everybody is asked and waited for",
    scripts: [
      ["this-host", x, 1, "direct"],
      ["a", y, 400],
      ["b", "silent"],
      ["c", y],
    ],
    options: { isThorough: true },
    verdict: `direct-evidence ${x}`,
    asked: "this-host@0 a@0 b@0 c@0",
    tookMs: 3_000,
  },
  {
    name: "no longer wanted / ends at once and asks nobody else",
    scripts: [
      ["a", "silent"],
      ["b", "silent"],
      ["c", "silent"],
      ["d", x],
    ],
    options: { abortAfterMs: 100 },
    verdict: "no-source-answered",
    asked: "a@0 b@0 c@0",
    tookMs: 100,
  },
];

describe("a survey", () => {
  for (const row of rows) {
    test(row.name, async () => {
      const { verdict, asked, tookMs } = await play(row.scripts, row.options);
      expect([told(verdict), asked.join(" "), tookMs]).toEqual([row.verdict, row.asked, row.tookMs]);
    });
  }

  test("a source that breaks its promise not to throw ends the survey as our bug", async () => {
    const clock = new FakeClock();
    const broken: Source = {
      id: "stun:a",
      family: "ipv4",
      operator: "a",
      strength: "echo",
      observe: () => Promise.reject(new Error("bug")),
    };
    const survey = { family: "ipv4", sources: [broken], rules: defaultRules, isThorough: false } as const;
    await expect(takeSurvey(survey, clock)).rejects.toThrow("bug");
    expect(clock.pendingCount).toBe(0);
  });
});

describe("rules that follow from the sources", () => {
  const source = (operator: string, strength: EvidenceStrength): Source => ({
    id: operator,
    family: "ipv4",
    operator,
    strength,
    observe: () => Promise.reject(new Error("not asked here")),
  });

  for (const [name, sources, quorum, trustsAssertions] of [
    ["nothing", [], 1, false],
    ["interface only", [source("this-host", "direct")], 1, false],
    ["one echo", [source("a", "echo")], 1, false],
    ["two servers of one operator", [source("a", "echo"), source("a", "echo")], 1, false],
    ["three operators", [source("a", "echo"), source("b", "echo"), source("c", "echo")], 2, false],
    ["a file", [source("this-host", "asserted")], 1, true],
    ["a file and an echo", [source("this-host", "asserted"), source("a", "echo")], 2, false],
  ] as const) {
    test(name, () => {
      expect(rulesFor(sources, defaultRules)).toMatchObject({ quorum, trustsAssertions });
    });
  }
});
