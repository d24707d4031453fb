import { beforeEach, describe, expect, test } from "bun:test";
import { FakeClock, settle } from "../../test/support/fake-clock.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { SourceReport } from "../core/verdict.ts";
import { SharedSources } from "./shared-sources.ts";
import type { Source } from "./source.ts";
import type { SourceSpec } from "./source-spec.ts";
import type { Uplink } from "./uplink.ts";

const spec: SourceSpec = { kind: "file", path: "/a" };
const request = { spec, family: "ipv4" } as const;

let clock: FakeClock;
/** Questions that were put, in order, and how the test answers them. */
let asked: { readonly signal: AbortSignal | undefined; readonly answer: () => void; readonly throws: () => void }[];
let shared: SharedSources;
let source: Source;

beforeEach(() => {
  clock = new FakeClock();
  asked = [];
  shared = new SharedSources(({ family }) => {
    const common = { operator: "example.net", strength: "echo" } as const;
    const failed = { kind: "failed", failure: { code: "timed-out", detail: "" } } as const;
    return {
      id: "echo",
      family,
      ...common,
      observe: (signal) => {
        const { promise, resolve, reject } = Promise.withResolvers<SourceReport>();
        const report = { source: "echo", family, ...common, took: Duration.zero, answer: failed };
        asked.push({ signal, answer: () => resolve(report), throws: () => reject(new Error("a bug")) });
        return promise;
      },
    };
  }, clock);
  source = shared.sourceOf(request);
});

/** How an observation ended, or that it has not. */
function endOf(observation: Promise<SourceReport>): () => string {
  let end = "waiting";
  observation.then(
    ({ answer }) => {
      end = answer.kind === "failed" ? answer.failure.code : answer.kind;
    },
    (error: unknown) => {
      end = String(error);
    },
  );
  return () => end;
}

describe("a shared source", () => {
  test("is one for equal specifications, and another for each family, path, pattern and uplink", () => {
    const echo = (pattern: RegExp): SourceSpec => ({
      kind: "http-echo",
      echo: {
        url: new URL("https://a.test/"),
        extract: { kind: "regex", pattern },
        operator: "a.test",
        isInsecure: false,
      },
    });
    const through = (own: string): Uplink => ({
      name: "fibre",
      interfaceName: undefined,
      localAddress: address(own),
    });
    const others = [
      shared.sourceOf({ spec, family: "ipv6" }),
      shared.sourceOf({ spec: { kind: "file", path: "/b" }, family: "ipv4" }),
      shared.sourceOf({ spec: echo(/a(.*)/), family: "ipv4" }),
      shared.sourceOf({ spec: echo(/b(.*)/), family: "ipv4" }),
      shared.sourceOf({ ...request, uplink: through("192.0.2.1") }),
      shared.sourceOf({ ...request, uplink: through("192.0.2.2") }),
    ];
    expect(new Set([source, ...others]).size).toBe(7);
    expect(shared.sourceOf({ spec: { ...spec }, family: "ipv4" })).toBe(source);
  });

  test("whoever asks meanwhile hears the same answer", async () => {
    const [first, second] = [source.observe(), source.observe()];
    asked[0]?.answer();
    expect(await first).toBe(await second);
    expect(asked.length).toBe(1);
  });

  for (const [after, questions] of [
    [299, 1],
    [300, 2],
  ] as const) {
    test(`${after} ms after the answer: ${questions} ${questions === 1 ? "question" : "questions"} in all`, async () => {
      source.observe();
      asked[0]?.answer();
      await clock.advance(Duration.milliseconds(after));
      source.observe();
      expect(asked.length).toBe(questions);
    });
  }

  test("after something changed the question is put anew, and those who asked before keep theirs", async () => {
    const before = endOf(source.observe());
    shared.askAnew();
    const since = endOf(source.observe());
    expect(asked.length).toBe(2);
    asked[0]?.answer();
    await settle();
    expect([before(), since()]).toEqual(["timed-out", "waiting"]);
  });

  test("one who leaves is told at once, and the others wait on", async () => {
    const leaving = new AbortController();
    const [left, stays] = [endOf(source.observe(leaving.signal)), endOf(source.observe())];
    leaving.abort();
    await settle();
    expect([left(), stays(), asked[0]?.signal?.aborted]).toEqual(["aborted", "waiting", false]);
  });

  test("when the last one has left, the question ends and the next is a new one", async () => {
    const leaving = new AbortController();
    source.observe(leaving.signal);
    source.observe(leaving.signal);
    leaving.abort();
    expect(asked.map(({ signal }) => signal?.aborted)).toEqual([true]);
    source.observe();
    expect(asked.length).toBe(2);
  });

  test("who is no longer interested when asking puts no question", async () => {
    expect(endOf(source.observe(AbortSignal.abort()))()).toBe("waiting");
    expect(asked.length).toBe(0);
  });

  test("a bug of ours reaches everybody, and the next one tries again", async () => {
    const ends = [endOf(source.observe()), endOf(source.observe())];
    asked[0]?.throws();
    await settle();
    expect(ends.map((end) => end())).toEqual(["Error: a bug", "Error: a bug"]);
    source.observe();
    expect(asked.length).toBe(2);
  });

  test("is forgotten with the last survey that has it", () => {
    shared.keepOnly([]);
    expect(shared.sourceOf(request)).not.toBe(source);
  });
});
