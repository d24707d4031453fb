import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expectOk } from "../../test/support/expect-ok.ts";
import { proposal, zoneAdded } from "../../test/support/proposals.ts";
import { temporaryState, type TemporaryState, unlocked } from "../../test/support/temporary-state.ts";
import { Instant } from "../core/clock.ts";
import { failure, ok } from "../core/result.ts";
import { agentSchema } from "./migrations/agent.ts";
import { journalSchema } from "./migrations/journal.ts";
import { openFailureText } from "./open-failure.text.ts";
import { openStateDirectory } from "./open-store.ts";
import type { OpenFailureCode } from "./storage-failure.ts";

let state: TemporaryState;

beforeEach(async () => {
  state = await temporaryState();
});

afterEach(() => state.remove());

function file(name: string): string {
  return join(state.directory, name);
}

/** A journal with one entry, closed. */
async function written(): Promise<void> {
  const { journal } = expectOk(await (await state.open()).openServer());
  expectOk(await journal.append(proposal("example", zoneAdded())));
  await state.close();
}

function alter(sql: string): void {
  const sqlite = new DatabaseSync(file("journal.db"));
  sqlite.exec(sql);
  sqlite.close();
}

describe("opening", () => {
  const rows: readonly [string, () => Promise<void> | void, OpenFailureCode][] = [
    ["a text file", () => writeFileSync(file("journal.db"), "zone dyn.example.org\n".repeat(100)), "not-a-store"],
    ["a text file of one line", () => writeFileSync(file("journal.db"), "hello\n"), "not-a-store"],
    ["another program's database", () => alter("CREATE TABLE t (a)"), "not-a-store"],
    ["another program's database with its number", () => alter("PRAGMA application_id = 7"), "not-a-store"],
    [
      "the agent's file in the journal's place",
      () => alter(`PRAGMA application_id = ${agentSchema.applicationId}`),
      "not-a-store",
    ],
    ["a newer layout", () => written().then(() => alter("PRAGMA user_version = 99")), "store-newer"],
    ["a file cut in the middle", () => written().then(() => truncateSync(file("journal.db"), 9000)), "store-corrupt"],
    [
      "a page of noise",
      async () => {
        await written();
        const octets = readFileSync(file("journal.db"));
        octets.fill(0xa5, 4096, 4096 + 200);
        writeFileSync(file("journal.db"), octets);
      },
      "store-corrupt",
    ],
    ["a directory in the file's place", () => mkdirSync(file("journal.db")), "store-unreadable"],
  ];
  for (const [label, prepare, code] of rows) {
    test(`${label} / ${code}, and the file is left as it was`, async () => {
      await prepare();
      const before = digest("journal.db");
      const opened = await (await state.open()).openServer();
      expect(opened).toMatchObject({ ok: false, code, path: file("journal.db") });
      await state.close();
      expect(digest("journal.db")).toBe(before);
    });
  }

  test("a second time at once / store-in-use, and the first goes on", async () => {
    const { journal } = expectOk(await (await state.open()).openServer());
    const second = expectOk(await openStateDirectory(state.directory, unlocked));
    expect(await second.openServer()).toMatchObject({ ok: false, code: "store-in-use" });
    await second.close();
    expectOk(await journal.append(proposal("example", zoneAdded())));
    // Another process still finds it locked: nothing here has closed a descriptor of it.
    const script =
      "try{new (require('node:sqlite').DatabaseSync)(process.argv[1]).exec('SELECT 1 FROM entry')}catch(e){process.stdout.write(String(e.errcode))}";
    const other = spawnSync(process.execPath, ["-e", script, file("journal.db")], { encoding: "utf8" });
    expect(other.stdout).toBe("5");
  });

  test("a store that has not been opened yet is not there", async () => {
    const directory = await state.open();
    expect([directory.has("server"), directory.has("agent")]).toEqual([false, false]);
    expectOk(await directory.openAgent());
    expect([directory.has("server"), directory.has("agent")]).toEqual([false, true]);
  });

  test("a directory that cannot be made / its reason", async () => {
    writeFileSync(file("plain"), "");
    const path = file("plain/state");
    expect(await openStateDirectory(path, unlocked)).toMatchObject({ ok: false, code: "store-unreadable", path });
    // The kernel lets nobody make directories there, not even root.
    expect(await openStateDirectory("/sys/holdfast", unlocked)).toMatchObject({
      ok: false,
      code: "store-not-permitted",
    });
  });

  test.skipIf(process.getuid?.() === 0)("a file of somebody else / store-not-permitted", async () => {
    await written();
    chmodSync(file("journal.db"), 0o400);
    expect(await (await state.open()).openServer()).toMatchObject({ ok: false, code: "store-not-permitted" });
  });

  test("what a process that was killed while it made the file left behind", async () => {
    alter("PRAGMA journal_mode = WAL");
    expect(statSync(file("journal.db")).size).toBeGreaterThan(0);
    await written();
    expect(Number(expectOk(await (await state.open()).openServer()).journal.revision)).toBe(1);
  });

  test("an empty file", async () => {
    writeFileSync(file("agent.db"), "");
    expectOk(await (await state.open()).openAgent());
  });
});

test("files are readable for their owner alone", async () => {
  const fresh = file("fresh");
  const opened = expectOk(await openStateDirectory(fresh, unlocked));
  const { journal } = expectOk(await opened.openServer());
  expectOk(await journal.append(proposal("example", zoneAdded())));
  expect(statSync(fresh).mode & 0o777).toBe(0o700);
  expect(readdirSync(fresh).toSorted()).toEqual(["journal.db", "journal.db-wal"]);
  for (const name of readdirSync(fresh)) expect(statSync(join(fresh, name)).mode & 0o777).toBe(0o600);
  await opened.close();
  expect(readdirSync(fresh)).toEqual(["journal.db"]);
});

test("both roles share a directory and a thread, and end one by one", async () => {
  const opened = await state.open();
  const [server, agent] = await Promise.all([opened.openServer(), opened.openAgent()]);
  const { journal } = expectOk(server);
  const agentJournal = expectOk(agent);
  const at = Instant.ofMs(0);
  const done = await Promise.all([
    journal.append(proposal("example", zoneAdded())),
    agentJournal.record({ kind: "stopped", at }),
  ]);
  expect(done.every((result) => result.ok)).toBe(true);
  await journal.close();
  expectOk(await agentJournal.record({ kind: "stopped", at }));
  expect(expectOk(await agentJournal.history({ limit: 10 }))).toHaveLength(2);
});

describe("the lock", () => {
  test("is taken before any file is made, and its refusal is handed on", async () => {
    const held = failure({ code: "state-held", pid: 17 });
    expect(await openStateDirectory(state.directory, async () => held)).toEqual(held);
    expect(readdirSync(state.directory)).toEqual([]);
  });

  test("is released after the files are closed", async () => {
    let left: readonly string[] | undefined;
    const release = async (): Promise<void> => {
      left = readdirSync(state.directory);
    };
    const opened = expectOk(await openStateDirectory(state.directory, async () => ok({ release })));
    const { journal } = expectOk(await opened.openServer());
    expectOk(await journal.append(proposal("example", zoneAdded())));
    expect(left).toBeUndefined();
    await Promise.all([opened.close(), opened.close()]);
    expect(left).toEqual(["journal.db"]);
    expect(await opened.storageEnded).toMatchObject({ code: "unavailable" });
  });
});

describe("layouts", () => {
  // Files with these layouts lie on users' disks: a change is a new step, never another form of an old one.
  const rows = [
    ["journal.db", journalSchema.steps, ["546253c03b7fbb3b"]],
    ["agent.db", agentSchema.steps, ["295f6df44cfdb436", "a58c813136804a5a"]],
  ] as const;
  for (const [label, steps, digests] of rows) {
    test(`released steps of ${label} are as they were`, () => {
      expect(steps.map((step) => createHash("sha256").update(step).digest("hex").slice(0, 16))).toEqual([...digests]);
    });
  }
});

test("every failure has a text in both languages that names the path", () => {
  for (const language of ["en", "zh-CN"] as const) {
    for (const [code, text] of Object.entries(openFailureText[language])) {
      const failed = { code: code as OpenFailureCode, path: "/var/lib/holdfast/journal.db", detail: "disk I/O error" };
      expect(text(failed)).toContain(failed.path);
    }
  }
});

function digest(name: string): string {
  const path = file(name);
  return statSync(path).isDirectory() ? "directory" : createHash("sha256").update(readFileSync(path)).digest("hex");
}
