import { join } from "node:path";
import { ok } from "../../src/core/result.ts";
import { Database } from "../../src/store/worker/database.ts";
import { expectOk } from "./expect-ok.ts";

/**
 * A program that rewrites the same megabyte of rows twenty times, each time into the write-ahead log, which SQLite itself
 * would only end after 400 MB, and prints how often that was done. Argument: the directory.
 */

const [directory = ""] = process.argv.slice(2);
const schema = { applicationId: 1, steps: ["CREATE TABLE a (x INTEGER PRIMARY KEY, y BLOB) STRICT;"] };
const tuning = { cacheKib: 64, checkpointPages: 100_000 };
const path = join(directory, "test.db");

function rewrite(database: Database, round: number): boolean {
  const put = database.prepare("INSERT OR REPLACE INTO a VALUES (?, ?)");
  const octets = new Uint8Array(1_000).fill(round);
  const written = database.write("full", () => {
    for (let row = 0; row < 1_000; row += 1) put.run(row, octets);
    return ok(undefined);
  });
  return written.ok;
}

const first = expectOk(Database.open(path, schema, tuning));
rewrite(first, 0);
first.close();

const database = expectOk(Database.open(path, schema, tuning));
let rounds = 1;
while (rounds < 20 && rewrite(database, rounds)) rounds += 1;
process.stdout.write(String(rounds));
database.close();
