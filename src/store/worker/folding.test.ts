import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { pointed, proposal, zoneAdded, zoneRemoved } from "../../../test/support/proposals.ts";
import { anyProposal } from "../../../test/support/any-proposal.ts";
import { ZoneModel } from "../../../test/support/zone-model.ts";
import type { Proposal, Revision } from "../../core/journal.ts";
import { ok } from "../../core/result.ts";
import { decodeChanges, encodeChanges } from "../../core/zone-change.ts";
import { entryLineOf, EntryReader } from "../entry-codec.ts";
import { journalSchema } from "../migrations/journal.ts";
import { Database } from "./database.ts";
import { Folding } from "./folding.ts";
import { History } from "./history.ts";
import { Replays } from "./replays.ts";

/** The tables of a journal without thread or turns: every moment between two steps can be looked at. */
class Bench {
  readonly database: Database;
  readonly model = new ZoneModel();
  folding: Folding;
  revision = 0;
  readonly #window: number;

  constructor(database: Database, window: number) {
    this.database = database;
    this.#window = window;
    this.folding = new Folding(database, window);
  }

  append(entry: Proposal): void {
    this.revision += 1;
    const { at, zone, actor, token = null, host = null, transport, peer = null } = entryLineOf(entry);
    const insert = this.database.prepare("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const changes = encodeChanges(entry.changes);
    const row = [this.revision, at, zone, actor, token, host, transport, peer, changes];
    expectOk(this.database.write("later", () => ok(insert.run(...row))));
    this.model.apply(entry.zone, this.revision as Revision, entry.changes);
  }

  /** Forgets everything that is not in the file, as a crash does. */
  crash(): void {
    this.folding = new Folding(this.database, this.#window);
  }

  foldAll(): void {
    while (this.folding.revision < this.revision) expectOk(this.folding.step(this.revision, 3));
  }

  get replayed(): readonly string[] {
    const model = new ZoneModel();
    const replays = new Replays(this.database);
    const reader = new EntryReader();
    for (;;) {
      const { lines, octets } = expectOk(replays.next(1, this.folding.revision, () => this.revision));
      if (lines.length === 0) return model.plain;
      let offset = 0;
      for (const line of lines) {
        const end = offset + ("entry" in line ? line.entry.octetCount : line.octetCount);
        const own = octets.subarray(offset, end);
        offset = end;
        if ("entry" in line) model.applyItem({ kind: "entry", entry: expectOk(reader.read(line.entry, own)) });
        else {
          const zone = proposal(line.zone).zone;
          model.apply(zone, line.revision as Revision, expectOk(decodeChanges(own)));
        }
      }
    }
  }
}

let directory: string;
let database: Database;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-folding-"));
  database = expectOk(
    Database.open(join(directory, "journal.db"), journalSchema, { cacheKib: 64, checkpointPages: 100 }),
  );
});

afterAll(() => {
  database.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Empties the tables first: a file for each of hundreds of histories would take most of the time. */
function withBench(window: number, use: (bench: Bench) => void): void {
  const emptied = database.write("later", () => {
    for (const table of ["entry", "zone", "rrset", "discarded", "touch"])
      database.prepare(`DELETE FROM ${table}`).run();
    database.prepare("UPDATE snapshot SET revision = 0, octets = 0, next_content = 1").run();
    return ok(undefined);
  });
  expectOk(emptied);
  use(new Bench(database, window));
}

const acts = fc.oneof(
  { weight: 6, arbitrary: anyProposal },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("step" as const), budget: fc.integer({ min: 1, max: 7 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash" as const) }) },
);

describe("folding", () => {
  // After each step, at which a process may be killed or a replay may begin.
  test("never changes what a replay gives, at any moment between two steps", () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 25 }), fc.integer({ min: 1, max: 6 }), (list, window) => {
        withBench(window, (bench) => {
          for (const act of list) {
            if ("zone" in act) bench.append(act);
            else if (act.kind === "crash") bench.crash();
            else if (bench.folding.revision < bench.revision) expectOk(bench.folding.step(bench.revision, act.budget));
            expect(bench.replayed).toEqual(bench.model.plain);
          }
          bench.foldAll();
          expect(bench.replayed).toEqual(bench.model.plain);
        });
      }),
      { numRuns: 100 },
    );
  });

  test("goes no further than it is asked to", () => {
    withBench(4, (bench) => {
      for (let index = 0; index < 10; index += 1) bench.append(proposal("example", zoneAdded()));
      while (bench.folding.revision < 6) expectOk(bench.folding.step(6, 100));
      expect(bench.folding.revision).toBe(6);
    });
  });

  test("writes a name that changed often once, and still knows every entry that touched it", () => {
    withBench(1000, (bench) => {
      bench.append(proposal("example", zoneAdded()));
      for (let index = 0; index < 50; index += 1) {
        bench.append(proposal("example", pointed("a.example", `192.0.2.${index}`)));
      }
      bench.foldAll();
      const history = new History(bench.database);
      const found = expectOk(history.ofOwner("a.example.", 1000, 100, bench.folding.revision));
      expect(found.map(([line]) => line.revision)).toEqual(Array.from({ length: 50 }, (_, index) => 51 - index));
      expect(bench.database.prepare("SELECT count(*) AS n FROM rrset").get()).toMatchObject({ n: 1 });
    });
  });

  test("a removed zone's RRsets are deleted in steps, those of its successor stay", () => {
    withBench(1000, (bench) => {
      const names = Array.from({ length: 25 }, (_, index) => pointed(`h${index}.example`, "192.0.2.1"));
      bench.append(proposal("example", zoneAdded(), ...names));
      bench.append(proposal("example", zoneRemoved));
      bench.append(proposal("example", zoneAdded(), ...names.slice(0, 2)));
      bench.foldAll();
      const rows = (): unknown => bench.database.prepare("SELECT count(*) AS n FROM rrset").get()?.["n"];
      const counts = [rows()];
      for (; expectOk(bench.folding.discard(10)); counts.push(rows()))
        expect(bench.replayed).toEqual(bench.model.plain);
      expect(counts).toEqual([27, 17, 7, 2]);
    });
  });

  test("stops with a failure where an entry cannot be read back, and changes nothing", () => {
    withBench(1000, (bench) => {
      bench.append(proposal("example", zoneAdded(), pointed("a.example", "192.0.2.1")));
      bench.foldAll();
      const before = bench.database.prepare("SELECT * FROM rrset").all();
      bench.append(proposal("example", pointed("b.example", "192.0.2.2")));
      bench.append(proposal("example", pointed("c.example", "192.0.2.3")));
      bench.database.write("later", () =>
        ok(bench.database.prepare("UPDATE entry SET changes = x'0105' WHERE revision = 3").run()),
      );
      const steps = Array.from({ length: 5 }, () => bench.folding.step(3, 100));
      expect(steps.at(-1)).toMatchObject({ ok: false, code: "corrupt", detail: expect.stringContaining("entry 3") });
      expect(bench.folding.revision).toBe(1);
      expect(bench.database.prepare("SELECT * FROM rrset").all()).toEqual(before);
    });
  });

  test("a missing entry is a failure, not an end", () => {
    withBench(1000, (bench) => {
      for (let index = 0; index < 3; index += 1) bench.append(proposal("example", zoneAdded()));
      bench.database.write("later", () => ok(bench.database.prepare("DELETE FROM entry WHERE revision = 2").run()));
      expect(new Replays(bench.database).next(1, 0, () => 3)).toMatchObject({ ok: false, code: "corrupt" });
      expectOk(bench.folding.step(3, 1));
      expect(bench.folding.step(3, 100)).toMatchObject({ ok: false, code: "corrupt" });
    });
  });
});
