import { beforeEach, expect, test } from "bun:test";
import { FakeClock, settle } from "../../../test/support/fake-clock.ts";
import { Duration } from "../../core/duration.ts";
import type { LineProcess } from "../../core/process.ts";
import type { Hint, Monitor } from "./monitor.ts";
import { watchScript, windowsMonitor } from "./windows.ts";

let clock: FakeClock;
let hints: Hint[];
let runs: { readonly print: (line: string) => void; readonly end: () => void }[];
let monitor: Monitor;

beforeEach(() => {
  clock = new FakeClock();
  hints = [];
  runs = [];
  const lines: LineProcess = {
    start: (argv, onLine, onEnd) => {
      expect(argv).toEqual(["powershell.exe", watchScript]);
      runs.push({ print: onLine, end: () => onEnd("exit status 1") });
      return { stop: async () => undefined };
    },
  };
  monitor = windowsMonitor((script) => ["powershell.exe", script], { lines, clock });
});

test("a change / a hint for both families, and another when duplicate address detection is over", async () => {
  const running = monitor.start((hint) => hints.push(hint));
  for (const line of ["holdfast: listening\r", "", "\r", "holdfast: addresses changed\r"]) runs[0]?.print(line);
  await clock.advance(Duration.milliseconds(50));
  expect(hints).toMatchObject([{ monitor: "windows", addressesChanged: true, families: ["ipv4", "ipv6"] }]);
  await clock.advance(Duration.minutes(5));
  expect(hints.length).toBe(2);
  await running.stop();
});

for (const line of [
  "",
  "Id     Name            PSJobTypeName   State         HasMoreData     Location             Command",
  "holdfast: addresses",
  " changed",
  "#< CLIXML",
  "\u0000".repeat(1_000),
]) {
  test(`${JSON.stringify(line.slice(0, 40))} / nothing`, async () => {
    const running = monitor.start((hint) => hints.push(hint));
    runs[0]?.print(line);
    await clock.advance(Duration.minutes(1));
    expect(hints).toEqual([]);
    await running.stop();
  });
}

test("where scripts are forbidden / PowerShell is tried less and less often", async () => {
  const running = monitor.start((hint) => hints.push(hint));
  for (let minutes = 0; minutes < 24 * 60; minutes += 1) {
    runs.at(-1)?.end();
    await settle();
    await clock.advance(Duration.minutes(1));
  }
  expect(runs.length).toBeLessThan(35);
  await running.stop();
});

test("the script has no words that need quoting on a command line, and cannot be mistaken for another encoding", () => {
  expect(watchScript).toMatch(/^[\n -~]+$/);
});
