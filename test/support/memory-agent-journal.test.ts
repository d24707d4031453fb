import { describe, expect, test } from "bun:test";
import { describeAgentJournal } from "../contract/agent-journal.contract.ts";
import { MemoryAgentJournal } from "./memory-agent-journal.ts";

describeAgentJournal("in memory", async () => {
  const { disk } = new MemoryAgentJournal();
  return { open: async () => new MemoryAgentJournal(disk), remove: async () => undefined };
});

describe("what a test may do with the agent's journal in memory", () => {
  test("make every call fail", async () => {
    const journal = new MemoryAgentJournal();
    journal.outage = { code: "agent-journal-full", detail: "no space" };
    expect(await journal.memories()).toMatchObject({ ok: false, code: "agent-journal-full" });
    journal.outage = undefined;
    expect(await journal.memories()).toEqual({ ok: true, value: [] });
  });
});
