import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectOk } from "../../../test/support/expect-ok.ts";
import type { AgentCalls } from "../protocol.ts";
import { AgentStore } from "./agent-store.ts";
import type { Answers } from "./store.ts";

/** The store without its thread, so that a test sees each step. */

const unheard: Answers<AgentCalls> = { give: () => undefined };

let directory: string;
let store: AgentStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-agent-"));
  store = open();
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

function open(): AgentStore {
  return expectOk(AgentStore.open(join(directory, "agent.db"), { largestEventCount: 1_000 }));
}

function record(count: number): void {
  const octets = new Uint8Array();
  const calls = Array.from({ length: count }, (_, call) => {
    return { call, kind: "record", ask: { at: 0, event: "{}" }, octets } as const;
  });
  store.work(calls, unheard);
}

function kept(): readonly number[] {
  let sequences: readonly number[] = [];
  const answers: Answers<AgentCalls> = {
    give: (_kind, _call, answer) => {
      const value = expectOk(answer);
      if (value !== null) sequences = value.flatMap((line) => (typeof line === "string" ? [] : [line.sequence]));
    },
  };
  store.work([{ call: 0, kind: "history", ask: { limit: 100_000 }, octets: new Uint8Array() }], answers);
  return sequences.toReversed();
}

describe("old events", () => {
  test("are deleted in steps until the newest thousand and less than one step are left", () => {
    record(3_000);
    const counts: number[] = [];
    while (store.step()) counts.push(kept().length);
    expect(counts[0]).toBe(2_744);
    expect(kept().length).toBeGreaterThanOrEqual(1_000);
    expect(kept().length).toBeLessThan(1_256);
    expect(kept().at(-1)).toBe(3_000);
  });

  test("stay while there are not too many", () => {
    record(1_000);
    expect(store.step()).toBe(false);
    expect(kept()).toHaveLength(1_000);
  });

  test("leave sequences that go on after a restart", () => {
    record(2_000);
    while (store.step()) expect(kept().at(-1)).toBe(2_000);
    store.close();
    store = open();
    record(1);
    expect(kept().at(-1)).toBe(2_001);
    record(600);
    while (store.step()) expect(kept().at(-1)).toBe(2_601);
    expect(kept().length).toBeLessThan(1_256);
  });
});
