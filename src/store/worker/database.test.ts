import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { failure, ok } from "../../core/result.ts";
import { Database } from "./database.ts";
import type { Schema } from "./schema.ts";

const first: Schema = {
  applicationId: 0x4846_0001,
  steps: ["CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1);"],
};
const second: Schema = {
  ...first,
  steps: [...first.steps, "ALTER TABLE a ADD COLUMN y TEXT; UPDATE a SET y = 'new';"],
};

const tuning = { cacheKib: 64, checkpointPages: 100 };
let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "holdfast-database-"));
  path = join(directory, "test.db");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function open(schema: Schema): Database {
  return expectOk(Database.open(path, schema, tuning));
}

function rows(database: Database): unknown {
  return database
    .prepare("SELECT * FROM a")
    .all()
    .map((row) => Object.values(row));
}

describe("layouts", () => {
  test("a new file gets all steps, an earlier one those it lacks", () => {
    open(first).close();
    for (const _ of ["brought forward", "there already"]) {
      const database = open(second);
      expect(rows(database)).toEqual([[1, "new"]]);
      database.close();
    }
  });

  test("a step that fails leaves the file at its earlier layout", () => {
    open(first).close();
    const broken = { ...first, steps: [...first.steps, "INSERT INTO a VALUES (2); INSERT INTO nowhere VALUES (1);"] };
    expect(() => Database.open(path, broken, tuning)).toThrow("no such table: nowhere");
    const database = open(first);
    expect(rows(database)).toEqual([[1]]);
    database.close();
  });
});

describe("transactions", () => {
  let database: Database;

  beforeEach(() => {
    database = open(first);
  });

  afterEach(() => database.close());

  function insert(value: number): void {
    database.prepare("INSERT INTO a VALUES (?)").run(value);
  }

  test("a failure by value undoes everything", () => {
    const full = failure({ code: "full" as const, detail: "no space" });
    const done = database.write("full", () => {
      insert(2);
      return full;
    });
    expect(done).toEqual(full);
    expect(rows(database)).toEqual([[1]]);
  });

  test("running out of pages is a value, undoes everything, and passes", () => {
    database.prepare("PRAGMA max_page_count = 8").get();
    const fill = (count: number): unknown =>
      database.write("full", () => {
        for (let value = 0; value < count; value += 1) insert(value);
        return ok(count);
      });
    expect(fill(100_000)).toMatchObject({ ok: false, code: "full" });
    expect(rows(database)).toEqual([[1]]);
    expect(fill(3)).toEqual(ok(3));
  });

  test("a bug of ours is thrown, undoes everything, and leaves the database usable", () => {
    const buggy = (): unknown =>
      database.write("full", () => {
        insert(2);
        database.prepare("INSERT INTO a VALUES ('text')").run();
        return ok(undefined);
      });
    expect(buggy).toThrow("cannot store TEXT value in INTEGER column");
    expectOk(database.write("later", () => ok(insert(3))));
    expect(rows(database)).toEqual([[1], [3]]);
  });

  test("after a sync that failed nothing is written any more, and reading goes on", () => {
    const failed = database.write("full", () => {
      insert(2);
      throw Object.assign(new Error("disk I/O error"), { errcode: 1034 });
    });
    expect(failed).toMatchObject({ ok: false, code: "unavailable" });
    expect<unknown>(database.write("full", () => ok(insert(3)))).toEqual(failed);
    expect(expectOk(database.read(() => rows(database)))).toEqual([[1]]);
  });

  test("both durabilities set what SQLite waits for", () => {
    const level = (): unknown => database.prepare("PRAGMA synchronous").get()?.["synchronous"];
    const levels = (["full", "later", "full"] as const).map((durability) =>
      expectOk(database.write(durability, () => ok(level()))),
    );
    expect(levels).toEqual([2, 1, 2]);
  });
});

describe("a damaged page deep in the file", () => {
  /** A file of many pages, one of them damaged, as a clean or an unclean end leaves it. */
  function damaged(end: "clean" | "unclean"): void {
    const database = open(first);
    const insert = database.prepare("INSERT INTO a SELECT value FROM json_each(?)");
    const values = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => index));
    expectOk(database.write("full", () => ok(insert.run(values))));
    database.close();
    const octets = readFileSync(path);
    octets.fill(0xff, 20 * 4096, 20 * 4096 + 64);
    writeFileSync(path, octets);
    if (end === "clean") return;
    const killed = new DatabaseSync(path);
    killed.exec("PRAGMA journal_mode = WAL; CREATE TABLE b (x)");
    const log = readFileSync(`${path}-wal`);
    killed.close();
    writeFileSync(path, octets);
    writeFileSync(`${path}-wal`, log);
  }

  test("is found while opening after an unclean end", () => {
    damaged("unclean");
    expect(Database.open(path, first, tuning)).toMatchObject({ ok: false, code: "store-corrupt" });
  });

  test("is found when it is read after a clean end", () => {
    damaged("clean");
    const database = open(first);
    const read = database.read(() => database.prepare("SELECT sum(x) FROM a").get());
    expect(read).toMatchObject({ ok: false, code: "corrupt" });
    database.close();
  });
});

test("a file that is not ours is not written to, not even its header", () => {
  const foreign = new DatabaseSync(path);
  foreign.exec("CREATE TABLE b (x)");
  foreign.close();
  const before = readFileSync(path);
  expect(Database.open(path, first, tuning)).toMatchObject({ ok: false, code: "not-a-store" });
  expect(readFileSync(path).equals(before)).toBe(true);
});
