import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeClock, settle } from "../../../test/support/fake-clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Running } from "../../core/lifecycle.ts";
import { fileMonitor } from "./file-watch.ts";
import type { Hint } from "./monitor.ts";

let folder: string;
let clock: FakeClock;
let hints: Hint[];
let running: Running | undefined;

const at = (...names: string[]): string => join(folder, ...names);

function watchFile(path: string): void {
  running = fileMonitor(path, { clock }).start((hint) => hints.push(hint));
}

/** Waits for an event of the real file system, which shows as a timer of the burst that it begins. */
async function eventArrives(): Promise<void> {
  while (clock.pendingCount < 2) await settle();
  await clock.advance(Duration.milliseconds(50));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-watch-"));
  clock = new FakeClock();
  hints = [];
});

afterEach(async () => {
  await running?.stop();
  expect(clock.pendingCount).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

describe("the file monitor", () => {
  test("hears of a file written in place", async () => {
    writeFileSync(at("wan"), "198.51.100.7\n");
    watchFile(at("wan"));
    writeFileSync(at("wan"), "198.51.100.8\n\n");
    await eventArrives();
    expect(hints).toMatchObject([{ monitor: "file", fileChanged: true, families: ["ipv4", "ipv6"] }]);
  });

  test("hears of each new file put in the old one's place", async () => {
    writeFileSync(at("wan"), "198.51.100.7\n");
    watchFile(at("wan"));
    for (const count of [1, 2, 3]) {
      writeFileSync(at("wan.new"), `198.51.100.${count}\n`);
      renameSync(at("wan.new"), at("wan"));
      await eventArrives();
      expect(hints.length).toBe(count);
    }
  });

  test("hears of a link on the way that was replaced, as mounted configuration does it", async () => {
    mkdirSync(at("v1"));
    mkdirSync(at("v2"));
    writeFileSync(at("v1", "wan"), "198.51.100.7\n");
    writeFileSync(at("v2", "wan"), "198.51.100.8\n");
    symlinkSync("v1", at("data"));
    symlinkSync(join("data", "wan"), at("wan"));
    watchFile(at("wan"));
    symlinkSync("v2", at("data.new"));
    renameSync(at("data.new"), at("data"));
    await eventArrives();
    expect(hints.length).toBe(1);
  });

  test("does not mind other files in the folder", async () => {
    writeFileSync(at("wan"), "198.51.100.7\n");
    watchFile(at("wan"));
    writeFileSync(at("other"), "x");
    await clock.advance(Duration.minutes(2));
    expect(hints).toEqual([]);
  });

  test("hears of a file that appears in a folder that appears", async () => {
    watchFile(at("run", "wan"));
    mkdirSync(at("run"));
    await clock.advance(Duration.seconds(30));
    writeFileSync(at("run", "wan"), "198.51.100.7\n");
    await eventArrives();
    expect(hints.length).toBe(1);
  });

  test("looks now and then where no events come", async () => {
    watchFile(at("missing", "wan"));
    mkdirSync(at("missing"));
    writeFileSync(at("missing", "wan"), "198.51.100.7\n");
    await clock.advance(Duration.seconds(31));
    expect(hints.length).toBe(1);
    utimesSync(at("missing", "wan"), 1, 1);
    await clock.advance(Duration.seconds(31));
    expect(hints.length).toBe(2);
  });
});
