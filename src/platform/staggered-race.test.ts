import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Duration } from "../core/duration.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { FakeClock, settle } from "../../test/support/fake-clock.ts";
import { type Attempt, staggeredRace } from "./staggered-race.ts";

interface Lost {
  readonly code: string;
}

const headStart = Duration.milliseconds(250);

let clock: FakeClock;
let log: string[];
let runners: Map<string, (result: Result<string, Lost>) => void>;
let outside: AbortController;

beforeEach(() => {
  clock = new FakeClock();
  log = [];
  runners = new Map();
  outside = new AbortController();
});

afterEach(() => {
  expect(clock.pendingCount).toBe(0);
});

/** An attempt that ends when the test says so. */
function runner(name: string): Attempt<string, Lost> {
  return (signal) => {
    log.push(`${name} begins`);
    signal.addEventListener("abort", () => log.push(`${name} is told to stop`));
    return new Promise((resolve) => runners.set(name, resolve));
  };
}

function race(...names: readonly string[]): Promise<Result<string, { readonly failures: readonly Lost[] }>> {
  return staggeredRace(names.map(runner), {
    clock,
    headStart,
    signal: outside.signal,
    discard: (value) => log.push(`${value} is discarded`),
  });
}

async function end(name: string, result: Result<string, Lost>): Promise<void> {
  runners.get(name)?.(result);
  await settle();
}

describe("staggeredRace", () => {
  test("the first one wins within its head start: the others never begin", async () => {
    const result = race("a", "b");
    await clock.advance(Duration.milliseconds(249));
    await end("a", ok("A"));
    expect(await result).toEqual(ok("A"));
    expect(log).toEqual(["a begins", "a is told to stop"]);
  });

  test("the first one is slow: the second begins after the head start, and both may win", async () => {
    const result = race("a", "b");
    await clock.advance(headStart);
    expect(log).toEqual(["a begins", "b begins"]);
    await end("a", ok("A"));
    expect(await result).toEqual(ok("A"));
  });

  test("the first one fails: the second begins at once", async () => {
    const result = race("a", "b");
    await end("a", failure({ code: "x" }));
    expect(log).toEqual(["a begins", "b begins"]);
    await end("b", ok("B"));
    expect(await result).toEqual(ok("B"));
  });

  test("a success that comes too late is discarded", async () => {
    const result = race("a", "b");
    await clock.advance(headStart);
    await end("b", ok("B"));
    expect(await result).toEqual(ok("B"));
    await end("a", ok("A"));
    expect(log).toEqual(["a begins", "b begins", "a is told to stop", "b is told to stop", "A is discarded"]);
  });

  test("everybody fails: all failures, in the order they happened", async () => {
    const result = race("a", "b", "c");
    await clock.advance(headStart);
    await end("b", failure({ code: "second" }));
    await end("a", failure({ code: "first" }));
    await end("c", failure({ code: "third" }));
    const lost = ["second", "first", "third"].map((code) => failure({ code }));
    expect(await result).toEqual(failure({ failures: lost }));
  });

  test("a failure does not shorten the head start of the one that follows", async () => {
    const result = race("a", "b", "c");
    await clock.advance(Duration.milliseconds(200));
    await end("a", failure({ code: "x" }));
    await clock.advance(Duration.milliseconds(249));
    expect(log).toEqual(["a begins", "b begins"]);
    await clock.advance(Duration.milliseconds(1));
    expect(log).toEqual(["a begins", "b begins", "c begins"]);
    await end("c", ok("C"));
    expect(await result).toEqual(ok("C"));
  });

  test("nobody runs: an empty list of failures", async () => {
    expect(await race()).toEqual(failure({ failures: [] }));
  });

  test("told to stop from outside: everybody is told", async () => {
    const result = race("a", "b");
    await clock.advance(headStart);
    outside.abort();
    expect(log).toEqual(["a begins", "b begins", "a is told to stop", "b is told to stop"]);
    await end("a", failure({ code: "aborted" }));
    await end("b", failure({ code: "aborted" }));
    expect(await result).toMatchObject({ ok: false });
  });

  test("a throw is our bug and reaches the caller", async () => {
    const broken: Attempt<string, Lost> = () => Promise.reject(new TypeError("bug"));
    const rules = { clock, headStart, signal: outside.signal, discard: () => undefined };
    expect(staggeredRace([broken, runner("b")], rules)).rejects.toThrow("bug");
    await settle();
    expect(log).toEqual([]);
  });
});
