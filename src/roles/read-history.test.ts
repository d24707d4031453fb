import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { administrationBench } from "../../test/support/administration-bench.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { MemoryAgentJournal } from "../../test/support/memory-agent-journal.ts";
import { memorySocket } from "../../test/support/memory-socket.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { name } from "../../test/support/values.ts";
import type { AgentEvent, AgentJournal } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { LocalRequest } from "../core/local-socket.ts";
import { silentLog } from "../core/log.ts";
import { failure, ok } from "../core/result.ts";
import { targetId } from "../core/target-id.ts";
import { version } from "../core/version.ts";
import { type AdminSocketRoles, adminHandler } from "./admin-socket.ts";
import { agentHistory } from "./agent-history.ts";
import { openAdministration } from "./open-administration.ts";
import { type ReadHistoryPorts, readHistory } from "./read-history.ts";
import { rememberedTargets } from "./remembered-targets.ts";
import { openState } from "./state.ts";
import { fileReader } from "../platform/file-reader.ts";

const place = temporaryFolder();

const clockTime = (at: Instant): string => Instant.format(at).slice(11, 16);

function portsOf(request: LocalRequest = memorySocket({})): ReadHistoryPorts {
  return { clock: new FakeClock(), log: silentLog, request, clockTime };
}

const all = { owner: undefined, limit: 50 };

const at = Instant.ofMs(Date.UTC(2026, 10, 20));

function updated(owner: string, address: string): AgentEvent {
  const target = targetId({ providerKey: "cf", owner: name(owner), type: "A" });
  return { kind: "updated", at, target, before: undefined, after: [address] };
}

async function writeAgentEvents(...events: readonly AgentEvent[]): Promise<void> {
  const state = expectOk(await openState(place(), "inline", portsOf()));
  const journal = expectOk(await state.openAgent());
  for (const event of events) expectOk(await journal.record(event));
  await state.close();
}

async function writeZone(): Promise<void> {
  const { administration, close } = expectOk(
    await openAdministration(place(), "create", {
      ...portsOf(),
      files: fileReader,
      random: { octets: (n) => new Uint8Array(n), fraction: () => 0 },
    }),
  );
  const zone = { apex: "dyn.example", nameServers: [], nameServerAddresses: [], contact: undefined };
  expectOk(await administration.addZone(zone));
  await close();
}

describe("of a stopped Holdfast", () => {
  test("where there is no directory, none is made", async () => {
    expect(await readHistory(place("none"), all, portsOf())).toEqual(failure({ kind: "absent" }));
    expect(existsSync(place("none"))).toBe(false);
  });

  test("in an empty directory there is none, and no database is made", async () => {
    expect(await readHistory(place(), all, portsOf())).toEqual(failure({ kind: "absent" }));
    expect([existsSync(place("agent.db")), existsSync(place("journal.db"))]).toEqual([false, false]);
  });

  test("an agent's directory stays without a journal", async () => {
    await writeAgentEvents({ kind: "started", at, version: "1" }, updated("home.example", "192.0.2.1"));
    const { agent, server } = expectOk(await readHistory(place(), all, portsOf()));
    expect(agent.map(({ kind, name: owner }) => [kind, owner])).toEqual([
      ["updated", "home.example"],
      ["started", null],
    ]);
    expect(server).toEqual([]);
    expect(existsSync(place("journal.db"))).toBe(false);
  });

  test("a server's directory stays without an agent's", async () => {
    await writeZone();
    const { agent, server } = expectOk(await readHistory(place(), all, portsOf()));
    expect([agent.length, server.length]).toEqual([0, 1]);
    expect(existsSync(place("agent.db"))).toBe(false);
  });

  test("a name that is none is a failure of the server's history", async () => {
    await writeZone();
    const read = await readHistory(place(), { owner: "a..b", limit: 1 }, portsOf());
    expect(read).toMatchObject({ ok: false, kind: "server", failure: { code: "name-invalid" } });
  });

  test("the directory is free afterwards, also after a failure", async () => {
    writeFileSync(place("agent.db"), "not a database, and long enough to be looked at\n".repeat(20));
    const read = await readHistory(place(), all, portsOf());
    expect(read).toMatchObject({ ok: false, kind: "store", failure: { code: "not-a-store" } });
    await expectOk(await openState(place(), "inline", portsOf())).close();
  });
});

describe("of a running Holdfast", () => {
  const running = (roles: Partial<AdminSocketRoles>): LocalRequest =>
    memorySocket({
      [place("admin.sock")]: adminHandler({
        version,
        pid: 7,
        administration: undefined,
        server: undefined,
        agent: () => undefined,
        agentHistory: async () => ok([]),
        retryNow: () => undefined,
        ...roles,
      }),
    });

  test("comes through its socket, of both roles", async () => {
    const { administration } = await administrationBench();
    expectOk(
      await administration.addZone({
        apex: "dyn.example",
        nameServers: [],
        nameServerAddresses: [],
        contact: undefined,
      }),
    );
    const journal = new MemoryAgentJournal();
    expectOk(await journal.record(updated("home.example", "192.0.2.1")));
    const request = running({ administration, agentHistory: (asked) => agentHistory(journal, asked, clockTime) });
    const { agent, server } = expectOk(await readHistory(place(), all, portsOf(request)));
    expect(agent.map(({ text }) => text.en)).toEqual(["Updated the A records of home.example to 192.0.2.1."]);
    expect(server.map(({ revision }) => revision)).toEqual([1]);
  });

  test("of an agent alone has no server's part", async () => {
    const { server } = expectOk(await readHistory(place(), all, portsOf(running({}))));
    expect(server).toEqual([]);
  });

  test("that cannot read its own journal is told so", async () => {
    const outage = { code: "agent-journal-unavailable", detail: "disk gone" } as const;
    const read = await readHistory(place(), all, portsOf(running({ agentHistory: async () => failure(outage) })));
    expect(read).toMatchObject({ ok: false, kind: "agent", failure: outage });
  });

  test("of another version is not asked", async () => {
    const read = await readHistory(place(), all, portsOf(running({ version: "0.0.1" })));
    expect(read).toMatchObject({ ok: false, kind: "running", failure: { code: "other-version" } });
  });
});

describe("the agent's part", () => {
  async function journalOf(events: readonly AgentEvent[]): Promise<AgentJournal> {
    const journal = new MemoryAgentJournal();
    for (const event of events) expectOk(await journal.record(event));
    return journal;
  }

  test("of one name goes back as far as it must", async () => {
    const noise = Array.from({ length: 2_500 }, () => updated("noise.example", "192.0.2.9"));
    const journal = await journalOf([
      updated("home.example", "192.0.2.1"),
      ...noise,
      updated("home.example", "192.0.2.2"),
    ]);
    const found = expectOk(await agentHistory(journal, { owner: "home.example", limit: 10 }, clockTime));
    expect(found.map(({ sequence }) => sequence)).toEqual([2_502, 1]);
  });

  test("stops at the limit, which is at least 1 and at most 1000", async () => {
    const journal = await journalOf(Array.from({ length: 1_200 }, () => updated("home.example", "192.0.2.1")));
    for (const [owner, limit, count] of [
      [undefined, 3, 3],
      ["home.example", 3, 3],
      [undefined, 0, 1],
      [undefined, 5_000, 1_000],
      ["home.example", 5_000, 1_000],
      ["other.example", 5, 0],
    ] as const) {
      expect(expectOk(await agentHistory(journal, { owner, limit }, clockTime))).toHaveLength(count);
    }
  });

  test("every kind of event has a sentence in both languages", async () => {
    const target = targetId({ providerKey: "cf", owner: name("home.example"), type: "A" });
    const events: readonly AgentEvent[] = [
      { kind: "started", at, version: "1.2" },
      { kind: "stopped", at },
      { kind: "addresses-known", at, family: "ipv4", addresses: [], because: "asserted" },
      { kind: "addresses-unknown", at, family: "ipv6", reason: "sources-disagree" },
      updated("home.example", "192.0.2.1"),
      { kind: "unchanged", at, target, before: ["192.0.2.1"], after: ["192.0.2.1"] },
      { kind: "rejected", at, target, code: "not-authorized", detail: "no", retryAt: undefined },
      { kind: "failed", at, target, code: "timed-out", detail: "", retryAt: at },
      { kind: "unconfirmed", at, target, code: "timed-out", detail: "", retryAt: at },
      { kind: "verified", at, target, servers: ["ns1"], took: Duration.milliseconds(3) },
      { kind: "not-verified", at, target, reason: "no-server-answered", detail: "" },
    ];
    const lines = expectOk(await agentHistory(await journalOf(events), all, clockTime));
    expect(lines.map(({ kind }) => kind).toReversed()).toEqual(events.map(({ kind }) => kind));
    for (const { text } of lines) {
      expect(text.en).toMatch(/^[A-Zh].*\.$/);
      expect(text["zh-CN"]).toMatch(/\p{Script=Han}.*。$/u);
      for (const said of Object.values(text)) expect(said).not.toMatch(/undefined|null|\[object/);
    }
  });
});

describe("rememberedTargets", () => {
  test("makes nothing, whether or not there is a directory", async () => {
    for (const directory of [place("none"), place()]) {
      const { memories, digest } = await rememberedTargets(directory, { ...portsOf(), files: fileReader });
      expect(expectOk(await memories())).toEqual([]);
      expect(digest("x")).toHaveLength(22);
    }
    expect([existsSync(place("none")), existsSync(place("agent.db")), existsSync(place("digest.key"))]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("gives what the agent wrote down, under the agent's own digest", async () => {
    mkdirSync(place("s"), { mode: 0o700 });
    writeFileSync(place("s/digest.key"), "k".repeat(32));
    const state = expectOk(await openState(place("s"), "inline", portsOf()));
    const journal = expectOk(await state.openAgent());
    const target = targetId({ providerKey: "cf", owner: name("home.example"), type: "A" });
    const memory = {
      target,
      type: "A",
      confirmed: undefined,
      checkedAt: undefined,
      configuration: "c",
      held: undefined,
      waiting: undefined,
      unconfirmed: undefined,
    } as const;
    expectOk(await journal.remember(memory));
    await state.close();
    const remembered = await rememberedTargets(place("s"), { ...portsOf(), files: fileReader });
    expect(expectOk(await remembered.memories()).map((one) => one.target)).toEqual([target]);
    expect(remembered.digest("x")).not.toBe(
      (await rememberedTargets(place(), { ...portsOf(), files: fileReader })).digest("x"),
    );
  });
});
